// Where one layer's z lie, and which of them the activation answers with a flat slope.

import { svg, write } from "../page/dom.js";
import { brief } from "../core/numbers.js";

const [HEIGHT, TOP] = [165, 12];
const BASE = HEIGHT - 34;

/** @returns {{element, place(width), paint(layer: {reach, counts, flat, name, said})}} */
export function makeZHistogram() {
  const bars = svg("g", { class: "bp-depth-z" });
  const ends = ["start", "middle", "end"].map((anchor) =>
    svg("text", { class: "bp-chart-tick", y: BASE + 14, style: `text-anchor:${anchor}` }),
  );
  const name = svg("text", { class: "bp-chart-axis", y: HEIGHT - 4, style: "text-anchor:middle" });
  const frame = svg("path", { class: "bp-chart-frame" });
  const element = svg("svg", { class: "bp-chart", role: "img" }, bars, frame, ...ends, name);
  let width = 480;
  let last = null;

  const all = {
    element,
    place(now) {
      width = now;
      write(element, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
      write(frame, { d: `M0 ${BASE}H${width}` });
      ends.forEach((end, n) => write(end, { x: [2, width / 2, width - 2][n] }));
      write(name, { x: width / 2 });
      if (last) all.paint(last);
    },
    paint(layer) {
      last = layer;
      const { reach, counts, flat, said, name: text } = layer;
      while (bars.childElementCount < counts.length) bars.append(svg("path", {}));
      const step = width / counts.length;
      const most = Math.max(...counts);
      counts.forEach((count, n) => {
        const height = (count / most) * (BASE - TOP);
        const [left, tall, wide] = [n * step + 0.7, height, step - 1.4].map((length) => length.toFixed(1));
        write(bars.children[n], {
          d: `M${left} ${BASE}v${(-height).toFixed(1)}h${wide}v${tall}z`,
          "data-count": count,
          "data-flat": flat[n] ? "" : null,
        });
      });
      ends.forEach((end, n) => write(end, { text: brief((n - 1) * reach) }));
      write(name, { text });
      write(element, { "aria-label": said });
    },
  };
  return all;
}
