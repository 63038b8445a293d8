// Bundles of the live views. What more than one view uses stands in shared.js, a line for what the same
// views use; what a view alone uses stands in its own small file; styles alike. Python joins the texts
// (live/bundles.py), as the page loads a view from a blob and cannot import a neighbour. The host of
// pages without a kernel is a classic script by itself; what it offers beside a view is a module such
// as a view's (share.js).
//
//     node bundle.mjs [--watch] [folder]      the folder defaults to live/static
import { watch } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minify } from "terser";

const here = dirname(fileURLToPath(import.meta.url));
const live = join(here, "..", "backprop_lib", "live");
const src = join(live, "src");
const out = process.argv.slice(2).find((word) => !word.startsWith("--")) ?? join(live, "static");
const OPTIONS = {
  absWorkingDir: src,
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  write: false,
};
const HOST = "host.js";
const SHARE = "host/share.js";
const SHARED_STYLES = ["network_view.css", "page/access.css", "picture/chart.css", "page/player.css"];

/**
 * A built module's text in fewer letters: what esbuild's own minifier leaves is about a twentieth. Single
 * quotes, as a page holds the text in double ones (live/pages.py). `reserved`: names that stay, as what
 * chunks export has the same name everywhere, which packs better than a letter of each file's own.
 */
async function smaller(text, { module = true, reserved = [] } = {}) {
  const compress = { passes: 2, pure_getters: true, unsafe_arrows: true };
  const how = { module, ecma: 2020, compress, mangle: { reserved }, format: { quote_style: 1 } };
  return (await minify(text, how)).code;
}

/** Leaves every import of a file that `isApart` where it is, as the file's path below src. */
const apart = (isApart) => ({
  name: "apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.+\// }, ({ path, resolveDir, kind }) => {
      const name = relative(src, join(resolveDir, path)).replaceAll("\\", "/");
      return kind !== "entry-point" && isApart(name) ? { path: name, external: true } : null;
    });
  },
});

/** A text with its imports of chunks taken from constants, and the chunks' names. */
function withoutImports(text) {
  const needs = [];
  const code = text.replace(/import(?:\{([^}]*)\}from)?'\.\/([^']+)';/g, (_, taken, name) => {
    needs.push(name);
    return taken ? `const{${taken.replaceAll(" as ", ":")}}=${name};` : "";
  });
  return { code: code.trim(), needs };
}

/** `export{a as b}` at the end as what a function returns. */
const asFunction = (code) =>
  code.replace(/export\{([^}]*)\};?$/, (_, names) => {
    return `return{${names.replace(/([^,]+) as ([^,]+)/g, "$2:$1")}}`;
  });

/** What the same views use is one chunk; in the order in which each stands after what it needs. */
function chunksOf({ outputs }) {
  const paths = Object.keys(outputs).filter((path) => !outputs[path].entryPoint);
  const holds = (path) => Object.keys(outputs[path].inputs).sort().join(" ");
  const ordered = new Set();
  const add = (path) => {
    for (const needed of outputs[path].imports) add(needed.path);
    ordered.add(path);
  };
  for (const path of paths.sort((one, other) => (holds(one) < holds(other) ? -1 : 1))) add(path);
  return [...ordered];
}

async function scripts(views) {
  const { metafile, outputFiles } = await build({
    ...OPTIONS,
    entryPoints: [...views, SHARE],
    splitting: true,
    // terser shortens them; what a chunk exports keeps its name, so a change of one stays in its line
    minify: false,
    minifySyntax: true,
    minifyWhitespace: true,
    entryNames: "[name]",
    chunkNames: "[hash]",
  });
  const chunks = chunksOf(metafile).map((path) => basename(path));
  const names = new Map(chunks.map((file, n) => [file, `shared${n + 1}`]));
  // A chunk's own name changes with its text, and terser chooses its letters by those that it meets.
  const named = (text) => chunks.reduce((all, file) => all.replaceAll(file, names.get(file)), text);
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), named(text)]));
  const reserved = Object.values(metafile.outputs).flatMap(({ exports }) => exports);
  const modules = new Map();
  for (const [file, name] of names) modules.set(name, withoutImports(await smaller(texts.get(file), { reserved })));
  const lines = [...modules].map(([name, { code }]) => `// ${name}\nconst ${name}=(()=>{${asFunction(code)}})();`);
  const built = new Map([["shared.js", `${lines.join("\n")}\n`]]);
  for (const view of [...views, basename(SHARE)]) {
    const { code, needs } = withoutImports(await smaller(texts.get(view), { reserved }));
    const all = new Set();
    const reach = (needed) => {
      all.add(needed);
      modules.get(needed).needs.forEach(reach);
    };
    needs.forEach(reach);
    built.set(view, `// ${[...all].sort().join(" ")}\n${code}\n`);
  }
  return built;
}

async function styles(names) {
  const isShared = (path) => SHARED_STYLES.includes(path);
  const bundled = async (paths, plugins) => {
    const contents = paths.map((path) => `@import "./${path}";`).join("\n");
    const stdin = { contents, resolveDir: src, loader: "css" };
    const { outputFiles } = await build({ ...OPTIONS, stdin, plugins });
    return outputFiles[0].text.replace(/@import"[^"]*";\s*/g, ""); // what stands in shared.css
  };
  const texts = new Map([["shared.css", await bundled(SHARED_STYLES, [])]]);
  for (const name of names.filter((one) => !isShared(one))) {
    texts.set(name, await bundled([name], [apart(isShared)]));
  }
  return texts;
}

async function host() {
  const { outputFiles } = await build({ ...OPTIONS, entryPoints: [HOST], format: "iife" });
  return [[HOST, `${await smaller(outputFiles[0].text, { module: false })}\n`]];
}

async function bundle() {
  const files = (await readdir(src)).sort();
  const named = (ending) => files.filter((name) => name.endsWith(ending) && name !== HOST);
  const texts = new Map([...(await scripts(named(".js"))), ...(await styles(named(".css"))), ...(await host())]);
  await mkdir(out, { recursive: true });
  for (const name of await readdir(out)) if (!texts.has(name)) await rm(join(out, name));
  for (const [name, text] of texts) await writeFile(join(out, name), text);
}

await bundle();
if (process.argv.includes("--watch")) {
  console.log("watching live/src: restart the kernel, run the view's cell again, and see what changed");
  let timer;
  watch(src, { recursive: true }, () => {
    clearTimeout(timer);
    const say = () => console.log("bundled");
    timer = setTimeout(() => bundle().then(say, (error) => console.error(error.message)), 50);
  });
}
