// What the network answers on the plane around its samples: ground, boundary, the samples' marks.

import { mix } from "../page/colours.js";
import { format } from "../core/numbers.js";
import { html } from "../page/dom.js";
import { makeCanvas, makeSpeaking, rgb } from "./answer_canvas.js";
import { makeOwnPoints } from "./own_points.js";

const FILLS = ["#99ddff", "#ffaabb", "#bbcc33", "#eedd88", "#dddddd", "#ee8866"]; // as plots/classes.py
const REGION = 0.42;
const NAMES = ["○", "▲", "■", "◆", "▼", "✚"];

/** The path of one class's mark around a point. */
function shape(c, kind, x, y, r) {
  const corners = {
    1: [
      [0, -1.25],
      [1.1, 0.75],
      [-1.1, 0.75],
    ],
    2: [
      [-0.9, -0.9],
      [0.9, -0.9],
      [0.9, 0.9],
      [-0.9, 0.9],
    ],
    3: [
      [0, -1.3],
      [1.15, 0],
      [0, 1.3],
      [-1.15, 0],
    ],
    4: [
      [0, 1.25],
      [1.1, -0.75],
      [-1.1, -0.75],
    ],
    5: [
      [-0.4, -1.2],
      [0.4, -1.2],
      [0.4, -0.4],
      [1.2, -0.4],
      [1.2, 0.4],
      [0.4, 0.4],
      [0.4, 1.2],
      [-0.4, 1.2],
      [-0.4, 0.4],
      [-1.2, 0.4],
      [-1.2, -0.4],
      [-0.4, -0.4],
    ],
  }[kind];
  c.beginPath();
  if (!corners) c.arc(x, y, r, 0, 7);
  else corners.forEach(([u, v]) => c.lineTo(x + u * r, y + v * r));
  c.closePath();
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

/** The class that is read at a point: the largest of its answers. */
function readAt(picture, from, outputs) {
  let best = 0;
  for (let k = 1; k < outputs; k++) if (picture[from + k] > picture[from + best]) best = k;
  return best;
}

/** The colours of the ground, a point of the picture a pixel, enlarged where it is drawn. */
function makeGround({ side, outputs, low, high }) {
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

/** The samples' marks, drawn anew only for another size, palette or sample. */
function makeSampleMarks({ outputs, place }) {
  const marks = html("canvas");
  let made = "";
  let last = null;
  return (canvas, palette, points, sample, { width, height, scale }) => {
    const key = `${width} ${scale} ${palette.paper} ${sample}`;
    if (key === made && last === points) return marks;
    [made, last] = [key, points];
    marks.width = canvas.width;
    marks.height = canvas.height;
    const m = marks.getContext("2d");
    m.scale(scale, scale);
    const r = points.length <= 10 ? 7 : points.length <= 120 ? 4.6 : 3.4;
    for (const { x, kind: k } of points) {
      const [u, v] = place(x, { width, height });
      const two = outputs === 1;
      m.fillStyle = two ? (k ? palette.ink : palette.paper) : FILLS[k];
      m.strokeStyle = two ? (k ? palette.paper : palette.ink) : "#18202c";
      m.lineWidth = 1.2;
      shape(m, k, u, v, r);
      m.fill();
      m.stroke();
    }
    if (!points.length) return marks;
    const [u, v] = place(points[sample].x, { width, height });
    for (const [wide, colour] of [
      [4.5, palette.paper],
      [2.4, palette.accent],
    ]) {
      m.lineWidth = wide;
      m.strokeStyle = colour;
      m.beginPath();
      m.arc(u, v, r + 5, 0, 7);
      m.stroke();
    }
    return marks;
  };
}

const namesOf = (outputs) => Array.from({ length: Math.max(2, outputs) }, (_, k) => `${NAMES[k]} class ${k}`);

function legendOf(spec, outputs) {
  if (!spec.classes) return "Ground: the output.";
  const ground = outputs === 1 ? "ground: output a, amber is 1; line: a = 0.5" : "ground: the class that is read";
  return [...namesOf(outputs), ground].join(" · ");
}

/** Lines where what is read changes. */
function drawBoundary(c, picture, palette, { spec, outputs, width, height }) {
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

/** A sample as the map has it: where it is, and of which class. */
function pointsOf(X, y) {
  const kind = (row) => (row.length === 1 ? Number(row[0] > 0.5) : row.indexOf(Math.max(...row)));
  return X.map((x, s) => ({ x, kind: kind(y[s]) }));
}

/**
 * @param {any} spec
 * @param {number[][]} X
 * @param {number[][]} y
 * @param {{choose: (s: number) => void, on, hands: {send, canMove, signal: AbortSignal, ask}}} options
 */
export function makePlane(spec, X, y, { choose, on, hands }) {
  const [left, right, bottom, top] = spec.extent;
  const outputs = spec.sizes.at(-1);
  const main = makeCanvas(Math.min(1.4, Math.max(0.45, (top - bottom) / (right - left))));
  const { canvas, context: c } = main;
  const low = spec.classes ? 0 : Math.min(...y.flat());
  const high = spec.classes ? 1 : Math.max(...y.flat());
  const place = ([p, q], { width, height }) => [
    ((p - left) / (right - left)) * width,
    (1 - (q - bottom) / (top - bottom)) * height,
  ];
  const paintGround = makeGround({ side: spec.side, outputs, low, high });
  const marksFor = makeSampleMarks({ outputs, place });
  let points = pointsOf(X, y);
  let own = null; // the one that a hand has chosen, until who trains knows of it
  let known = X.length; // points of who trains
  let missed = null; // data that came while a hand was ahead of them
  const drawing = spec.classes
    ? makeOwnPoints({
        ...{ canvas, spec, points, names: namesOf(outputs), place, at: main.at, on, ...hands },
        changed(now, chosen) {
          const isKnown = now === points && chosen < known;
          [points, own] = [now, isKnown ? null : chosen];
          if (isKnown) choose(chosen);
          hands.ask();
        },
      })
    : null;

  on(canvas, "pointerdown", (event) => {
    if (drawing?.draws()) return;
    const box = canvas.getBoundingClientRect();
    const [u, v] = [event.clientX - box.left, event.clientY - box.top];
    const far = points.map(({ x }) => {
      const [px, py] = place(x, box);
      return Math.hypot(px - u, py - v);
    });
    choose(far.indexOf(Math.min(...far)));
  });

  const name = "Decision boundary over inputs 0 and 1";
  const speaking = makeSpeaking(canvas, { name, samples: X.length, choose, on });
  let ground = null;
  const legend = `${legendOf(spec, outputs)}. A click or arrow keys choose the sample of the network.`;
  const words = html("div", {}, html("p", { class: "bp-small" }, legend), drawing?.element ?? "");
  /** Other data, unless a hand is ahead of them. */
  function take(data) {
    const isTaken = !drawing || drawing.take(data.points, data.count);
    missed = isTaken ? null : data;
    if (!isTaken) return;
    points = data.points;
    known = points.length;
    speaking.many(known);
    if (own !== null) choose(Math.min(own, known - 1));
    own = null;
  }
  return {
    element: html("div", {}, canvas, words, speaking.words),
    size: main.size,
    paint({ picture, palette, sample }) {
      const at = main.at();
      if (missed) take(missed);
      if (own === null) drawing?.stand(sample);
      const shown = Math.min(own ?? sample, points.length - 1);
      ground = picture;
      drawing?.paint();
      if (points.length) {
        const { x, kind } = points[shown];
        speaking.chosen(shown, `sample ${shown} at ${x.map((value) => format(value, 2)).join(", ")}, class ${kind}`);
      }
      const marks = marksFor(canvas, palette, points, shown, at);
      paintGround(c, picture, palette, at);
      drawBoundary(c, picture, palette, { spec, outputs, ...at });
      c.setTransform(1, 0, 0, 1, 0, 0);
      c.drawImage(marks, 0, 0);
    },
    describe: (text) => speaking.describe(`${ground ? groundSaid(ground, spec, outputs) : ""}${text}`),
    /** Other data; `count` of the points that were drawn here last and are known to who trains. */
    data: (newX, newY, count) => take({ points: pointsOf(newX, newY), count }),
  };
}
