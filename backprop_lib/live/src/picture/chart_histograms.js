// The activations of each layer, all neurons and all samples, as bars on an axis that stays.

import { html, svg, write } from "../page/dom.js";
import { plain } from "../core/numbers.js";
import { flatWord } from "../core/pass.js";
import { flatShare } from "../core/recording.js";

const BINS = 16;
const [WIDTH, HEIGHT, BASE] = [180, 92, 74];

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

/**
 * @param {{sizes: number[], activations: string[], ranges: [number, number][]}} spec
 * @returns {{element, paint(record, selected: {l, j, name}|undefined)}}
 */
export function makeHistograms({ sizes, activations, ranges }) {
  const panels = activations.map((activation, m) => {
    const l = m + 1;
    const bars = Array.from({ length: BINS }, () => svg("path", { class: "bp-hist-bar" }));
    const own = Array.from({ length: BINS }, () => svg("path", { class: "bp-hist-own" }));
    const [low, high] = ranges[m];
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
    const element = html(
      "div",
      {},
      html("strong", { class: "bp-hist-name" }, `layer ${l}, ${activation}`),
      picture,
      words,
    );
    return { l, activation, range: ranges[m], bars, own, picture, words, element, neurons: sizes[l] };
  });
  const step = WIDTH / BINS;
  const bar = (share, n, inset) => {
    const height = share * (BASE - 4);
    const [left, tall, wide] = [n * step + inset, height, step - 2 * inset].map((length) => length.toFixed(1));
    return `M${left} ${BASE}v${(-height).toFixed(1)}h${wide}v${tall}z`;
  };

  return {
    element: html("div", { class: "bp-hists" }, ...panels.map((panel) => panel.element)),
    paint(record, selected) {
      for (const { l, activation, range, bars, own, picture, words, neurons } of panels) {
        const values = record.a[l].flat();
        const counts = binned(values, range);
        counts.forEach((count, n) => write(bars[n], { d: bar(count / values.length, n, 0.8), "data-count": count }));
        const here = selected?.l === l;
        const alone = here
          ? binned(
              record.a[l].map((row) => row[selected.j]),
              range,
            )
          : null;
        own.forEach((path, n) =>
          write(path, {
            d: here ? bar(alone[n] / record.a[l].length, n, 2.6) : "",
            "data-count": here ? alone[n] : null,
          }),
        );
        const flat = flatShare(record, l, activation);
        const stuck = Array.from({ length: neurons }, (_, j) => flatShare(record, l, activation, j)).filter(
          (share) => share === 1,
        ).length;
        const said = Number.isNaN(flat)
          ? ""
          : `${percent(flat)} ${flatWord(activation)}${stuck ? `; ${stuck} of ${neurons} for every sample` : ""}`;
        write(words, { text: said, "data-flat": flat });
        write(picture, {
          "aria-label": `activations of layer ${l} from ${plain(range[0], 2)} to ${plain(range[1], 2)}: ${said}`,
        });
      }
    },
  };
}
