// Bundles of the live views. What more than one view uses stands in shared.js, a line for what the same
// views use; what a view alone uses stands in its own small file; styles alike. Python joins the texts
// (live/bundles.py), as the page loads a view from a blob and cannot import a neighbour: then all of them
// stand in one scope, where each finds the others' names. The host of pages without a kernel is a
// classic script by itself; what it offers beside a view is a module such as a view's (share.js).
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

const FIRST = [..."etnarisolcdupmhfbgvywkxqjzETNARISOLCDUPMHFBGVYWKXQJZ"];
const LATER = [...FIRST, ..."0123456789"];

/** The n-th name, the same in every text: what is alike in two of them is so in its letters, and packs. */
function nthName(n) {
  let name = FIRST[n % FIRST.length];
  for (let m = Math.floor(n / FIRST.length); m > 0; m = Math.floor((m - 1) / LATER.length)) {
    name += LATER[(m - 1) % LATER.length];
  }
  return name;
}

/** What a built module imports and exports: its own name for each, and the name that all know. */
const sharedBy = (text) =>
  [...text.matchAll(/\b(import|export)\{([^}]*)\}/g)].flatMap(([, way, all]) =>
    all.split(",").map((one) => {
      const [first, second = first] = one.split(" as ");
      return way === "import" ? [second, first] : [first, second];
    }),
  );

/**
 * A built module's text in fewer letters: what esbuild's own minifier leaves is about a twentieth. Single
 * quotes, as a page holds the text in double ones (live/pages.py).
 * @param {Map<string, string>} short what chunks export, and its name in every text; all else at the top
 *   of this one gets a name of a letter or two, which is no other's
 */
async function smaller(text, short = new Map(), module = true) {
  const pairs = sharedBy(text).flatMap(([own, name]) => (short.has(name) ? [[`$${own}`, short.get(name)]] : []));
  const compress = { passes: 2, inline: 1, pure_getters: true, unsafe_arrows: true, lhs_constants: false };
  const mangle = { reserved: [...short.values()], nth_identifier: { get: nthName } };
  const nameCache = { vars: { props: Object.fromEntries(pairs) } };
  const how = { module, ecma: 2020, compress, mangle, nameCache, format: { quote_style: 1 } };
  return (await minify(text, how)).code;
}

/**
 * A letter or two for each name that chunks export: one for those that the most texts import. No text has
 * such a word itself: what is called W in a source would else hide what all call W.
 */
function shortNames(texts) {
  const uses = new Map();
  for (const [, name] of texts.flatMap(sharedBy)) uses.set(name, (uses.get(name) ?? 0) + 1);
  const names = [...uses.keys()].filter((name) => name !== "default").sort(); // a view's own end
  names.sort((one, other) => uses.get(other) - uses.get(one));
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const words = new Set(texts.join(" ").match(/\w+/g));
  const all = ["", ..."etnar"].flatMap((first) => letters.map((letter) => first + letter));
  const free = all.filter((name) => !words.has(name));
  if (names.length > free.length) throw new Error(`${names.length} shared names, and ${free.length} short ones`);
  return new Map(names.map((name, n) => [name, free[n]]));
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

/** A text without its imports, whose names stand in the scope around it, and the chunks that have them. */
function withoutImports(text, short) {
  const needs = [];
  const code = text.replace(/import(?:\{([^}]*)\}from)?'\.\/([^']+)';/g, (all, taken, chunk) => {
    for (const [name, own] of taken?.split(",").map((one) => one.split(" as ")) ?? []) {
      if (own !== short.get(name)) throw new Error(`beside its own name stands a shared one: ${all}`);
    }
    needs.push(chunk);
    return "";
  });
  return { code: code.trim(), needs };
}

/** A chunk's text as a line that makes what it exports, once for all; nothing else of it is seen outside. */
const asLine = (code) =>
  code.replace(/^(.*)export\{([^}]*)\};?$/s, (_, inside, exported) => {
    const names = exported.split(",").map((one) => one.split(" as ")[0]);
    return `const{${names}}=(()=>{${inside}return{${names}}})();`;
  });

/** What the same views use is one chunk: the largest first whose needs stand before it, as that packs best. */
function chunksOf({ outputs }) {
  const rest = Object.keys(outputs).filter((path) => !outputs[path].entryPoint);
  const holds = (path) => Object.keys(outputs[path].inputs).sort().join(" ");
  rest.sort((one, other) => outputs[other].bytes - outputs[one].bytes || (holds(one) < holds(other) ? -1 : 1));
  const ordered = [];
  while (rest.length) {
    const next = rest.findIndex((path) => outputs[path].imports.every((needed) => ordered.includes(needed.path)));
    ordered.push(...rest.splice(next, 1));
  }
  return ordered;
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
  const names = new Map(chunks.map((file, n) => [file, String(n + 1)]));
  // A chunk's own name changes with its text, and terser chooses its letters by those that it meets.
  const named = (text) => chunks.reduce((all, file) => all.replaceAll(file, names.get(file)), text);
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), named(text)]));
  const short = shortNames([...texts.values()]);
  const modules = new Map();
  const bare = async (file) => withoutImports(await smaller(texts.get(file), short), short);
  for (const [file, name] of names) modules.set(name, await bare(file));
  const lines = [...modules].map(([name, { code }]) => `// ${name}\n${asLine(code)}`);
  const built = new Map([["shared.js", `${lines.join("\n")}\n`]]);
  for (const view of [...views, basename(SHARE)]) {
    const { code, needs } = await bare(view);
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
  return [[HOST, `${await smaller(outputFiles[0].text, new Map(), false)}\n`]];
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
