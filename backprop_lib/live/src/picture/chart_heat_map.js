// The delta of every neuron and every sample as a map. Zero is the middle of its colours, always.

import { mix } from "../page/colours.js";
import { html, write } from "../page/dom.js";
import { format } from "../core/numbers.js";

const STEPS = 256; // shades on each side of zero
const ROW = 18; // px

/** Where on the colours' way from −1 to 1 a delta lies. The root makes small ones visible. */
export const strength = (delta, limit) => Math.sign(delta) * Math.min(1, Math.sqrt(Math.abs(delta) / limit));

/** From −1 to 1 in 2 · STEPS + 1 shades, as [red, green, blue]. */
function shades(palette) {
  const zero = mix(palette.paper, palette.line, 0.35);
  const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return Array.from({ length: 2 * STEPS + 1 }, (_, n) => {
    const t = n / STEPS - 1;
    return rgb(mix(zero, t < 0 ? palette.delta_negative : palette.delta_positive, Math.abs(t)));
  });
}

/**
 * @param {{neurons: {l, j, name}[], samples: number, limit: number,
 *   choose: (neuron: number, sample: number) => void, on}} options
 */
export function makeHeatMap({ neurons, samples, limit, choose, on }) {
  const rows = neurons.length;
  const canvas = html("canvas", { class: "bp-heat", width: samples, height: rows, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  const image = context.createImageData(samples, rows);
  const [row, column] = ["row", "column"].map((name) => html("div", { class: `bp-heat-${name}`, hidden: "" }));
  const names = [];
  const rules = []; // between the layers
  let above = 0;
  for (let l = neurons.at(-1).l; l >= 1; l--) {
    const many = neurons.filter((neuron) => neuron.l === l).length;
    if (above) rules.push(html("div", { class: "bp-heat-rule", style: `top:${above * ROW}px` }));
    above += many;
    names.push(html("span", { style: `height:${many * ROW}px` }, html("span", {}, `layer ${l}`)));
  }
  const field = html(
    "div",
    {
      class: "bp-heat-field",
      tabindex: 0,
      role: "group",
      style: `height:${rows * ROW}px`,
      "aria-label": "delta heat map: arrow keys choose a neuron and a sample",
    },
    canvas,
    ...rules,
    row,
    column,
  );
  const scale = html(
    "p",
    { class: "bp-small bp-heat-scale", "aria-hidden": "true" },
    html("span", {}, `δ ${format(-limit, 2)}`),
    html("span", { class: "bp-heat-bar" }),
    html("span", {}, `${format(limit, 2)}; its strength grows as √|δ|`),
  );
  const element = html(
    "div",
    {},
    html(
      "div",
      { class: "bp-heat-grid" },
      html("div", { class: "bp-heat-names", "aria-hidden": "true" }, ...names),
      field,
    ),
    html("p", { class: "bp-small" }, `sample 0 to ${samples - 1}; a row a neuron, layer 1 at the bottom`),
    scale,
  );
  const rowOf = (neuron) => rows - 1 - neuron; // the first neuron at the bottom
  let chosen = { neuron: -1, sample: 0 };
  let [table, made] = [[], null];

  on(field, "pointerdown", (event) => {
    const box = field.getBoundingClientRect();
    const within = (part, n) => Math.min(n - 1, Math.max(0, Math.floor(part * n)));
    choose(
      rowOf(within((event.clientY - box.top) / box.height, rows)),
      within((event.clientX - box.left) / box.width, samples),
    );
  });
  on(field, "keydown", (event) => {
    const [up, right] = {
      ArrowUp: [1, 0],
      ArrowDown: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
    }[event.key] ?? [0, 0];
    if (!up && !right) return;
    event.preventDefault();
    event.stopPropagation();
    const neuron = Math.min(rows - 1, Math.max(0, chosen.neuron + up));
    choose(neuron, Math.min(samples - 1, Math.max(0, chosen.sample + right)));
  });

  return {
    element,
    canvas,
    paint(record, palette, selected) {
      chosen = selected;
      if (made !== palette) {
        table = shades(palette);
        made = palette;
        const ends = [-1, -0.5, 0, 0.5, 1].map((t) => `rgb(${table[Math.round((t + 1) * STEPS)].join(" ")})`);
        scale.querySelector(".bp-heat-bar").style.background = `linear-gradient(to right, ${ends.join(", ")})`;
      }
      neurons.forEach(({ l, j }, neuron) => {
        let at = rowOf(neuron) * samples * 4;
        for (const deltas of record.delta[l]) {
          const colour = table[Math.round((strength(deltas[j], limit) + 1) * STEPS)];
          image.data[at] = colour[0];
          image.data[at + 1] = colour[1];
          image.data[at + 2] = colour[2];
          image.data[at + 3] = 255;
          at += 4;
        }
      });
      context.putImageData(image, 0, 0);
      write(row, { hidden: selected.neuron < 0, style: `top:${rowOf(selected.neuron) * ROW}px;height:${ROW}px` });
      write(column, { hidden: false, style: `left:${(100 * selected.sample) / samples}%;width:${100 / samples}%` });
    },
  };
}
