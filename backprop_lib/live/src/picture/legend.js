// What colours and lines mean, once under each picture: the same as in the still figures.

import { html, write } from "../page/dom.js";

// A sign is never parted from its word by the end of a line.
const FLAT = "a slope below a tenth of the largest; off: a ReLU's is 0";
const KEYS = {
  activation: "a, ≤ 0 to ≥ 1",
  weight: "weight: solid\u00a0+, dashed\u00a0−",
  slope: "δ slope along z, dW along W: green\u00a0+,\u00a0purple\u00a0−",
  flat: "saturated or off",
  accent: "selected",
};

/** @param {...any} more what else a view says under its picture */
export function makeLegend(...more) {
  const keys = Object.entries(KEYS).map(([kind, text]) =>
    html(
      "span",
      { class: "bp-key", "data-key": kind },
      html("i", { "aria-hidden": "true" }),
      html("span", kind === "flat" ? { "data-means": FLAT } : {}, text),
    ),
  );
  const ofDeltas = keys.filter(({ dataset }) => ["slope", "flat"].includes(dataset.key));
  const last = html("span", {}, ...more);
  return {
    element: html("p", { class: "bp-legend" }, ...keys.flatMap((key) => [key, " "]), last),
    /** @param {string} text what the accent means in this view */
    accent: (text) => write(keys.at(-1).lastChild, { text }),
    /** @param {boolean} deltas whether they are shown */
    paint(deltas) {
      for (const key of ofDeltas) write(key, { hidden: !deltas });
    },
  };
}
