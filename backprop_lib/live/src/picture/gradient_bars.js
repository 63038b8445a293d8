// The size of the gradient in each layer, as bars on a logarithmic scale.

import { html, write } from "../page/dom.js";
import { power, scientific } from "../core/numbers.js";

const [LOW, HIGH] = [-8, 2]; // powers of ten
const TICKS = [-8, -6, -4, -2, 0, 2];

export function makeNormBars(layers) {
  const rows = Array.from({ length: layers }, (_, m) => {
    const bar = html("span", { class: "bp-norm-bar" });
    const value = html("span", { class: "bp-norm-value" });
    return {
      bar,
      value,
      element: html("li", {}, html("span", {}, `layer ${m + 1}`), html("span", { class: "bp-norm-rail" }, bar), value),
    };
  });
  const scale = html(
    "div",
    { class: "bp-norm-scale", "aria-hidden": "true" },
    ...TICKS.map((exponent) =>
      html("span", { style: `left:${(100 * (exponent - LOW)) / (HIGH - LOW)}%` }, power(exponent)),
    ),
  );
  return {
    element: html("div", {}, html("ul", { class: "bp-norms" }, ...rows.map(({ element }) => element)), scale),
    paint(norms) {
      rows.forEach(({ bar, value }, m) => {
        const part = Math.min(1, Math.max(0, (Math.log10(norms[m]) - LOW) / (HIGH - LOW))) || 0;
        write(bar, { style: `transform:scaleX(${part.toFixed(3)})` });
        write(value, { text: scientific(norms[m], 1), "data-norm": norms[m] });
      });
    },
  };
}
