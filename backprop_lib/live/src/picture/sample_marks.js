// Samples on the plane: each class has a mark and, where there are more than two, a colour.

import { html } from "../page/dom.js";

export const FILLS = ["#99ddff", "#ffaabb", "#bbcc33", "#eedd88", "#dddddd", "#ee8866"]; // as plots/classes.py
const NAMES = ["○", "▲", "■", "◆", "▼", "✚"];

export const namesOf = (outputs) => Array.from({ length: Math.max(2, outputs) }, (_, k) => `${NAMES[k]} class ${k}`);

/** A sample as the map has it: where it is, and of which class. */
export function pointsOf(X, y) {
  const kind = (row) => (row.length === 1 ? Number(row[0] > 0.5) : row.indexOf(Math.max(...row)));
  return X.map((x, s) => ({ x, kind: kind(y[s]) }));
}

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

/** The samples' marks, drawn anew only for another size, palette or sample. */
export function makeSampleMarks({ outputs, place }) {
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
