// What the network answers: on the plane around the samples, on a line, or sample by sample.

import { format } from "../core/numbers.js";
import { rgb } from "../page/colours.js";
import { html, write } from "../page/dom.js";
import { makeAnswerCanvas, makeSpeaking } from "./answer_canvas.js";
import { makePlane } from "./answer_plane.js";

/** The curve in words: what it answers at five places. */
function curveSaid(picture, [left, right]) {
  const at = [0, 0.25, 0.5, 0.75, 1].map((part) => [
    left + part * (right - left),
    picture[Math.round(part * (picture.length - 1))],
  ]);
  return `${at.map(([x, a]) => `at ${format(x, 2)} it answers ${format(a, 2)}`).join(", ")}.`;
}

function makeCurve(spec, X, y, choose, on) {
  const [left, right, bottom, top] = spec.extent;
  const main = makeAnswerCanvas(0.72);
  const { canvas, context: c } = main;
  const name = "The network's curve through the samples";
  const speaking = makeSpeaking(canvas, { name, samples: X.length, choose, on });
  let curve = null;
  return {
    element: html(
      "div",
      {},
      canvas,
      html("p", { class: "bp-small" }, "○ samples; line: what the network answers. Arrow keys choose a sample."),
      speaking.words,
    ),
    size: main.size,
    paint({ picture, palette, sample }) {
      curve = picture;
      speaking.chosen(sample, `sample ${sample}: x ${format(X[sample][0], 2)}, y ${format(y[sample][0], 2)}`);
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
      picture.forEach((value, n) =>
        c.lineTo((n / (picture.length - 1)) * width, Math.max(-9, Math.min(height + 9, v(value)))),
      );
      c.stroke();
      c.strokeStyle = palette.ink;
      c.beginPath();
      c.arc(u(X[sample][0]), v(y[sample][0]), 7, 0, 7);
      c.stroke();
    },
    describe: (text) => speaking.describe(`${curve ? curveSaid(curve, spec.extent) : ""}${text}`),
  };
}

/** The inputs of a sample as a small picture. */
function drawDigit(canvas, x, palette) {
  const [paper, ink] = [rgb(palette.paper), rgb(palette.ink)];
  const image = new ImageData(canvas.width, canvas.height);
  x.forEach((value, n) => {
    paper.forEach((from, k) => {
      image.data[4 * n + k] = from + Math.min(1, value) * (ink[k] - from);
    });
    image.data[4 * n + 3] = 255;
  });
  canvas.getContext("2d").putImageData(image, 0, 0);
}

/** A button of a sample, and what is painted in it. */
function makeSample(spec, x) {
  const [height, width] = spec.image_shape ?? [0, 0];
  const attributes = { width, height, class: "bp-digit", "aria-hidden": "true" };
  const canvas = spec.image_shape ? html("canvas", attributes) : null;
  const text = html("span", { class: "bp-answer-text" });
  const bar = html("span", { class: "bp-answer-bar" });
  const rail = spec.classes ? html("span", { class: "bp-answer-rail" }, bar) : "";
  const element = html("button", { type: "button", class: "bp-answer" }, canvas ?? "", text, rail);
  return { x, canvas, text, bar, element };
}

/** What is read of one sample's answers, what is right, and how sure it is. */
function readOf(answers, y) {
  if (answers.length === 1) {
    const [a] = answers;
    return { read: a > 0.5 ? 1 : 0, right: y[0] > 0.5 ? 1 : 0, sure: Math.max(a, 1 - a) };
  }
  const best = (row) => row.indexOf(Math.max(...row));
  return { read: best(answers), right: best(y), sure: answers[best(answers)] };
}

function makeSamples(spec, X, y, choose, on) {
  const outputs = spec.sizes.at(-1);
  const items = X.map((x) => makeSample(spec, x));
  items.forEach(({ element }, s) => {
    on(element, "click", () => choose(s));
  });
  const listed = (row) => row.map((value) => format(value, 2)).join(", ");
  const words = spec.classes
    ? "Read as, ✓ right or ✗ wrong, and how sure. Choose one to see it in the network."
    : "What the network answers, and y. Choose one to see it in the network.";
  const buttons = html("div", { class: "bp-samples" }, ...items.map(({ element }) => element));
  let drawn = null; // the palette that the pictures wear
  return {
    element: html("div", {}, buttons, html("p", { class: "bp-small" }, words)),
    size: () => false,
    paint({ picture, palette, sample }) {
      if (drawn !== palette) for (const { canvas, x } of items) if (canvas) drawDigit(canvas, x, palette);
      drawn = palette;
      items.forEach(({ text, bar, element }, s) => {
        const answers = Array.from(picture.subarray(s * outputs, (s + 1) * outputs));
        if (spec.classes) {
          const { read, right, sure } = readOf(answers, y[s]);
          write(text, { text: `${read} ${read === right ? "✓" : "✗"} ${Math.round(100 * sure)}%` });
          write(bar, { style: `width:${(100 * sure).toFixed(0)}%` });
          write(element, { "data-wrong": read !== right });
        } else write(text, { text: `${listed(answers)} (y ${listed(y[s])})` });
        write(element, { "aria-pressed": String(s === sample) });
      });
    },
    describe() {},
  };
}

/** @returns {{element, size(width), paint({picture, palette, sample}), describe(text), data?(X, y, count)}} */
export function makeAnswers({ spec, X, y, choose, on, hands }) {
  if (spec.kind === "plane") return makePlane(spec, X, y, { choose, on, hands });
  if (spec.kind === "line") return makeCurve(spec, X, y, choose, on);
  return makeSamples(spec, X, y, choose, on);
}
