// What views are made of, once for all views of a page. A file can be read neither by fetch() nor by
// import, so the parts come in classic scripts (live/pages.py writes them), which put them in a list.

/** @typedef {{shared?: () => object, name?: string, module?: (shared: object) => {default: any}, style?: string}} Part */

const wear = (css) => {
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
};

const begun = async (made) => (typeof made === "function" ? await made() : made);

/** A module of another package: its own text. */
async function imported(code) {
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const { default: made } = await import(address);
  URL.revokeObjectURL(address);
  return made;
}

/** @param {Part[]} parts */
export function makeSources(parts) {
  const views = new Map(parts.filter(({ name }) => name).map((part) => [part.name, part]));
  for (const { shared, style } of parts) if (shared && style) wear(style);
  const loaded = new Map();
  const shared = () => once("shared", parts.find((part) => part.shared)?.shared);

  async function load(name) {
    const part = views.get(name);
    if (!part) throw new Error(`the page brings no view ${name}`);
    if (part.style) wear(part.style);
    return begun(part.module(shared()).default);
  }
  async function loadOwn(model) {
    if (model.get("_css")) wear(model.get("_css"));
    return begun(await imported(model.get("_esm")));
  }
  function once(key, make) {
    if (!loaded.has(key)) loaded.set(key, make());
    return loaded.get(key);
  }
  return {
    /** The widget of a model: what its module exports. It is loaded once. */
    widgetOf(model) {
      const name = model.get("_view");
      return name ? once(name, () => load(name)) : once(model.get("_esm"), () => loadOwn(model));
    },
    /** What a page offers beside its views (share.js); null where its parts are broken. */
    share: () => once("share", () => load("share").catch(() => null)),
  };
}
