// Bundle each live view into one self-contained file (the browser loads it from a blob, so it
// cannot import a neighbour). `node bundle.mjs [folder]`: the folder defaults to live/static.
import { readFile, writeFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const live = join(here, "..", "backprop_lib", "live");
const out = process.argv[2] ?? join(live, "static");
await mkdir(out, { recursive: true });
for (const view of ["network_view"]) {
  await build({
    entryPoints: [join(live, "src", `${view}.js`)],
    outfile: join(out, `${view}.js`),
    bundle: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
  await writeFile(join(out, `${view}.css`), await readFile(join(live, "src", `${view}.css`), "utf8"));
}
