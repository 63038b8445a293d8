// Bundle each live view into one self-contained file (the browser loads it from a blob, so it
// cannot import a neighbour). `node bundle.mjs [folder]`: the folder defaults to live/static.
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const live = join(here, "..", "backprop_lib", "live");
const out = process.argv[2] ?? join(live, "static");
await mkdir(out, { recursive: true });
for (const view of ["network_view", "nudge_test", "bug_lab", "predict", "backward_stepper", "paths_view", "depth_lab", "scrubber", "training_player"]) {
  await build({
    entryPoints: [join(live, "src", `${view}.js`), join(live, "src", `${view}.css`)],
    outdir: out,
    absWorkingDir: here, // the bundles name their sources relative to it
    bundle: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
}
