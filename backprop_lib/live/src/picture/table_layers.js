// Every number of a deep network's layers as text; painted only while open.

import { html, write } from "../page/dom.js";
import { format, scientific } from "../core/numbers.js";
import { makeBox, makeFold, makeRow, makeTable } from "./table.js";

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
  const body = html("tbody");
  const columns = ["layer", ...COLUMNS.map(([name]) => name)];
  const element = makeFold("All numbers as a table", makeBox(makeTable("Layers", columns, body)));
  return {
    element,
    paint(numbers) {
      if (!element.open) return;
      const count = numbers.depth + 1;
      while (body.childElementCount < count) {
        body.append(makeRow(body.childElementCount + 1, COLUMNS.length).row);
      }
      [...body.children].forEach((row, n) => {
        write(row, { hidden: n >= count });
        if (n >= count) return;
        COLUMNS.forEach(([, of], k) => write(row.children[k + 1], { text: text(of(numbers, n + 1)) }));
      });
    },
  };
}
