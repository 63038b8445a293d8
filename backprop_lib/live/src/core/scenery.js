// What a frame of a run shows, as backprop_lib/live/training_frame.py measures it.

import { countScales } from "./layer_parts.js";
import { columnsOf } from "./train.js";
import { makeLayers } from "./train_passes.js";

export const MOST_ROWS = 512; // which loss and gradient of a frame are means over
const MOST_CLASSES = 6;
const SAMPLES = 12; // shown, where the data are no points on a plane or a line
const POINTS = 121; // of a curve
const SIDE = 60; // points of the plane along either axis
const ROOM = 0.15; // around the samples, of their width

function limits(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || 1;
  const middle = (low + high) / 2;
  return [middle - (0.5 + ROOM) * span, middle + (0.5 + ROOM) * span];
}

/** Whether all these points lie on a map: left, right, bottom, top. */
const holds = (extent, points) =>
  points.every((x) => x.every((one, k) => extent[2 * k] <= one && one <= extent[2 * k + 1]));

/**
 * The kind of picture that data have, and its limits: those of a map that was there, while all points
 * lie on it.
 * @param {number[][]} X @param {number[][]} y @param {string} loss @param {{kind: string, extent: number[]} | null} [map]
 * @returns what a spec says of it
 */
export function sceneryOf(X, y, loss, map = null) {
  const rows = Math.min(X.length, MOST_ROWS);
  const outputs = y[0].length;
  const classes = loss === "bce" || loss === "cross_entropy";
  const column = (matrix, i) => matrix.slice(0, rows).map((row) => row[i]);
  const all = { classes, side: SIDE, rows, of: X.length };
  if (X[0].length === 2 && (outputs === 1 || (classes && outputs <= MOST_CLASSES))) {
    const isKept = map?.kind === "plane" && holds(map.extent, X.slice(0, rows));
    const extent = isKept ? map.extent : [...limits(column(X, 0)), ...limits(column(X, 1))];
    return { ...all, kind: "plane", samples: rows, extent };
  }
  if (X[0].length === 1 && outputs === 1) {
    return { ...all, kind: "line", samples: rows, extent: [...limits(column(X, 0)), ...limits(column(y, 0))] };
  }
  return { ...all, kind: "samples", samples: Math.min(SAMPLES, rows), extent: [] };
}

/** Where the network is asked for its answers. @returns {number[][]} */
function pointsOf({ kind, extent, side, samples }, X) {
  const middle = (low, high, n) => low + ((n + 0.5) * (high - low)) / side;
  if (kind === "plane") {
    const [left, right, bottom, top] = extent;
    return Array.from({ length: side * side }, (_, n) => [
      middle(left, right, n % side),
      middle(bottom, top, Math.floor(n / side)),
    ]);
  }
  if (kind === "line") {
    const [left, right] = extent;
    return Array.from({ length: POINTS }, (_, n) => [left + ((right - left) * n) / (POINTS - 1)]);
  }
  return X.slice(0, samples);
}

/** The class that outputs say; `at(k)` is output k. */
function classOf(at, outputs) {
  if (outputs === 1) return Number(at(0) > 0.5);
  let best = 0;
  for (let k = 1; k < outputs; k++) if (at(k) > at(best)) best = k;
  return best;
}

/** Columns as rows, in single precision. */
function singleRows(columns, width) {
  const rows = columns.length / width;
  const singles = new Float32Array(columns.length);
  for (let i = 0; i < width; i++) for (let s = 0; s < rows; s++) singles[s * width + i] = columns[i * rows + s];
  return singles;
}

/**
 * Measures runs over the data of a spec.
 * @param {any} spec @param {{X: number[][], y: number[][]}} data
 * @returns {(training) => {content: {loss: number, right?: number}, numbers: Float64Array, picture: Float32Array} | null}
 *   as the kernel's frames are; null where a number is too large
 */
export function makeMeasure(spec, { X, y }) {
  const { sizes, rows } = spec;
  const outputs = sizes.at(-1);
  const [inputs, targets] = [columnsOf(X.slice(0, rows)), columnsOf(y.slice(0, rows))];
  const points = columnsOf(pointsOf(spec, X));
  const { layers } = makeLayers(spec, 0);
  const dense = layers.reduce((sum, { m, n }) => sum + (m + 1) * n, 0);
  const scales = countScales(spec);
  return (training) => {
    const loss = training.measure(inputs, targets);
    if (!Number.isFinite(loss)) return null;
    const p = training.params();
    const g = training.gradient;
    const numbers = new Float64Array(2 * dense + layers.length + scales + training.running.length);
    numbers.set(p.subarray(0, dense));
    numbers.set(g.subarray(0, dense), dense);
    layers.forEach(({ W, b, n, epsilon, scale }, l) => {
      const learned = [...g.subarray(W, b + n), ...(epsilon === null ? [] : g.subarray(scale, scale + 2 * n))];
      numbers[2 * dense + l] = Math.sqrt(learned.reduce((sum, value) => sum + value * value, 0));
    });
    numbers.set(p.subarray(dense), 2 * dense + layers.length);
    numbers.set(training.running, 2 * dense + layers.length + scales);
    const content = { loss };
    if (spec.classes) {
      const read = training.answer(inputs);
      content.right = 0;
      for (let s = 0; s < rows; s++) {
        const said = classOf((k) => read[k * rows + s], outputs);
        content.right += Number(said === classOf((k) => y[s][k], outputs));
      }
    }
    return { content, numbers, picture: singleRows(training.answer(points), outputs) };
  };
}
