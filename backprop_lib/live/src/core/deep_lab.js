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

/**
 * @param {{features: number, classes: number, X: Float64Array, y: Float64Array, epsilon: number}} data
 *   rows of both, one after the other; `epsilon` of batch normalization
 * @returns {{sceneOf(settings: any): any, compute(settings: any): any}} the network and the batch; and
 *   what is DepthLab's `shown`, or a RangeError where numbers leave the floats
 */
export function makeDeepLab({ features, classes, X: allX, y: allY, epsilon: ofBatch }) {
  const rows = allX.length / features;
  const room = makeRoom();
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

  const sceneOf = (settings) => ({ layers: layersOf(settings), ...batchOf(settings) });

  function compute(settings) {
    const { depth, activation, normalization } = settings;
    const how = { activation, epsilon: normalization === "none" ? null : ofBatch };
    const { layers, X, y } = sceneOf(settings);
    const found = deepPasses(layers, X, y, how, room);
    const hidden = (list) => list.slice(1, depth + 1);
    const delta = found.delta.slice(1).map((one, n) => rms(one) * Math.sqrt(layers[n].n));
    const weight = layers.map(({ U, scale, m }) => scale * rms(U) * Math.sqrt(m));
    const sizes = {
      spread: found.a.map(spreadOf),
      delta,
      dW: found.dW.slice(1).map((one) => rms(one) * Math.sqrt(one.length)),
      slope: hidden(found.slope).map((list) => rms(list)),
      weight,
      scale: how.epsilon === null ? [] : hidden(found.s).map((s) => rms(s.map((one) => 1 / one))),
    };
    for (const [name, list] of Object.entries(sizes)) {
      const at = list.findIndex((value) => !Number.isFinite(value));
      if (at >= 0) throw new RangeError(`${name}[${name === "spread" ? at : at + 1}] is too large for a float.`);
    }
    let [theory, note] = [{ spread: [], factor: [], delta: [] }, ""];
    try {
      const ofLayers = layers.map(({ skips }, n) => ({ sigma2: weight[n] ** 2, skips }));
      const said = predict(ofLayers, momentsOf(X, features), how);
      theory = { ...said, delta: said.delta.map((one) => one * delta[depth]) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      note = `No theory: ${error.message}`;
    }
    const bins = hidden(found.u).map((u) => histogram(u, activation));
    const shares = hidden(found.slope).map((list) => {
      let flat = 0;
      for (const slope of list) if (saturated(activation, slope)) flat += 1;
      return flat / list.length;
    });
    return {
      ...sizes,
      ...{ theory, note, depth, settings, loss: found.loss, saturated: shares },
      factor: delta.slice(0, -1).map((one, n) => (delta[n + 1] ? one / delta[n + 1] : null)),
      reach: bins.map(({ reach }) => reach),
      counts: bins.map(({ counts }) => counts),
      flat: bins.map(({ flat }) => flat),
      skips: layers.flatMap(({ skips }, n) => (skips ? [n + 1] : [])),
    };
  }
  return { sceneOf, compute };
}
