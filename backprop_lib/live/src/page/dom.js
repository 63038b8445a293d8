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

/** Where in an element a pointer is: shares of its width and its height. */
export function pointedAt({ clientX, clientY }, element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [(clientX - left) / width, (clientY - top) / height];
}

const written = new WeakMap();

/** The same node with other words: a new one would be laid out from nothing. */
export function say(element, text) {
  const node = element.firstChild;
  if (node instanceof Text && node === element.lastChild) node.data = text;
  else element.textContent = text;
}

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
    if (key === "text") say(element, value);
    else if (value === null || value === false) element.removeAttribute(key);
    else element.setAttribute(key, value === true ? "" : value);
  }
}
