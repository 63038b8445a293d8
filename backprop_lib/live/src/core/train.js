// One step of training on flat arrays: the page's copy of backprop_lib/training.py and of the
// passes in pass.js, made for speed; a test holds it to the core to 1e-12 a step.
//
// The parameters are one vector as in the core: W[1] row by row, b[1], W[2], …, then gamma and beta
// of each normalized layer. Sample s of a layer with n neurons stands in its arrays from s·n on.

import { update } from "./optimizers.js";
import { ACTIVATIONS, slopeCancels } from "./pass.js";

/**
 * @typedef {{sizes: number[], activations: string[], loss: string, epsilon?: (number|null)[],
 *   momentum?: (number|null)[], residual?: boolean[]}} Spec  by layer after the input
 */
/**
 * A layer's shape, its places in the vectors, and its arrays: u is what the activation sees, z or
 * normalized z; f is the activation's value and a what the next layer sees, f or f plus a skip;
 * `arrives` is the slope along f, and `delta` that along z.
 * @typedef {{l: number, m: number, n: number, W: number, b: number, scale: number, kept: number,
 *   name: string, epsilon: number|null, momentum: number, skips: boolean, z: Float64Array,
 *   u: Float64Array, f: Float64Array, a: Float64Array, arrives: Float64Array, delta: Float64Array,
 *   s: Float64Array, mean: Float64Array, variance: Float64Array}} Layer
 */

/** The layers of a network, with arrays for so many samples. @param {Spec} spec @param {number} most */
function makeLayers({ sizes, activations, epsilon = [], momentum = [], residual = [] }, most) {
  const layers = [];
  let at = 0;
  for (let l = 1; l < sizes.length; l++) {
    const [m, n] = [sizes[l - 1], sizes[l]];
    const room = () => new Float64Array(most * n);
    const [z, f] = [room(), room()];
    const normalized = (epsilon[l - 1] ?? null) !== null;
    const skips = Boolean(residual[l - 1]);
    layers.push({
      ...{ l, m, n, W: at, b: at + m * n, scale: 0, kept: 0, name: activations[l - 1], skips },
      ...{ epsilon: epsilon[l - 1] ?? null, momentum: momentum[l - 1] ?? 0.1 },
      ...{ z, u: normalized ? room() : z, f, a: skips ? room() : f, arrives: room(), delta: room() },
      ...{ s: new Float64Array(n), mean: new Float64Array(n), variance: new Float64Array(n) },
    });
    at += (m + 1) * n;
  }
  let kept = 0;
  for (const layer of layers.filter((one) => one.epsilon !== null)) {
    Object.assign(layer, { scale: at + kept, kept });
    kept += 2 * layer.n;
  }
  return { layers, count: at + kept, kept };
}

// ---- forward

/** z = a W + b, for so many samples. */
function weigh(p, { m, n, W, b, z }, before, samples) {
  for (let s = 0; s < samples; s++) {
    const to = s * n;
    for (let j = 0; j < n; j++) z[to + j] = 0;
    for (let i = 0; i < m; i++) {
      const value = before[s * m + i];
      const row = W + i * n;
      for (let j = 0; j < n; j++) z[to + j] += value * p[row + j];
    }
    for (let j = 0; j < n; j++) z[to + j] += p[b + j];
  }
}

/** Batch normalization by the batch's own mean and variance: see normalization.py. z becomes z_hat. */
function normalize(p, { n, scale, epsilon, z, u, s, mean, variance }, samples) {
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let k = j; k < samples * n; k += n) sum += z[k];
    mean[j] = sum / samples;
    let squares = 0;
    for (let k = j; k < samples * n; k += n) squares += (z[k] - mean[j]) ** 2;
    variance[j] = squares / samples;
    s[j] = Math.sqrt(variance[j] + epsilon);
    for (let k = j; k < samples * n; k += n) {
      z[k] = (z[k] - mean[j]) / s[j];
      u[k] = p[scale + j] * z[k] + p[scale + n + j];
    }
  }
}

/** The activation's values. The four that lessons train most stand in loops of their own, for speed. */
function activate({ name, n, u, f }, samples) {
  const end = samples * n;
  if (name === "tanh") for (let k = 0; k < end; k++) f[k] = Math.tanh(u[k]);
  else if (name === "relu") for (let k = 0; k < end; k++) f[k] = u[k] > 0 ? u[k] : 0;
  else if (name === "identity") for (let k = 0; k < end; k++) f[k] = u[k];
  else if (name === "softmax") for (let s = 0; s < samples; s++) softmax(u, f, s * n, n);
  else {
    const { value } = ACTIVATIONS[name];
    for (let k = 0; k < end; k++) f[k] = value(u[k]);
  }
}

function softmax(u, f, from, n) {
  let top = -Infinity;
  for (let k = from; k < from + n; k++) top = Math.max(top, u[k]);
  let sum = 0;
  for (let k = from; k < from + n; k++) sum += f[k] = Math.exp(u[k] - top);
  for (let k = from; k < from + n; k++) f[k] /= sum;
}

function forward(p, layers, X, samples) {
  let before = X;
  for (const layer of layers) {
    weigh(p, layer, before, samples);
    if (layer.epsilon !== null) normalize(p, layer, samples);
    activate(layer, samples);
    if (layer.skips) for (let k = 0; k < samples * layer.n; k++) layer.a[k] = layer.f[k] + before[k];
    before = layer.a;
  }
}

/** Sum over the samples of their losses; from u where a logarithm of a rounded probability would overflow. */
function lossOf(loss, { n, u, a }, y, samples) {
  let sum = 0;
  const end = samples * n;
  if (loss === "bce") {
    for (let k = 0; k < end; k++) sum += Math.max(u[k], 0) - y[k] * u[k] + Math.log1p(Math.exp(-Math.abs(u[k])));
    return sum;
  }
  if (loss === "cross_entropy") {
    for (let from = 0; from < end; from += n) {
      let top = -Infinity;
      for (let k = from; k < from + n; k++) top = Math.max(top, u[k]);
      let all = 0;
      for (let k = from; k < from + n; k++) all += Math.exp(u[k] - top);
      const log = Math.log(all);
      for (let k = from; k < from + n; k++) if (y[k] > 0) sum += y[k] * (log - (u[k] - top));
    }
    return sum;
  }
  for (let k = 0; k < end; k++) sum += (a[k] - y[k]) ** 2;
  return sum * (loss === "mse" ? 1 / n : 0.5);
}

// ---- backward: BP1 to BP4

/** From the slope along f to that along u: times the activation's own slope. */
function slide({ name, n, u, f, arrives, delta }, samples) {
  const end = samples * n;
  if (name === "tanh") for (let k = 0; k < end; k++) delta[k] = arrives[k] * (1 - f[k] * f[k]);
  else if (name === "sigmoid") for (let k = 0; k < end; k++) delta[k] = arrives[k] * f[k] * (1 - f[k]);
  else if (name === "relu") for (let k = 0; k < end; k++) delta[k] = u[k] > 0 ? arrives[k] : 0;
  else {
    const { slope } = ACTIVATIONS[name];
    for (let k = 0; k < end; k++) delta[k] = arrives[k] * slope(u[k], f[k]);
  }
}

/** From du to dz, in place, and the slopes along gamma and beta; z holds z_hat. */
function unnormalize(p, g, { n, scale, z, s, delta }, samples) {
  for (let j = 0; j < n; j++) {
    let [dgamma, dbeta] = [0, 0];
    for (let k = j; k < samples * n; k += n) {
      dgamma += delta[k] * z[k];
      dbeta += delta[k];
    }
    g[scale + j] = dgamma /= samples;
    g[scale + n + j] = dbeta /= samples;
    const factor = p[scale + j] / s[j];
    for (let k = j; k < samples * n; k += n) delta[k] = factor * (delta[k] - dbeta - z[k] * dgamma);
  }
}

/** dW = aᵀ delta and db = the sum of delta, both as means over the samples. */
function slopes(g, { m, n, W, b, delta }, before, samples) {
  for (let k = W; k < b + n; k++) g[k] = 0;
  for (let s = 0; s < samples; s++) {
    const from = s * n;
    for (let i = 0; i < m; i++) {
      const value = before[s * m + i];
      const row = W + i * n;
      for (let j = 0; j < n; j++) g[row + j] += value * delta[from + j];
    }
    for (let j = 0; j < n; j++) g[b + j] += delta[from + j];
  }
  for (let k = W; k < b + n; k++) g[k] /= samples;
}

/** What arrives one layer earlier: delta Wᵀ, and by a skip what arrived here. */
function pass(p, { m, n, W, delta, arrives, skips }, earlier, samples) {
  for (let s = 0; s < samples; s++) {
    for (let i = 0; i < m; i++) {
      const row = W + i * n;
      let sum = skips ? arrives[s * n + i] : 0;
      for (let j = 0; j < n; j++) sum += delta[s * n + j] * p[row + j];
      earlier[s * m + i] = sum;
    }
  }
}

function backward(p, g, layers, X, y, loss, samples) {
  const last = layers.at(-1);
  const scale = loss === "mse" ? 2 / last.n : 1;
  for (let k = 0; k < samples * last.n; k++) last.arrives[k] = scale * (last.a[k] - y[k]);
  for (let l = layers.length - 1; l >= 0; l--) {
    const layer = layers[l];
    if (layer === last && slopeCancels(loss)) layer.delta.set(layer.arrives);
    else slide(layer, samples);
    if (layer.epsilon !== null) unnormalize(p, g, layer, samples);
    slopes(g, layer, l ? layers[l - 1].a : X, samples);
    if (l) pass(p, layer, layers[l - 1].arrives, samples);
  }
}

/** running = (1 - momentum) running + momentum batch; the variance as if divided by n - 1. */
function follow(running, { n, kept, momentum, mean, variance }, samples) {
  for (let j = 0; j < n; j++) {
    running[kept + j] = (1 - momentum) * running[kept + j] + momentum * mean[j];
    const unbiased = (variance[j] * samples) / (samples - 1);
    running[kept + n + j] = (1 - momentum) * running[kept + n + j] + momentum * unbiased;
  }
}

/**
 * A run of training. Like the core's, a step that leaves the floats takes nothing with it: the
 * parameters stay those before it.
 *
 * @param {Spec} spec
 * @param {ArrayLike<number>} params as `Network.params`; copied
 * @param {ArrayLike<number>} [running] mean and variance of the normalized layers; copied
 */
export function makeTraining(spec, params, running = []) {
  let [layers, room] = [[], 0];
  const { layers: shapes, count } = makeLayers(spec, 0);
  if (params.length !== count) throw new RangeError(`params has ${params.length} numbers; expected ${count}.`);
  let p = Float64Array.from(params);
  let next = new Float64Array(count);
  const gradient = new Float64Array(count);
  const isWeight = new Uint8Array(count); // 1 for a weight, 0 for a bias, a gamma or a beta
  for (const { W, b } of shapes) isWeight.fill(1, W, b);
  let memory = {};
  let kind = "";
  const training = {
    number: 0,
    gradient,
    running: Float64Array.from(running),
    params: () => p,
    /** Other parameters, as when a hand moves a weight; what the optimizer remembers stays. */
    put(numbers) {
      p.set(numbers);
    },
    /**
     * Forward, backward, update.
     * @param {Float64Array} X the batch's inputs, sample by sample @param {Float64Array} y its targets
     * @returns {number} the loss before the update; not finite: nothing was changed
     */
    step(X, y, optimizer) {
      const samples = X.length / spec.sizes[0];
      if (samples > room) [{ layers }, room] = [makeLayers(spec, samples), samples];
      forward(p, layers, X, samples);
      const loss = lossOf(spec.loss, layers.at(-1), y, samples) / samples;
      if (!Number.isFinite(loss)) return loss;
      backward(p, gradient, layers, X, y, spec.loss, samples);
      if (optimizer.kind !== kind) [memory, kind] = [{}, optimizer.kind];
      update({ params: p, gradient, optimizer, memory, isWeight, out: next });
      if (!Number.isFinite(next.reduce((sum, value) => sum + value * value, 0))) {
        memory = {};
        return NaN;
      }
      for (const layer of layers) if (layer.epsilon !== null) follow(training.running, layer, samples);
      [p, next] = [next, p];
      training.number += 1;
      return loss;
    },
  };
  return training;
}
