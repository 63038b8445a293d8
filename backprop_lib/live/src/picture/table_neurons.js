// The numbers of all neurons as a table.

import { html, write } from "../page/dom.js";
import { format } from "../core/numbers.js";
import { flatShare } from "../core/recording.js";
import { makeBox, makeFold, makeRow, makeTable } from "./table.js";

const HEADS = ["neuron", "a of this sample", "δ of this sample", "mean of a", "mean of |δ|", "flat samples"];

/** Painted only while it is open. @param {{neurons, activations, select, on}} options */
export function makeNeuronTable({ neurons, activations, select, on }) {
  const rows = neurons.map(({ name }, n) => {
    const button = html("button", { type: "button", class: "bp-row-name" }, name);
    on(button, "click", () => select(n));
    return { button, ...makeRow(button, HEADS.length - 1) };
  });
  const table = makeTable("", HEADS, html("tbody", {}, ...rows.map(({ row }) => row)));
  const element = makeFold("All neurons as a table", makeBox(table));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

  return {
    element,
    paint(record, s, chosen) {
      if (!element.open) return;
      neurons.forEach(({ l, j }, n) => {
        const [a, delta] = [record.a[l], record.delta[l]].map((layer) => layer.map((row) => row[j]));
        const numbers = [a[s], delta[s], mean(a), mean(delta.map(Math.abs))];
        numbers.forEach((value, c) => write(rows[n].cells[c], { text: format(value, 4), "data-value": value }));
        const flat = flatShare(record, l, activations[l - 1], j);
        write(rows[n].cells[4], { text: Number.isNaN(flat) ? "–" : `${Math.round(100 * flat)} %`, "data-value": flat });
        write(rows[n].row, { "data-selected": n === chosen });
        write(rows[n].button, { "aria-pressed": String(n === chosen) });
      });
    },
  };
}
