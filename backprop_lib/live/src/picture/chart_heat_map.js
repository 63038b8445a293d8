// The delta of every neuron and every sample as a map. Zero is the middle of its colours, always.

import { mix, rgb } from "../page/colours.js";
import { html, pointedAt, write } from "../page/dom.js";
import { format } from "../core/numbers.js";

const STEPS = 256; // shades on each side of zero

/** Where on the colours' way from −1 to 1 a delta lies. The root makes small ones visible. */
export const strength = (delta, limit) => Math.sign(delta) * Math.min(1, Math.sqrt(Math.abs(delta) / limit));

/** From −1 to 1 in 2 · STEPS + 1 shades, as [red, green, blue]. */
function shades(palette) {
  const zero = mix(palette.paper, palette.line, 0.35);
  return Array.from({ length: 2 * STEPS + 1 }, (_, n) => {
    const t = n / STEPS - 1;
    return rgb(mix(zero, t < 0 ? palette.delta_negative : palette.delta_positive, Math.abs(t)));
  });
}

const percent = (part, whole) => `${(100 * part) / whole}%`;

/** The layers' names beside the rows, and rules between them. */
function makeNames(neurons) {
  const names = [];
  const rules = [];
  let above = 0;
  for (let l = 1; l <= neurons.at(-1).l; l++) {
    const many = neurons.filter((neuron) => neuron.l === l).length;
    if (above) rules.push(html("div", { class: "bp-heat-rule", style: `top:${percent(above, neurons.length)}` }));
    above += many;
    const style = `height:${percent(many, neurons.length)}`;
    names.push(html("span", { style }, html("span", {}, `layer ${l}`)));
  }
  return { rules, element: html("div", { class: "bp-heat-names", "aria-hidden": "true" }, ...names) };
}

/** What the colours mean. */
function makeColourScale(limit) {
  const bar = html("span", { class: "bp-heat-bar" });
  const element = html(
    "p",
    { class: "bp-small bp-heat-scale", "aria-hidden": "true" },
    html("span", {}, `δ ${format(-limit, 2)}`, bar, format(limit, 2)),
    html("span", {}, "colour grows as √|δ|"),
  );
  return {
    element,
    /** @param table the shades */
    paint(table) {
      const ends = [-1, -0.5, 0, 0.5, 1].map((t) => `rgb(${table[Math.round((t + 1) * STEPS)].join(" ")})`);
      bar.style.background = `linear-gradient(to right, ${ends.join(", ")})`;
    },
  };
}

/**
 * A pixel a delta: a row a neuron, in the graph's order from the top, a column a sample.
 * @param {{neurons: {l, j}[], samples: number, limit: number}} options
 */
function makePixels({ neurons, samples, limit }) {
  const rows = neurons.length;
  const canvas = html("canvas", { class: "bp-heat", width: samples, height: rows, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  const image = context.createImageData(samples, rows);
  return {
    canvas,
    paint({ delta }, table) {
      neurons.forEach(({ l, j }, neuron) => {
        let at = neuron * samples * 4;
        for (const deltas of delta[l]) {
          const colour = table[Math.round((strength(deltas[j], limit) + 1) * STEPS)];
          image.data[at] = colour[0];
          image.data[at + 1] = colour[1];
          image.data[at + 2] = colour[2];
          image.data[at + 3] = 255;
          at += 4;
        }
      });
      context.putImageData(image, 0, 0);
    },
  };
}

const KEYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }; // neuron, sample
const within = (n, count) => Math.min(count - 1, Math.max(0, n));

/** A pointer or arrow keys choose a neuron and a sample; `chosen()` is the one of now. */
function connectField(field, { rows, samples, chosen, choose, on }) {
  on(field, "pointerdown", (event) => {
    const [u, v] = pointedAt(event, field);
    choose(within(Math.floor(v * rows), rows), within(Math.floor(u * samples), samples));
  });
  on(field, "keydown", (event) => {
    const way = KEYS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const { neuron, sample } = chosen();
    choose(within(neuron + way[0], rows), within(sample + way[1], samples));
  });
}

/**
 * @param {{neurons: {l, j, name}[], samples: number, limit: number,
 *   choose: (neuron: number, sample: number) => void, on}} options
 */
export function makeHeatMap({ neurons, samples, limit, choose, on }) {
  const rows = neurons.length;
  const names = makeNames(neurons);
  const pixels = makePixels({ neurons, samples, limit });
  const scale = makeColourScale(limit);
  const [row, column] = ["row", "column"].map((name) => html("div", { class: `bp-heat-${name}`, hidden: "" }));
  const attributes = {
    class: "bp-heat-field",
    tabindex: 0,
    ...{ role: "slider", "aria-roledescription": "map", "aria-valuemin": 0, "aria-valuemax": samples - 1 },
    "aria-label": "delta heat map: arrow keys choose a neuron and a sample",
  };
  const field = html("div", attributes, pixels.canvas, ...names.rules, row, column);
  const element = html(
    "div",
    {},
    html("div", { class: "bp-heat-grid", style: `--bp-rows:${rows}` }, names.element, field),
    html("p", { class: "bp-small" }, `sample 0 to ${samples - 1}; a row a neuron, from the top as in the graph`),
    scale.element,
  );
  let chosen = { neuron: -1, sample: 0 };
  let [table, made] = [[], null]; // the shades, and the palette that they are of
  const take = (neuron, sample) => {
    chosen = { neuron, sample }; // the next key may come before the next frame
    choose(neuron, sample);
  };
  connectField(field, { rows, samples, chosen: () => chosen, choose: take, on });

  return {
    element,
    canvas: pixels.canvas,
    /** `says`: in words, too; not while it plays */
    paint(record, palette, selected, says = true) {
      chosen = selected;
      if (made !== palette) {
        table = shades(palette);
        made = palette;
        scale.paint(table);
      }
      pixels.paint(record, table);
      const { neuron, sample } = selected;
      write(row, { hidden: neuron < 0, style: `top:${percent(neuron, rows)};height:${percent(1, rows)}` });
      const value = neuron < 0 ? "no neuron" : neurons[neuron].name;
      const delta = neuron < 0 ? "" : `, delta ${format(record.delta[neurons[neuron].l][sample][neurons[neuron].j])}`;
      if (says) write(field, { "aria-valuenow": sample, "aria-valuetext": `${value}, sample ${sample}${delta}` });
      write(column, { hidden: false, style: `left:${percent(sample, samples)};width:${percent(1, samples)}` });
    },
  };
}
