// The activations of each layer, all neurons and all samples, as bars on an axis that stays.

import { html, svg, write } from "../page/dom.js";
import { plain } from "../core/numbers.js";
import { flatWord } from "../core/pass.js";
import { flatShare } from "../core/recording.js";

const BINS = 16;
const [WIDTH, HEIGHT, BASE] = [180, 68, 52];

/** A share in per cent, which says 0 and 100 only where that is exact. */
function percent(share) {
  if (share > 0 && share < 0.01) return "under 1 %";
  return share < 1 && share > 0.99 ? "over 99 %" : `${Math.round(100 * share)} %`;
}

/** How many of the values lie in each of the bins; what lies outside counts in the outermost. */
export function binned(values, [low, high]) {
  const counts = new Array(BINS).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value - low) / (high - low)) * BINS);
    counts[Math.min(BINS - 1, Math.max(0, bin))]++;
  }
  return counts;
}

/** A layer's axis, bars and words; `own` are the bars of the neuron that is selected. */
function makeLayer(l, activation, range, neurons) {
  const [low, high] = range;
  const bars = Array.from({ length: BINS }, () => svg("path", { class: "bp-hist-bar" }));
  const own = Array.from({ length: BINS }, () => svg("path", { class: "bp-hist-own" }));
  const text = (x, anchor, words) => svg("text", { x, y: HEIGHT - 4, style: `text-anchor:${anchor}` }, words);
  const picture = svg(
    "svg",
    { class: "bp-hist", viewBox: `0 -10 ${WIDTH} ${HEIGHT + 10}`, role: "img" },
    svg("path", { class: "bp-chart-frame", d: `M0 ${BASE}H${WIDTH}` }),
    ...bars,
    ...own,
    svg("path", { class: "bp-chart-grid", d: `M0 4H${WIDTH}` }),
    svg("text", { x: WIDTH, y: 0, style: "text-anchor:end" }, "100 %"),
    text(2, "start", plain(low, low % 1 ? 2 : 0)),
    text(WIDTH - 2, "end", plain(high, high % 1 ? 2 : 0)),
  );
  const words = html("p", { class: "bp-small" });
  const name = html("strong", { class: "bp-hist-name" }, `layer ${l}, ${activation}`);
  return { l, activation, range, bars, own, picture, words, neurons, element: html("div", {}, name, picture, words) };
}

/** Bars for the shares of the values that lie in each bin; without values none. */
function drawBars(bars, values, range, inset) {
  const step = WIDTH / BINS;
  const counts = values && binned(values, range);
  bars.forEach((bar, n) => {
    if (!counts) return write(bar, { d: "", "data-count": null });
    const height = (counts[n] / values.length) * (BASE - 4);
    const [left, tall, wide] = [n * step + inset, height, step - 2 * inset].map((length) => length.toFixed(1));
    write(bar, { d: `M${left} ${BASE}v${(-height).toFixed(1)}h${wide}v${tall}z`, "data-count": counts[n] });
  });
}

/** How many of a layer's activations are flat, in words, and their share. */
function flatSaid(record, { l, activation, neurons }) {
  const flat = flatShare(record, l, activation);
  if (Number.isNaN(flat)) return { flat, said: "" };
  const shares = Array.from({ length: neurons }, (_, j) => flatShare(record, l, activation, j));
  const stuck = shares.filter((share) => share === 1).length;
  const always = stuck ? `; ${stuck} of ${neurons} for every sample` : "";
  return { flat, said: `${percent(flat)} ${flatWord(activation)}${always}` };
}

/**
 * @param {{sizes: number[], activations: string[], ranges: [number, number][]}} spec
 * @returns {{element, paint(record, selected: {l, j, name}|undefined)}}
 */
export function makeHistograms({ sizes, activations, ranges }) {
  const layers = activations.map((activation, m) => makeLayer(m + 1, activation, ranges[m], sizes[m + 1]));
  return {
    element: html("div", { class: "bp-hists" }, ...layers.map(({ element }) => element)),
    paint(record, selected) {
      for (const layer of layers) {
        const { l, range, bars, own, picture, words } = layer;
        drawBars(bars, record.a[l].flat(), range, 0.8);
        drawBars(own, selected?.l === l ? record.a[l].map((row) => row[selected.j]) : null, range, 2.6);
        const { flat, said } = flatSaid(record, layer);
        write(words, { text: said, "data-flat": flat });
        write(picture, {
          "aria-label": `activations of layer ${l} from ${plain(range[0], 2)} to ${plain(range[1], 2)}: ${said}`,
        });
      }
    },
  };
}
