// What the network answers: on the plane around the samples, on a line, or sample by sample.

import { mix } from "../page/colours.js";
import { html, write } from "../page/dom.js";
import { format } from "../core/numbers.js";

const FILLS = ["#99ddff", "#ffaabb", "#bbcc33", "#eedd88", "#dddddd", "#ee8866"]; // as plots/classes.py
const REGION = 0.42;
const WIDEST = 360; // px
const NAMES = ["○", "▲", "■", "◆", "▼", "✚"];

/** What is drawn over and over on one canvas, sharp on every screen. */
function makeCanvas(ratio) {
  const canvas = html("canvas", { class: "bp-answers", role: "img" });
  let [width, height, scale] = [0, 0, 1];
  return {
    canvas, context: canvas.getContext("2d"),
    size(room) {
      const wide = Math.min(room, WIDEST);
      const dense = window.devicePixelRatio || 1;
      if (wide === width && dense === scale) return false;
      [width, height, scale] = [wide, Math.round(wide * ratio), dense];
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      return true;
    },
    at: () => ({ width, height, scale }),
  };
}

/** The path of one class's mark around a point. */
function shape(c, kind, x, y, r) {
  const corners = {
    1: [[0, -1.25], [1.1, 0.75], [-1.1, 0.75]], 2: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
    3: [[0, -1.3], [1.15, 0], [0, 1.3], [-1.15, 0]], 4: [[0, 1.25], [1.1, -0.75], [-1.1, -0.75]],
    5: [[-0.4, -1.2], [0.4, -1.2], [0.4, -0.4], [1.2, -0.4], [1.2, 0.4], [0.4, 0.4], [0.4, 1.2], [-0.4, 1.2], [-0.4, 0.4], [-1.2, 0.4], [-1.2, -0.4], [-0.4, -0.4]],
  }[kind];
  c.beginPath();
  if (!corners) c.arc(x, y, r, 0, 7);
  else corners.forEach(([u, v]) => c.lineTo(x + u * r, y + v * r));
  c.closePath();
}

const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** Where values cross a level, as line segments in units of cells (marching squares). */
function contour(c, values, side, level, u, v) {
  for (let row = 0; row < side - 1; row++) {
    for (let column = 0; column < side - 1; column++) {
      const at = row * side + column;
      const corner = [values[at], values[at + 1], values[at + side + 1], values[at + side]];
      const above = corner.map((value) => value > level);
      if (above.every((one) => one === above[0])) continue;
      const places = [[0, 0], [1, 0], [1, 1], [0, 1]];
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

function makePlane(spec, X, y, choose, signal) {
  const [left, right, bottom, top] = spec.extent;
  const { side, samples } = spec;
  const outputs = spec.sizes.at(-1);
  const ratio = Math.min(1.4, Math.max(0.45, (top - bottom) / (right - left)));
  const main = makeCanvas(ratio);
  const { canvas, context: c } = main;
  const small = html("canvas", { width: side, height: side });
  const inner = small.getContext("2d");
  const image = inner.createImageData(side, side);
  const marks = html("canvas");
  const classes = outputs === 1 ? y.map(([value]) => (value > 0.5 ? 1 : 0)) : y.map((row) => row.indexOf(Math.max(...row)));
  const low = spec.classes ? 0 : Math.min(...y.flat());
  const high = spec.classes ? 1 : Math.max(...y.flat());
  let made = ""; // for which size, palette and sample the marks were drawn
  let shades = [];
  let ground = null;
  const place = ([p, q], { width, height }) => [((p - left) / (right - left)) * width, (1 - (q - bottom) / (top - bottom)) * height];

  canvas.addEventListener("pointerdown", (event) => {
    const box = canvas.getBoundingClientRect();
    const [u, v] = [event.clientX - box.left, event.clientY - box.top];
    let best = [0, Infinity];
    X.forEach((point, s) => {
      const [px, py] = place(point, box);
      const far = Math.hypot(px - u, py - v);
      if (far < best[1]) best = [s, far];
    });
    choose(best[0]);
  }, { signal });

  function colours(palette) {
    if (ground === palette) return;
    ground = palette;
    shades = outputs > 1
      ? FILLS.map((fill) => rgb(mix(palette.paper, fill, REGION)))
      : Array.from({ length: 256 }, (_, n) => rgb(mix(palette.activation_low, palette.activation_high, n / 255)));
  }

  function drawMarks(palette, sample) {
    const { width, height, scale } = main.at();
    const key = `${width} ${scale} ${palette.paper} ${sample}`;
    if (key === made) return;
    made = key;
    marks.width = canvas.width;
    marks.height = canvas.height;
    const m = marks.getContext("2d");
    m.scale(scale, scale);
    const r = samples <= 10 ? 7 : samples <= 120 ? 4.6 : 3.4;
    X.forEach((point, s) => {
      const [u, v] = place(point, { width, height });
      const k = classes[s];
      const two = outputs === 1;
      m.fillStyle = two ? (k ? palette.ink : palette.paper) : FILLS[k];
      m.strokeStyle = two ? (k ? palette.paper : palette.ink) : "#18202c";
      m.lineWidth = 1.2;
      shape(m, k, u, v, r);
      m.fill();
      m.stroke();
    });
    const [u, v] = place(X[sample], { width, height });
    for (const [wide, colour] of [[4.5, palette.paper], [2.4, palette.accent]]) {
      m.lineWidth = wide;
      m.strokeStyle = colour;
      m.beginPath();
      m.arc(u, v, r + 5, 0, 7);
      m.stroke();
    }
  }

  function paint({ picture, palette, sample }) {
    const { width, height, scale } = main.at();
    colours(palette);
    drawMarks(palette, sample);
    const read = new Uint8Array(outputs > 1 ? side * side : 0);
    for (let row = 0; row < side; row++) { // the first row of the picture is the lowest
      for (let column = 0; column < side; column++) {
        const from = row * side + column;
        let colour;
        if (outputs > 1) {
          let best = 0;
          for (let k = 1; k < outputs; k++) if (picture[from * outputs + k] > picture[from * outputs + best]) best = k;
          read[from] = best;
          colour = shades[best];
        } else colour = shades[Math.min(255, Math.max(0, Math.round(((picture[from] - low) / (high - low || 1)) * 255))) || 0];
        const to = ((side - 1 - row) * side + column) * 4;
        image.data[to] = colour[0];
        image.data[to + 1] = colour[1];
        image.data[to + 2] = colour[2];
        image.data[to + 3] = 255;
      }
    }
    inner.putImageData(image, 0, 0);
    c.setTransform(scale, 0, 0, scale, 0, 0);
    c.imageSmoothingEnabled = outputs === 1;
    c.drawImage(small, 0, 0, width, height);
    c.strokeStyle = palette.ink;
    c.lineWidth = 2;
    c.lineJoin = "round";
    c.beginPath();
    const u = (column) => ((column + 0.5) / side) * width;
    const v = (row) => (1 - (row + 0.5) / side) * height;
    if (outputs === 1 && spec.classes) contour(c, picture, side, 0.5, u, v);
    else if (outputs > 1) {
      const margin = new Float32Array(side * side);
      for (let k = 0; k < outputs; k++) {
        for (let n = 0; n < margin.length; n++) {
          let other = -Infinity;
          for (let j = 0; j < outputs; j++) if (j !== k) other = Math.max(other, picture[n * outputs + j]);
          margin[n] = picture[n * outputs + k] - other;
        }
        contour(c, margin, side, 0, u, v);
      }
    }
    c.stroke();
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.drawImage(marks, 0, 0);
  }

  const kinds = outputs === 1 ? 2 : outputs;
  const legend = !spec.classes ? "Ground: the output." : [
    ...Array.from({ length: kinds }, (_, k) => `${k === 0 && kinds === 2 ? "○" : NAMES[k]} class ${k}`),
    outputs === 1 ? "ground: output a, amber is 1; line: a = 0.5" : "ground: the class that is read",
  ].join(" · ");
  return {
    element: html("div", {}, canvas, html("p", { class: "bp-small" }, `${legend}. A click chooses the sample of the network.`)),
    size: main.size, paint,
    describe: (text) => write(canvas, { "aria-label": `Decision boundary over inputs 0 and 1. ${text}` }),
  };
}

function makeCurve(spec, X, y) {
  const [left, right, bottom, top] = spec.extent;
  const main = makeCanvas(0.72);
  const { canvas, context: c } = main;
  return {
    element: html("div", {}, canvas, html("p", { class: "bp-small" }, "○ samples; line: what the network answers from left to right.")),
    size: main.size,
    paint({ picture, palette, sample }) {
      const { width, height, scale } = main.at();
      const u = (value) => ((value - left) / (right - left)) * width;
      const v = (value) => (1 - (value - bottom) / (top - bottom)) * height;
      c.setTransform(scale, 0, 0, scale, 0, 0);
      c.clearRect(0, 0, width, height);
      c.lineWidth = 1;
      c.strokeStyle = palette.line;
      c.strokeRect(0.5, 0.5, width - 1, height - 1);
      c.lineWidth = 1.4;
      c.strokeStyle = palette.muted;
      X.forEach(([value], s) => {
        c.beginPath();
        c.arc(u(value), v(y[s][0]), 3.6, 0, 7);
        c.stroke();
      });
      c.strokeStyle = palette.accent;
      c.lineWidth = 3;
      c.beginPath();
      picture.forEach((value, n) => c.lineTo((n / (picture.length - 1)) * width, Math.max(-9, Math.min(height + 9, v(value)))));
      c.stroke();
      c.strokeStyle = palette.ink;
      c.beginPath();
      c.arc(u(X[sample][0]), v(y[sample][0]), 7, 0, 7);
      c.stroke();
    },
    describe: (text) => write(canvas, { "aria-label": `The network's curve through the samples. ${text}` }),
  };
}

function makeSamples(spec, X, y, choose, signal) {
  const outputs = spec.sizes.at(-1);
  const best = (row) => row.indexOf(Math.max(...row));
  let drawn = null;
  const items = X.map((x, s) => {
    const canvas = spec.image_shape
      ? html("canvas", { width: spec.image_shape[1], height: spec.image_shape[0], class: "bp-digit", "aria-hidden": "true" })
      : "";
    const text = html("span", { class: "bp-answer-text" });
    const bar = html("span", { class: "bp-answer-bar" });
    const element = html("button", { type: "button", class: "bp-answer" }, canvas, text,
      spec.classes ? html("span", { class: "bp-answer-rail" }, bar) : "");
    element.addEventListener("click", () => choose(s), { signal });
    return { x, s, canvas, text, bar, element };
  });
  function pixels(palette) {
    if (drawn === palette || !spec.image_shape) return;
    drawn = palette;
    const [paper, ink] = [rgb(palette.paper), rgb(palette.ink)];
    for (const { canvas, x } of items) {
      const image = new ImageData(canvas.width, canvas.height);
      x.forEach((value, n) => {
        paper.forEach((from, k) => { image.data[4 * n + k] = from + Math.min(1, value) * (ink[k] - from); });
        image.data[4 * n + 3] = 255;
      });
      canvas.getContext("2d").putImageData(image, 0, 0);
    }
  }
  return {
    element: html("div", {}, html("div", { class: "bp-samples" }, ...items.map(({ element }) => element)),
      html("p", { class: "bp-small" }, spec.classes
        ? "Read as, ✓ right or ✗ wrong, and how sure. Choose one to see it in the network."
        : "What the network answers, and y. Choose one to see it in the network.")),
    size: () => false,
    paint({ picture, palette, sample }) {
      pixels(palette);
      for (const { s, text, bar, element } of items) {
        const row = Array.from(picture.subarray(s * outputs, (s + 1) * outputs));
        if (spec.classes) {
          const one = outputs === 1;
          const [read, true_] = one ? [row[0] > 0.5 ? 1 : 0, y[s][0] > 0.5 ? 1 : 0] : [best(row), best(y[s])];
          const sure = one ? Math.max(row[0], 1 - row[0]) : row[read];
          write(text, { text: `${read} ${read === true_ ? "✓" : "✗"} ${Math.round(100 * sure)} %` });
          write(bar, { style: `width:${(100 * sure).toFixed(0)}%` });
          write(element, { "data-wrong": read !== true_ });
        } else write(text, { text: `${row.map((value) => format(value, 2)).join(", ")} (y ${y[s].map((value) => format(value, 2)).join(", ")})` });
        write(element, { "aria-pressed": String(s === sample) });
      }
    },
    describe() {},
  };
}

/** @returns {{element, size(width), paint({picture, palette, sample}), describe(text)}} */
export function makeAnswers({ spec, X, y, choose, signal }) {
  if (spec.kind === "plane") return makePlane(spec, X, y, choose, signal);
  if (spec.kind === "line") return makeCurve(spec, X, y);
  return makeSamples(spec, X, y, choose, signal);
}
