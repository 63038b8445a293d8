// What a DepthLab shows, computed by a page that has no kernel: its own draws, both passes, the size of
// what they find in each layer (backprop_lib/magnitudes.py), and what theory says.

import { deepPasses, makeRoom } from "./deep_pass.js";
import { normals, shuffled, uniform } from "./draws.js";
import { predict } from "./mean_field.js";
import { ACTIVATIONS, saturated } from "./pass.js";

const BINS = 40;
const SAFE = 1e-250; // a sum of squares between this and its inverse has lost nothing
const DEVIATIONS = {
  normal: () => 0.01,
  xavier_normal: (m, n) => Math.sqrt(2 / (m + n)),
  he_normal: (m) => Math.sqrt(2 / m),
};

/** Root mean square around `mean`; squares neither overflow nor vanish on the way. */
function rms(array, mean = 0) {
  const squares = (by) => {
    let sum = 0;
    for (let k = 0; k < array.length; k++) sum += (array[k] - mean) * by * ((array[k] - mean) * by);
    return sum;
  };
  const square = squares(1);
  if (square > SAFE && square < 1 / SAFE) return Math.sqrt(square / array.length);
  let largest = 0;
  for (let k = 0; k < array.length; k++) largest = Math.max(largest, Math.abs(array[k] - mean)); // NaN stays
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  return largest * Math.sqrt(squares(1 / largest) / array.length);
}

function spreadOf(a) {
  let mean = 0;
  for (let k = 0; k < a.length; k++) mean += a[k] / a.length;
  return rms(a, mean);
}

/** What the activations of a layer see, in bins of equal width around 0. */
function histogram(u, activation) {
  let reach = 0;
  for (let k = 0; k < u.length; k++) reach = Math.max(reach, Math.abs(u[k]));
  const counts = Array(BINS).fill(0);
  for (let k = 0; k < u.length; k++)
    counts[Math.min(BINS - 1, Math.floor((u[k] / (reach || 1) + 1) * (BINS / 2)))] += 1;
  const { value, slope } = ACTIVATIONS[activation];
  const flat = counts.map((_, n) => {
    const z = ((n - (BINS - 1) / 2) * 2 * reach) / BINS;
    return saturated(activation, slope(z, value(z)));
  });
  return { reach, counts, flat };
}

/** Mean, mean square, and the mean over features of their variance in the batch. */
function momentsOf(X, features) {
  const samples = X.length / features;
  let [mean, square, batchVariance] = [0, 0, 0];
  for (let j = 0; j < features; j++) {
    let [sum, squares] = [0, 0];
    for (let k = j; k < X.length; k += features) sum += X[k] / samples;
    for (let k = j; k < X.length; k += features) {
      batchVariance += (X[k] - sum) ** 2 / X.length;
      squares += X[k] ** 2 / X.length;
    }
    mean += sum / features;
    square += squares;
  }
  return { mean, square, batchVariance };
}

/** Of the settings: layers whose W is scale · U, drawn once, and the batch. */
function makeScenes({ features, classes, X: allX, y: allY }) {
  const rows = allX.length / features;
  const drawn = new Map(); // a layer's normal numbers, by its seed, place and shape

  function layersOf({ depth, width, init, gain, residual, seed }) {
    const sizes = [features, ...Array(depth).fill(width), classes];
    const kept = new Set();
    const layers = sizes.slice(1).map((n, at) => {
      const m = sizes[at];
      const key = [seed, at, m, n].join();
      kept.add(key);
      if (!drawn.has(key)) drawn.set(key, normals(m * n, uniform(seed, at + 1)));
      const U = drawn.get(key);
      const scale = gain * DEVIATIONS[init](m, n);
      return { m, n, U, scale, skips: residual && at < depth && m === n };
    });
    for (const key of drawn.keys()) if (!kept.has(key)) drawn.delete(key);
    return layers;
  }
  function batchOf({ batch_size, input_scale, seed }) {
    const order = shuffled(rows, uniform(seed, 0)).slice(0, batch_size);
    const take = (all, n, by) =>
      Float64Array.from(order.flatMap((row) => Array.from(all.subarray(row * n, row * n + n), (value) => value * by)));
    return { X: take(allX, features, input_scale), y: take(allY, classes, 1) };
  }
  return (settings) => ({ layers: layersOf(settings), ...batchOf(settings) });
}

/** The size of what both passes found, by name and layer; a RangeError where one left the floats. */
function sizesOf(layers, { a, delta, dW, slope, s }, { epsilon }) {
  const hidden = (list) => list.slice(1, layers.length);
  const sizes = {
    spread: a.map(spreadOf),
    delta: delta.slice(1).map((one, n) => rms(one) * Math.sqrt(layers[n].n)),
    dW: dW.slice(1).map((one) => rms(one) * Math.sqrt(one.length)),
    slope: hidden(slope).map((list) => rms(list)),
    weight: layers.map(({ U, scale, m }) => scale * rms(U) * Math.sqrt(m)),
    scale: epsilon === null ? [] : hidden(s).map((list) => rms(list.map((one) => 1 / one))),
  };
  for (const [name, list] of Object.entries(sizes)) {
    const at = list.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) throw new RangeError(`${name}[${name === "spread" ? at : at + 1}] is too large for a float.`);
  }
  return sizes;
}

/** What theory says of these layers and this batch, or a note why it says nothing. */
function theoryOf({ layers, X }, { weight, delta }, how) {
  try {
    const ofLayers = layers.map(({ skips }, n) => ({ sigma2: weight[n] ** 2, skips }));
    const said = predict(ofLayers, momentsOf(X, layers[0].m), how);
    return { theory: { ...said, delta: said.delta.map((one) => one * delta.at(-1)) }, note: "" };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { theory: { spread: [], factor: [], delta: [] }, note: `No theory: ${error.message}` };
  }
}

/** The share of slopes that are flat. */
function flatShare(slopes, activation) {
  let flat = 0;
  for (const slope of slopes) if (saturated(activation, slope)) flat += 1;
  return flat / slopes.length;
}

/**
 * @param {{features: number, classes: number, X: Float64Array, y: Float64Array, epsilon: number}} data
 *   rows of both, one after the other; `epsilon` of batch normalization
 * @returns {{sceneOf(settings: any): any, compute(settings: any): any}} the network and the batch; and
 *   what is DepthLab's `shown`, or a RangeError where numbers leave the floats
 */
export function makeDeepLab(data) {
  const sceneOf = makeScenes(data);
  const room = makeRoom();

  function compute(settings) {
    const { depth, activation, normalization } = settings;
    const how = { activation, epsilon: normalization === "none" ? null : data.epsilon };
    const scene = sceneOf(settings);
    const { layers, X, y } = scene;
    const found = deepPasses(layers, X, y, how, room);
    const sizes = sizesOf(layers, found, how);
    const { delta } = sizes;
    const bins = found.u.slice(1, depth + 1).map((u) => histogram(u, activation));
    return {
      ...{ ...sizes, ...theoryOf(scene, sizes, how), depth, settings, loss: found.loss },
      saturated: found.slope.slice(1, depth + 1).map((slopes) => flatShare(slopes, activation)),
      factor: delta.slice(0, -1).map((one, n) => (delta[n + 1] ? one / delta[n + 1] : null)),
      reach: bins.map(({ reach }) => reach),
      counts: bins.map(({ counts }) => counts),
      flat: bins.map(({ flat }) => flat),
      skips: layers.flatMap(({ skips }, n) => (skips ? [n + 1] : [])),
    };
  }
  return { sceneOf, compute };
}
