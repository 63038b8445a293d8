// What views are made of, once for all views of a page. A file can be read neither by fetch() nor by
// import, so the parts come in classic scripts (live/pages.py writes them), which put them in a list.

/** @typedef {{modules?: string[], view?: string, needs?: number[], script?: string, style?: string}} Part */

const wear = (css) => {
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
};

async function run(code) {
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const { default: made } = await import(address);
  URL.revokeObjectURL(address);
  return typeof made === "function" ? await made() : made;
}

/** @param {Part[]} parts */
export function makeSources(parts) {
  const modules = parts.find((part) => part.modules)?.modules ?? [];
  const views = new Map(parts.filter(({ view }) => view).map((part) => [part.view, part]));
  for (const { modules: shared, style } of parts) if (shared && style) wear(style);
  const loaded = new Map();

  function load(name) {
    const part = views.get(name);
    if (!part) throw new Error(`the page brings no view ${name}`);
    if (part.style) wear(part.style);
    return run([...part.needs.map((n) => modules[n]), part.script].join(""));
  }
  function loadOwn(model) {
    if (model.get("_css")) wear(model.get("_css"));
    return run(model.get("_esm"));
  }
  /** The widget of a model: what its module exports. It is loaded once. */
  return (model) => {
    const key = model.get("_view") ?? model.get("_esm");
    if (!loaded.has(key)) loaded.set(key, model.get("_view") ? load(key) : loadOwn(model));
    return loaded.get(key);
  };
}
