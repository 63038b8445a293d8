// Elements made once; afterwards only what changed is written.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

export const html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

/** A part of a view with a title. */
export const panel = (title, kind, ...inside) =>
  html(
    "section",
    { class: `bp-panel ${kind}`.trim(), "aria-label": title },
    html("h3", { class: "bp-panel-title" }, title),
    ...inside,
  );

const written = new WeakMap();

/** Set attributes, and `text`, but touch the page only where something differs. */
export function write(element, attributes) {
  let last = written.get(element);
  if (!last) {
    last = {};
    written.set(element, last);
  }
  for (const key in attributes) {
    const value = attributes[key];
    if (last[key] === value) continue;
    last[key] = value;
    if (key === "text") element.textContent = value;
    else if (value === null || value === false) element.removeAttribute(key);
    else element.setAttribute(key, value === true ? "" : value);
  }
}
