// Every number of a deep network's layers as text; painted only while open.

import { html, write } from "../page/dom.js";
import { format, scientific } from "../core/numbers.js";

const text = (value) => {
  if (value === null || value === undefined) return "–";
  return value === 0 || (Math.abs(value) >= 0.001 && Math.abs(value) < 1e5) ? format(value, 4) : scientific(value, 2);
};

/** @type {[string, (numbers: any, l: number) => number | null][]} */
const COLUMNS = [
  ["spread of a", (n, l) => n.spread[l]],
  ["theory", (n, l) => n.theory.spread[l]],
  ["|δ|", (n, l) => n.delta[l - 1]],
  ["theory", (n, l) => n.theory.delta[l - 1]],
  ["|dW|", (n, l) => n.dW[l - 1]],
  ["factor", (n, l) => n.factor[l - 1]],
  ["theory", (n, l) => n.theory.factor[l - 1]],
  ["slope", (n, l) => n.slope[l - 1]],
  ["W above", (n, l) => (l <= n.depth ? n.weight[l] : null)],
  ["normalization", (n, l) => n.scale[l - 1]],
  ["saturated", (n, l) => n.saturated[l - 1]],
];

/** @returns {{element, paint(numbers)}} */
export function makeLayerTable() {
  const body = html("tbody", {});
  const head = html(
    "tr",
    {},
    ...["layer", ...COLUMNS.map(([name]) => name)].map((name) => html("th", { scope: "col" }, name)),
  );
  const element = html(
    "details",
    { class: "bp-twin" },
    html("summary", {}, "All numbers as a table"),
    html(
      "div",
      { class: "bp-tables", tabindex: 0, role: "group", "aria-label": "table" },
      html("table", { class: "bp-table" }, html("caption", {}, "Layers"), html("thead", {}, head), body),
    ),
  );
  return {
    element,
    paint(numbers) {
      if (!element.open) return;
      const count = numbers.depth + 1;
      while (body.childElementCount < count) {
        body.append(html("tr", {}, html("th", { scope: "row" }), ...COLUMNS.map(() => html("td"))));
      }
      [...body.children].forEach((row, n) => {
        write(row, { hidden: n >= count });
        if (n >= count) return;
        write(row.children[0], { text: String(n + 1) });
        COLUMNS.forEach(([, of], k) => write(row.children[k + 1], { text: text(of(numbers, n + 1)) }));
      });
    },
  };
}
