// What the network answers all over the plane: its colours, the lines where what is read changes, and
// the same in words.

import { mix, rgb } from "../page/colours.js";
import { format } from "../core/numbers.js";
import { html } from "../page/dom.js";
import { FILLS } from "./sample_marks.js";

const REGION = 0.42;

/** The class that is read at a point: the largest of its answers. */
function readAt(picture, from, outputs) {
  let best = 0;
  for (let k = 1; k < outputs; k++) if (picture[from + k] > picture[from + best]) best = k;
  return best;
}

/** The colours of the ground, a point of the picture a pixel, enlarged where it is drawn. */
export function makeGround({ side, outputs, low, high }) {
  const small = html("canvas", { width: side, height: side });
  const context = small.getContext("2d");
  const image = context.createImageData(side, side);
  let worn = null;
  let shades = [];
  function wear(palette) {
    if (worn === palette) return;
    worn = palette;
    const shade = (n) => rgb(mix(palette.activation_low, palette.activation_high, n / 255));
    shades =
      outputs > 1
        ? FILLS.map((fill) => rgb(mix(palette.paper, fill, REGION)))
        : Array.from({ length: 256 }, (_, n) => shade(n));
  }
  function colourAt(picture, at) {
    if (outputs > 1) return shades[readAt(picture, at * outputs, outputs)];
    const share = Math.round(((picture[at] - low) / (high - low || 1)) * 255);
    return shades[Math.min(255, Math.max(0, share)) || 0];
  }
  return (c, picture, palette, { width, height, scale }) => {
    wear(palette);
    for (let row = 0; row < side; row++) {
      // the first row of the picture is the lowest
      for (let column = 0; column < side; column++) {
        const [red, green, blue] = colourAt(picture, row * side + column);
        const to = ((side - 1 - row) * side + column) * 4;
        image.data[to] = red;
        image.data[to + 1] = green;
        image.data[to + 2] = blue;
        image.data[to + 3] = 255;
      }
    }
    context.putImageData(image, 0, 0);
    c.setTransform(scale, 0, 0, scale, 0, 0);
    c.imageSmoothingEnabled = outputs === 1;
    c.drawImage(small, 0, 0, width, height);
  };
}

/** Where values cross a level, as line segments in units of cells (marching squares). */
function contour(c, values, side, level, u, v) {
  for (let row = 0; row < side - 1; row++) {
    for (let column = 0; column < side - 1; column++) {
      const at = row * side + column;
      const corner = [values[at], values[at + 1], values[at + side + 1], values[at + side]];
      const above = corner.map((value) => value > level);
      if (above.every((one) => one === above[0])) continue;
      const places = [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ];
      const crossed = [];
      for (let k = 0; k < 4; k++) {
        const next = (k + 1) % 4;
        if (above[k] === above[next]) continue;
        const t = (level - corner[k]) / (corner[next] - corner[k]);
        crossed.push([
          column + places[k][0] + t * (places[next][0] - places[k][0]),
          row + places[k][1] + t * (places[next][1] - places[k][1]),
        ]);
      }
      for (let k = 0; k + 1 < crossed.length; k += 2) {
        c.moveTo(u(crossed[k][0]), v(crossed[k][1]));
        c.lineTo(u(crossed[k + 1][0]), v(crossed[k + 1][1]));
      }
    }
  }
}

/** How much class k's answer is above the best of the others, point by point. */
function marginOf(picture, k, outputs, count) {
  return Float32Array.from({ length: count }, (_, n) => {
    let other = -Infinity;
    for (let j = 0; j < outputs; j++) if (j !== k) other = Math.max(other, picture[n * outputs + j]);
    return picture[n * outputs + k] - other;
  });
}

/** Lines where what is read changes. */
export function drawBoundary(c, picture, palette, { spec, outputs, width, height }) {
  const { side } = spec;
  const u = (column) => ((column + 0.5) / side) * width;
  const v = (row) => (1 - (row + 0.5) / side) * height;
  c.strokeStyle = palette.ink;
  c.lineWidth = 2;
  c.lineJoin = "round";
  c.beginPath();
  if (outputs === 1 && spec.classes) contour(c, picture, side, 0.5, u, v);
  for (let k = 0; outputs > 1 && k < outputs; k++) {
    contour(c, marginOf(picture, k, outputs, side * side), side, 0, u, v);
  }
  c.stroke();
}

/**
 * The ground in words: how much of it each class has, and where what is read changes on three lines
 * from left to right.
 */
export function groundSaid(picture, { side, extent, classes }, outputs) {
  const [left, right, bottom, top] = extent;
  const at = (row, column) => (row * side + column) * outputs;
  if (!classes) return `It answers from ${format(Math.min(...picture))} to ${format(Math.max(...picture))}.`;
  const read = (row, column) =>
    outputs > 1 ? readAt(picture, at(row, column), outputs) : Number(picture[at(row, column)] > 0.5);
  const rows = Array.from({ length: side }, (_, row) =>
    Array.from({ length: side }, (__, column) => read(row, column)),
  );
  const kinds = Array.from({ length: Math.max(2, outputs) }, (_, kind) => kind);
  const share = (kind) => Math.round((100 * rows.flat().filter((one) => one === kind).length) / side ** 2);
  const line = (row) => {
    const found = rows[row];
    const changes = found.flatMap((kind, n) =>
      n && kind !== found[n - 1] ? [[kind, left + (n / side) * (right - left)]] : [],
    );
    const height = bottom + ((row + 0.5) / side) * (top - bottom);
    const rest = changes.map(([kind, x]) => `, from ${format(x, 2)} class ${kind}`).join("");
    return `at input 1 = ${format(height, 2)} class ${found[0]}${rest}`;
  };
  const lines = [0.25, 0.5, 0.75].map((part) => line(Math.floor(part * side)));
  return (
    `${kinds.map((kind) => `Class ${kind} on ${share(kind)} % of the plane`).join(", ")}. ` +
    `Along input 0, from left to right: ${lines.join("; ")}.`
  );
}
