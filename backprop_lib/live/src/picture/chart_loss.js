// The losses of a run while it goes on, and of those pinned before it, on a canvas.
// A point stands for many steps: the band is from their lowest to their highest loss.

import { write } from "../page/dom.js";
import { brief, format, power } from "../core/numbers.js";
import { makeCanvas } from "./sharp_canvas.js";

const HEIGHT = 200; // px, where nothing else is asked for
const MARGIN = { left: 50, right: 20, top: 10, bottom: 38 };
const LEAVES = { linear: 30, log: 1e4 }; // a run that diverges is followed to so many times its first loss
/** @type {[string, number[]][]} colours and dashes of pinned runs */
const LOOKS = [
  ["accent", [7, 3]],
  ["muted", [2, 2.5]],
  ["positive", [9, 3, 2, 3]],
  ["delta_positive", [4, 2]],
  ["delta_negative", [12, 4]],
];
const LINE = 15; // px between the names of runs

/** From 0 to at least `highest`, three to six round numbers; `most` of them after 0, at least three. */
function ticks(highest, most = 5) {
  const power = 10 ** Math.floor(Math.log10(highest / 3));
  const step = [1, 2, 2.5, 5, 10].map((k) => k * power).find((size) => highest / size <= most);
  return Array.from({ length: Math.ceil(highest / step - 1e-9) + 1 }, (_, k) => k * step);
}

const tidy = (value) => String(Number(value.toPrecision(6)));
const steps = (value) =>
  value >= 1e6 ? `${tidy(value / 1e6)} M` : value >= 1e4 ? `${tidy(value / 1e3)} k` : tidy(value);

/** Where the middle of point k is, in steps taken: a loss is measured before its step's update. */
const middle = (run, k) => (k + 0.5) * run.width - 0.5;

/** A run of which only its reach is known, as points that reach as far. */
const asRun = ({ first, low, high, steps }) => ({ low: [low, low], high: [first, high], steps });

/** What all runs reach: the lowest loss, the highest that is shown, and the last step. */
function reach(runs, log) {
  const first = Math.max(...runs.map((run) => run.high[0] ?? 0), 1e-12);
  const top = first * (log ? LEAVES.log : LEAVES.linear);
  let [low, high, end] = [Infinity, 0, 10];
  for (const run of runs) {
    end = Math.max(end, run.steps - 1);
    for (let k = 0; k < run.low.length; k++) {
      if (run.low[k] > 0) low = Math.min(low, run.low[k]);
      high = Math.max(high, Math.min(run.high[k], top));
    }
  }
  return { low, high: high > 0 ? high : 1, end };
}

/** The axes that hold all runs: round numbers, and where on its axis a loss is (0 to 1). */
function makeAxes(runs, log, most) {
  const { low, high, end } = reach(runs, log);
  const x = ticks(end, most);
  if (!log) {
    const y = ticks(high);
    return { x, y, end, top: y.at(-1), map: (v) => v / y.at(-1), text: tidy };
  }
  const to = Math.ceil(Math.log10(high) - 1e-9);
  const from = Math.min(Math.floor(Math.log10(Math.max(Math.min(low, high), 1e-16))), to - 1);
  const every = Math.ceil((to - from) / 5);
  const y = [];
  for (let exponent = from; exponent <= to; exponent += every) y.push(10 ** exponent);
  return {
    x,
    y,
    end,
    top: 10 ** to,
    map: (v) => (Math.log10(Math.max(v, 1e-300)) - from) / (to - from),
    text: (v) => power(Math.round(Math.log10(v))),
  };
}

/** The look of run n of so many: the last one is the run that goes on. @returns {[string, number[]]} */
const lookOf = (n, count) => (n === count - 1 ? ["ink", []] : LOOKS[n % LOOKS.length]);

/**
 * What is drawn with: the canvas, its palette, its edges, and where a step and a loss are.
 * @typedef {{c: CanvasRenderingContext2D, palette: any, right: number, bottom: number,
 *   px: (step: number) => number, py: (loss: number) => number, top: number}} Ground
 */

/** @param {Ground} ground */
function drawAxes({ c, palette, right, bottom, px, py }, { x, y, end, text }) {
  c.font = '11.5px system-ui, "Segoe UI", "DejaVu Sans", sans-serif';
  c.lineWidth = 1;
  c.setLineDash([]);
  c.textBaseline = "middle";
  for (const value of y) {
    c.globalAlpha = 0.25;
    c.strokeStyle = palette.line;
    c.beginPath();
    c.moveTo(MARGIN.left, py(value));
    c.lineTo(right, py(value));
    c.stroke();
    c.globalAlpha = 1;
    c.fillStyle = palette.muted;
    c.textAlign = "right";
    c.fillText(text(value), MARGIN.left - 6, py(value));
  }
  c.textBaseline = "alphabetic";
  c.textAlign = "center";
  for (const value of x.filter((step) => step <= end)) {
    c.fillText(steps(value), px(value), bottom + 15);
  }
  c.fillText("steps taken", (MARGIN.left + right) / 2, bottom + MARGIN.bottom - 6);
  c.save();
  c.translate(11, (MARGIN.top + bottom) / 2);
  c.rotate(-Math.PI / 2);
  c.fillText("loss", 0, 0);
  c.restore();
  c.strokeStyle = palette.line;
  c.beginPath();
  c.moveTo(MARGIN.left, MARGIN.top);
  c.lineTo(MARGIN.left, bottom);
  c.lineTo(right, bottom);
  c.stroke();
}

/** The same run in at most so many points: a line that a pixel cannot follow is no line, but a slab. */
export function thinned({ low, high, width, ...run }, most) {
  while (low.length > Math.max(1, most)) {
    const half = Array.from({ length: Math.ceil(low.length / 2) }, (_, k) => 2 * k);
    [low, high] = [
      half.map((k) => Math.min(low[k], low[k + 1] ?? low[k])),
      half.map((k) => Math.max(high[k], high[k + 1] ?? high[k])),
    ];
    width *= 2;
  }
  return { ...run, low, high, width };
}

/** A run's line, in a band where points stand for losses that differ. @param {Ground} ground */
function drawLine({ c, palette, px, py }, run, [colour, dashes]) {
  const many = run.low.length;
  const at = (k) => px(middle(run, k));
  c.save();
  c.strokeStyle = c.fillStyle = palette[colour];
  if (run.low.some((value, k) => py(value) - py(run.high[k]) > 1.5)) {
    c.globalAlpha = 0.22;
    c.beginPath();
    for (let k = 0; k < many; k++) c.lineTo(at(k), py(run.high[k]));
    for (let k = many - 1; k >= 0; k--) c.lineTo(at(k), py(run.low[k]));
    c.fill();
    c.globalAlpha = 1;
  }
  c.lineWidth = colour === "ink" ? 2 : 1.8;
  c.setLineDash(dashes);
  c.beginPath();
  for (let k = 0; k < many; k++) c.lineTo(at(k), (py(run.low[k]) + py(run.high[k])) / 2);
  c.stroke();
  c.restore();
}

/** A dot where a run is now; where the axis ends below it, on the top edge, with its loss in words. */
function drawEnd({ c, palette, right, px, py, top }, run) {
  const last = run.low.length - 1;
  const at = px(middle(run, last));
  c.beginPath();
  c.arc(at, (py(run.low[last]) + py(run.high[last])) / 2, 3, 0, 7);
  c.fill();
  if (run.low[last] <= top) return;
  const late = at > (MARGIN.left + right) / 2;
  c.fillStyle = palette.warning;
  c.textAlign = late ? "right" : "left";
  c.font = `650 ${c.font}`;
  c.fillText(`✗ loss ${brief(run.low[last])}, above this axis`, late ? at : at + 4, MARGIN.top + 18);
  c.font = c.font.replace(/^\S+ /, "");
}

/** A key in the upper right corner. @param {Ground} ground */
function drawNames({ c, palette, right }, runs) {
  const texts = runs.map((run) => run.label);
  const wide = Math.max(...texts.map((one) => c.measureText(one).width)) + 40;
  const left = Math.max(MARGIN.left + 6, right - wide);
  c.fillStyle = palette.paper;
  c.globalAlpha = 0.82;
  c.fillRect(left - 4, MARGIN.top, right - left + 4, LINE * runs.length + 4);
  c.globalAlpha = 1;
  c.textAlign = "left";
  c.textBaseline = "middle";
  runs.forEach((_, n) => {
    const [colour, dashes] = lookOf(n, runs.length);
    const v = MARGIN.top + LINE * (n + 0.5) + 2;
    c.strokeStyle = palette[colour];
    c.lineWidth = 2;
    c.setLineDash(dashes);
    c.beginPath();
    c.moveTo(left, v);
    c.lineTo(left + 28, v);
    c.stroke();
    c.setLineDash([]);
    c.fillStyle = palette.ink;
    c.fillText(texts[n], left + 34, v);
  });
  c.textBaseline = "alphabetic";
}

export function makeLossPlot() {
  const { canvas, context: c, size, at } = makeCanvas("bp-loss-plot");
  return {
    element: canvas,
    size: (width, room) => size(width, Number.isFinite(room) ? room : HEIGHT),
    /** `beside`: what runs in another picture reach; the axes hold them, too. */
    paint({ runs, beside = [], log, palette }) {
      const { width, height, scale } = at();
      const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
      const axes = makeAxes([...runs, ...beside.map(asRun)], log, Math.min(5, 2.4 + width / 130));
      const px = (step) => MARGIN.left + (step / Math.max(axes.end, 1)) * (right - MARGIN.left);
      const py = (loss) => bottom - Math.min(1, Math.max(0, axes.map(loss))) * (bottom - MARGIN.top); // on the edge at most
      const ground = { c, palette, right, bottom, px, py, top: axes.top };
      c.setTransform(scale, 0, 0, scale, 0, 0);
      c.clearRect(0, 0, width, height);
      drawAxes(ground, axes);
      runs.forEach((run, n) => {
        if (!run.low.length) return;
        const one = lookOf(n, runs.length);
        const points = thinned(run, (right - MARGIN.left) / 2);
        drawLine(ground, points, one);
        c.fillStyle = palette[one[0]];
        drawEnd(ground, points);
      });
      if (runs.length > 1) drawNames(ground, runs);
    },
    /** In words, for those who do not see it: said when it rests. */
    describe(runs) {
      const told = runs
        .filter((run) => run.low.length)
        .map((run) => `${run.label}: from ${format(run.high[0])} to ${format(run.low.at(-1))} in ${run.steps} steps`);
      write(canvas, { "aria-label": `Loss curve. ${told.join("; ") || "No step was taken yet"}.` });
    },
  };
}
