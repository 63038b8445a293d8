// One of several, or several: radio buttons or boxes; a place has a picture above them.

import { html, svg, write } from "../page/dom.js";
import { inline } from "./inline.js";

export function makeChoice({ kind, options, network }, { on }, { changed }) {
  const many = kind === "several";
  // Of its own on the page; no count, as JupyterLab loads a module for each question.
  const group = `bp-ask-${Math.random().toString(36).slice(2)}`;
  const rows = options.map((option, n) => {
    const input = html("input", { type: many ? "checkbox" : "radio", name: group, value: option.text });
    const mark = html("span", { class: "bp-ask-mark" });
    const letter = html("span", { class: "bp-ask-letter" }, `(${String.fromCharCode(97 + n)})`);
    const text = html("span", {}, ...inline(option.text));
    return { option, input, mark, element: html("label", { class: "bp-ask-option" }, input, letter, text, mark) };
  });
  const picture = kind === "place" ? makePicture(network, rows, on, () => choose()) : null;
  const chosen = () => rows.filter(({ input }) => input.checked).map(({ option }) => option.text);
  const choose = () => {
    picture?.paint();
    changed();
  };
  for (const { input } of rows) on(input, "change", choose);
  return {
    element: html(
      "div",
      { class: "bp-ask-options" },
      ...(picture ? [picture.element] : []),
      ...rows.map(({ element }) => element),
    ),
    given() {
      const texts = chosen();
      if (!texts.length) return null;
      return many ? texts : texts[0];
    },
    take(given) {
      const texts = [given].flat();
      for (const { option, input } of rows) input.checked = texts.includes(option.text);
      picture?.paint();
    },
    mark(right) {
      for (const { input, mark, option } of rows) {
        const marked = right !== undefined && input.checked;
        // Of several, what is right stays right where another is not.
        write(mark, { text: !marked ? "" : (many ? option.right : right) ? "✓" : "✗" });
      }
    },
  };
}

const [WIDTH, GAP, MARGIN, RADIUS] = [420, 60, 30, 24];

/** A small network in which the places that are offered can be clicked; the radio buttons are the
 * same choice for keys and for who does not see it. */
function makePicture(sizes, rows, on, choose) {
  const height = Math.max(...sizes) * GAP + 10;
  const x = (l) => MARGIN + (l * (WIDTH - 2 * MARGIN)) / (sizes.length - 1);
  const y = (l, j) => height / 2 + (j - (sizes[l] - 1) / 2) * GAP;
  const places = new Map(rows.map((row) => [row.option.text, row]));
  const marked = [];
  const place = (name, element, hit = element) => {
    const row = places.get(name);
    if (!row) return;
    element.setAttribute("data-place", name);
    marked.push({ row, element });
    on(hit, "click", () => {
      row.input.checked = true;
      row.input.focus();
      choose();
    });
  };
  const [edges, nodes] = [[], []];
  for (const [l, size] of sizes.entries()) {
    for (let j = 0; j < size; j++) {
      for (let i = 0; l && i < sizes[l - 1]; i++) {
        const ends = { x1: x(l - 1), y1: y(l - 1, i), x2: x(l), y2: y(l, j) };
        const [line, hit] = [svg("line", ends), svg("line", { ...ends, class: "bp-ask-hit" })];
        place(`W[${l}][${i}, ${j}]`, line, hit);
        edges.push(line, ...(line.hasAttribute("data-place") ? [hit] : []));
      }
      const node = svg("circle", { cx: x(l), cy: y(l, j), r: RADIUS });
      place(`a[${l}][${j}]`, node);
      nodes.push(node, svg("text", { x: x(l), y: y(l, j) + 4 }, `a[${l}][${j}]`));
    }
  }
  return {
    element: svg(
      "svg",
      { class: "bp-ask-picture", viewBox: `0 0 ${WIDTH} ${height}`, "aria-hidden": "true" },
      ...[...edges, ...nodes],
    ),
    paint() {
      for (const { row, element } of marked) write(element, { "data-chosen": row.input.checked });
    },
  };
}
