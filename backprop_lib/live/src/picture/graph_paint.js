// How the picture of a network says its numbers: texts that fit, widths and colours.

import { format, signed, targetSaid, workedProducts } from "../core/numbers.js";
import { flatness, slopeCancels } from "../core/pass.js";
import { neuronColours } from "../page/colours.js";
import { write } from "../page/dom.js";
import { chord, fit, forms } from "./fit.js";

// Fonts in px, by the size of the picture: the same as in network_view.css.
const INSIDE = { large: 13.8, medium: 11, small: 9.4 }; // the numbers in a circle
const DELTA = { large: 14, medium: 11.5, small: 10 };

/** @returns {string} a delta's colour; one that is 0 has none. */
const signColour = (palette, value) =>
  value === 0 ? palette.muted : value < 0 ? palette.delta_negative : palette.delta_positive;

/** Write the first of some texts that fits into so many px, in a smaller font where it has to be.
 * @param {any} more {bold, style, and attributes} */
function writeFit(element, texts, room, size, more = {}) {
  const { bold = false, style = "", ...attributes } = more;
  const { text, size: smaller } = fit(texts, room, size, bold);
  const all = smaller ? `${style};font-size:${smaller}px` : style;
  write(element, { text, style: all || null, ...attributes });
}

/** What a number was before a hand moved it, in forms of less and less width; none where none shows. */
function* wasSaid(old, now, digits, plus = false) {
  if (old === undefined || format(old, digits) === format(now, digits)) return;
  const way = now > old ? "▲" : "▼";
  yield* forms(old, digits, plus, (text) => `${way} was ${text}`);
  yield* forms(old, 2, plus, (text) => `${way} ${text}`);
}

/** How a delta is made, in short: what arrives × the slope here (× gamma / √(var + ε)). */
export function madeSaid(record, { l, j }, { L, loss, at }) {
  const arrives = record.arrives[l][0][j];
  const slope = record.slope[l][0][j];
  const norm = record.normalized?.[l];
  const cancels = l === L && slopeCancels(loss);
  const inFull = (terms) => workedProducts(terms, record.delta[l][0][j]);
  const products = (...factors) => [
    inFull([factors])[0].join(" × "),
    `≈ ${factors.map((value) => format(value, 2)).join(" × ")}`,
  ];
  if (norm) {
    const scale = record.norms[l].gamma[j] / norm.s[j];
    return cancels ? products(arrives, scale) : products(arrives, slope, scale);
  }
  if (cancels) {
    const [a, y] = [record.a[L][0][j], record.y[j]];
    const [[full], [target]] = inFull([[a], [y]]);
    return [`a ${full} − y ${target}`, `${full} − ${target}`, `≈ ${format(a, 2)} − ${format(y, 2)}`];
  }
  const [first, second] = inFull([[arrives, slope]])[0];
  const words = `${l === L ? "from loss" : "arrives"} ${first} × slope ${second}`;
  return [...(at.words === "long" ? [words] : []), ...products(arrives, slope)];
}

/** The largest size among weights or their slopes. */
export function largestOf(layers) {
  let most = 1e-12;
  for (const layer of layers.slice(1)) {
    for (const row of layer) for (const value of row) most = Math.max(most, Math.abs(value));
  }
  return most;
}

/**
 * Write a number and whether it is wrong. The true one, where it is told, stands beside it, or in a
 * line of its own, which else says `line.texts`; its room may be 0.
 * @param {{word, value, digits, differs, truth: number|null}|null} judged null: nothing is said
 * @param {{element, texts, room, size}} line
 * @returns {boolean} whether the true one stands in that line
 */
function writeJudged(element, judged, line, { room, size, ...more }) {
  const { word, value, digits, differs, truth } = judged ?? { digits: 0 };
  function* own(mark = "") {
    yield* forms(value, digits, true, (text) => `${word} ${text}${mark}`);
    yield* forms(value, digits, true, (text) => text + mark); // colour and place say which it is
  }
  const isTold = differs && truth !== null;
  const both = isTold ? [...own(` ≠ ${signed(truth, digits)}`)].slice(0, 1) : [];
  const isBeside = isTold && fit(both, room, size, more.bold).text !== "";
  writeFit(element, !judged ? [""] : isBeside ? both : own(differs ? " ≠" : ""), room, size, more);
  const isBelow = isTold && !isBeside && line.room > 0;
  write(line.element, { "data-true": isBelow ? truth : null });
  const texts = isBelow ? forms(truth, digits, true, (text) => `≠ ${text}`) : line.texts;
  writeFit(line.element, texts, line.room, line.size);
  return isBelow;
}

export function paintLabel(edge, record, how, { at, truthOf }) {
  const { l, i, j, place } = edge;
  const [w, dw] = [record.W[l][i][j], record.dW[l][i][j]];
  if (!place) {
    for (const text of [edge.label, edge.labelSlope, edge.was]) write(text, { text: "" });
    return;
  }
  const digits = at.narrow ? 2 : 3;
  const room = place.wide - 6;
  writeFit(edge.label, forms(w, digits, true), room, at.size === "small" ? 10.5 : 12, { "data-w": w });
  const old = how.before?.W[l][i][j];
  const moved = place.was && old !== undefined && signed(old) !== signed(w);
  const was = moved ? forms(old, 3, true, (text) => `was ${text}`) : [""];
  const line = { element: edge.was, texts: was, room: place.was ? room : 0, size: 11 };
  const differs = how.differs.has(`dW[${l}][${i}, ${j}]`);
  const slope = { word: "dW", value: dw, digits, differs, truth: truthOf(record.truth.dW[l][i][j]) };
  writeJudged(edge.labelSlope, how.deltas && place.slope ? slope : null, line, {
    room: (place.wideSlope ?? place.wide) - 6,
    size: 11,
    style: `fill:${signColour(how.palette, dw)}`,
    "data-dw": dw,
  });
}

/** Widths are in tenths of a px: each new width of a line costs a frame more than all else of it. */
export function paintEdge(edge, record, how, { at, largest }) {
  const { l, i, j, k } = edge;
  const { palette, deltas } = how;
  const [w, dw] = [record.W[l][i][j], record.dW[l][i][j]];
  const [thin, thick] = { large: [0.8, 7.2], medium: [0.6, 4], small: [0.3, 2.2] }[at.size];
  write(edge.weight, {
    stroke: w < 0 ? palette.negative : palette.positive,
    "stroke-width": (thin + (thick * Math.abs(w)) / Math.max(1, largest.W)).toFixed(1),
    "stroke-dasharray": w < 0 ? "7 4" : null,
  });
  write(edge.slope, {
    stroke: signColour(palette, dw),
    "stroke-width": deltas ? ((thick * Math.abs(dw)) / largest.dW / 1.8).toFixed(1) : 0,
    "stroke-dasharray": dw < 0 ? "3 3" : null,
  });
  write(edge.group, { "data-selected": how.selected === k });
}

/** What a neuron says: of what is nearly 0, and has no room for its digits, that it is. */
export function* activationSaid(a, digits) {
  yield* forms(a, digits);
  if (a !== 0 && Math.abs(a) < 0.01) yield "≈0";
}

export function paintNeuron(node, record, how, { at, activation }) {
  const { l, j } = node;
  const a = record.a[l][0][j];
  const { fill, ink } = neuronColours(how.palette, a);
  write(node.shape, { fill });
  write(node.group, { "data-selected": how.selected === node.k });
  if (node.isPixel) return;
  const { radius: r, size } = at;
  const showZ = how.showZ && l > 0 && size !== "small";
  const style = `fill:${ink}`;
  const font = INSIDE[size];
  const baseline = showZ ? (r < 20 ? -1 : 0) : Math.round(font * 0.36); // z has its line below
  const digits = size === "large" ? 3 : 2;
  const across = chord(r, baseline - 0.8 * font, baseline);
  const place = { x: node.x, y: node.y + baseline };
  writeFit(node.a, activationSaid(a, digits), across, font, { bold: size !== "small", style, "data-a": a, ...place });
  const z = showZ ? forms(record.z[l][0][j], 2, false, (text) => (r >= 20 ? `z ${text}` : text)) : [""];
  writeFit(node.z, z, chord(r, r * 0.5, r * 0.5), 10.5, { style });
  writeFit(node.was, wasSaid(how.before?.a[l][0][j], a, digits), node.places.was.room, size === "large" ? 11 : 10);
}

export function paintDelta(node, record, how, { at, activation, truthOf, made }) {
  const { l, j, places } = node;
  const { deltas } = how;
  const d = record.delta[l][0][j];
  const isLarge = at.size === "large";
  const word = deltas ? flatness(activation, record.slope[l][0][j]) : "";
  writeFit(node.flat, [word], places.flat.room, 11, { bold: true });
  write(node.ring, { "data-flat": word !== "" });
  const differs = how.differs.has(`delta[${l}][${j}]`);
  const hasRoom = deltas && isLarge;
  const truth = truthOf(record.truth.delta[l][0][j]);
  const line = {
    element: node.made,
    texts: hasRoom && record.own === null ? made(record, node) : [""],
    room: isLarge || (differs && truth !== null) ? places.made.room : 0, // else there stands what a was
    size: isLarge ? 11.5 : 10,
  };
  const judged = { word: "δ", value: d, digits: 3, differs, truth };
  const isBelow = writeJudged(node.delta, deltas ? judged : null, line, {
    room: places.delta.room,
    size: DELTA[at.size],
    bold: true,
    style: `fill:${signColour(how.palette, d)}`,
    "data-delta": d,
  });
  if (isBelow && !isLarge) writeFit(node.was, [""], 0, 10); // one line for both
  writeFit(node.wasDelta, hasRoom ? wasSaid(how.before?.delta[l][0][j], d, 3, true) : [], places.wasDelta.room, 11);
}

export function paintEnd(end, record, { before, selected }) {
  writeFit(end.value, forms(record.loss), end.room, 17, { bold: true, "data-loss": record.loss });
  const [y] = record.y;
  const texts = Number.isInteger(y) ? [`y ${targetSaid(y)}`] : forms(y, 2, false, (text) => `y ${text}`);
  writeFit(end.target, record.y.length === 1 ? texts : [""], end.room, 10.5);
  writeFit(end.was, wasSaid(before?.loss, record.loss, 3), end.room + 16, 11);
  write(end.group, { "data-selected": selected === end.k });
}
