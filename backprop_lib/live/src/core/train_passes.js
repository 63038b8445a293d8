// The two passes of a training step on flat arrays: the page's copy of backprop_lib/fast_passes.py,
// made for speed; a test holds it to the core.
//
// Samples stand in columns: neuron j of a layer has its samples from j·samples on, so that the
// innermost loops go through neighbours and take four products at once.

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
export function makeLayers({ sizes, activations, epsilon = [], momentum = [], residual = [] }, most) {
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

/** out += Σ_k p[at + k·step] · (column k of `from`), four columns at once. */
function combine(out, to, p, at, step, from, count, samples) {
  let k = 0;
  for (; k + 3 < count; k += 4) {
    const first = at + k * step;
    const [p0, p1, p2, p3] = [p[first], p[first + step], p[first + 2 * step], p[first + 3 * step]];
    const c0 = k * samples;
    const [c1, c2, c3] = [c0 + samples, c0 + 2 * samples, c0 + 3 * samples];
    for (let s = 0; s < samples; s++) {
      out[to + s] += p0 * from[c0 + s] + p1 * from[c1 + s] + p2 * from[c2 + s] + p3 * from[c3 + s];
    }
  }
  for (; k < count; k++) {
    const one = p[at + k * step];
    const c = k * samples;
    for (let s = 0; s < samples; s++) out[to + s] += one * from[c + s];
  }
}

// ---- forward

/** z = a W + b. */
function weigh(p, { m, n, W, b, z }, before, samples) {
  for (let j = 0; j < n; j++) {
    const to = j * samples;
    const bias = p[b + j];
    for (let s = 0; s < samples; s++) z[to + s] = bias;
    combine(z, to, p, W + j, n, before, m, samples);
  }
}

/** The batch's own mean and variance, of each neuron. */
function spread({ n, z, mean, variance }, samples) {
  for (let j = 0; j < n; j++) {
    const end = (j + 1) * samples;
    let sum = 0;
    for (let k = j * samples; k < end; k++) sum += z[k];
    mean[j] = sum / samples;
    let squares = 0;
    for (let k = j * samples; k < end; k++) squares += (z[k] - mean[j]) ** 2;
    variance[j] = squares / samples;
  }
}

/** Batch normalization by the layer's mean and variance: see normalization.py. z becomes z_hat. */
function normalize(p, { n, scale, epsilon, z, u, s, mean, variance }, samples) {
  for (let j = 0; j < n; j++) {
    s[j] = Math.sqrt(variance[j] + epsilon);
    const end = (j + 1) * samples;
    for (let k = j * samples; k < end; k++) {
      z[k] = (z[k] - mean[j]) / s[j];
      u[k] = p[scale + j] * z[k] + p[scale + n + j];
    }
  }
}

const sigmoid = ACTIVATIONS.sigmoid.value;

/** The activation's values. Those that lessons train most stand in loops of their own, for speed. */
function activate({ name, n, u, f }, samples) {
  const end = samples * n;
  if (name === "tanh") for (let k = 0; k < end; k++) f[k] = Math.tanh(u[k]);
  else if (name === "sigmoid") for (let k = 0; k < end; k++) f[k] = sigmoid(u[k]);
  else if (name === "relu") for (let k = 0; k < end; k++) f[k] = u[k] > 0 ? u[k] : 0;
  else if (name === "identity") for (let k = 0; k < end; k++) f[k] = u[k];
  else if (name === "softmax") for (let s = 0; s < samples; s++) softmax(u, f, s, n, samples);
  else {
    const { value } = ACTIVATIONS[name];
    for (let k = 0; k < end; k++) f[k] = value(u[k]);
  }
}

function highest(u, from, end, samples) {
  let top = -Infinity;
  for (let k = from; k < end; k += samples) top = Math.max(top, u[k]);
  return top;
}

function softmax(u, f, from, n, samples) {
  const end = from + n * samples;
  const top = highest(u, from, end, samples);
  let sum = 0;
  for (let k = from; k < end; k += samples) sum += f[k] = Math.exp(u[k] - top);
  for (let k = from; k < end; k += samples) f[k] /= sum;
}

/** `running`: mean and variance of the normalized layers; without it those of these samples. */
export function forward(p, layers, X, samples, running = null) {
  let before = X;
  for (const layer of layers) {
    weigh(p, layer, before, samples);
    if (layer.epsilon !== null) {
      if (running) {
        layer.mean.set(running.subarray(layer.kept, layer.kept + layer.n));
        layer.variance.set(running.subarray(layer.kept + layer.n, layer.kept + 2 * layer.n));
      } else spread(layer, samples);
      normalize(p, layer, samples);
    }
    activate(layer, samples);
    if (layer.skips) for (let k = 0; k < samples * layer.n; k++) layer.a[k] = layer.f[k] + before[k];
    before = layer.a;
  }
}

/** Sum over the samples of their losses; from u where a logarithm of a rounded probability would overflow. */
export function lossOf(loss, { n, u, a }, y, samples) {
  let sum = 0;
  const all = samples * n;
  if (loss === "bce") {
    for (let k = 0; k < all; k++) sum += Math.max(u[k], 0) - y[k] * u[k] + Math.log1p(Math.exp(-Math.abs(u[k])));
    return sum;
  }
  if (loss === "cross_entropy") {
    for (let s = 0; s < samples; s++) {
      const end = s + all;
      const top = highest(u, s, end, samples);
      let total = 0;
      for (let k = s; k < end; k += samples) total += Math.exp(u[k] - top);
      const log = Math.log(total);
      for (let k = s; k < end; k += samples) if (y[k] > 0) sum += y[k] * (log - (u[k] - top));
    }
    return sum;
  }
  const scale = scaleOf(loss, n) / 2;
  for (let k = 0; k < all; k++) sum += (a[k] - y[k]) ** 2;
  return scale * sum;
}

/** How many times a − y the slope of a loss is, along what it starts from. */
function scaleOf(loss, n) {
  if (loss === "mse") return 2 / n;
  if (loss === "squared_error" || slopeCancels(loss)) return 1;
  throw new Error(`train_passes.js knows no loss "${loss}".`);
}

// ---- backward: BP1 to BP4

/** From the slope along f to that along u: times the activation's own slope. */
function slide({ name, n, u, f, arrives, delta }, samples) {
  const end = samples * n;
  if (name === "tanh") for (let k = 0; k < end; k++) delta[k] = arrives[k] * (1 - f[k] * f[k]);
  else if (name === "sigmoid") for (let k = 0; k < end; k++) delta[k] = arrives[k] * f[k] * (1 - f[k]);
  else if (name === "relu") for (let k = 0; k < end; k++) delta[k] = u[k] > 0 ? arrives[k] : 0;
  else if (name === "identity") for (let k = 0; k < end; k++) delta[k] = arrives[k];
  else {
    const { slope } = ACTIVATIONS[name];
    for (let k = 0; k < end; k++) delta[k] = arrives[k] * slope(u[k], f[k]);
  }
}

/** Through a normalization: delta becomes the slope along z, and gamma and beta have theirs. */
function unnormalize(p, g, { n, scale, s, z, delta }, samples) {
  for (let j = 0; j < n; j++) {
    const end = (j + 1) * samples;
    let [dGamma, dBeta] = [0, 0];
    for (let k = j * samples; k < end; k++) {
      dGamma += delta[k] * z[k];
      dBeta += delta[k];
    }
    [g[scale + j], g[scale + n + j]] = [dGamma / samples, dBeta / samples];
    const factor = p[scale + j] / s[j];
    for (let k = j * samples; k < end; k++) {
      delta[k] = factor * (delta[k] - dBeta / samples - (z[k] * dGamma) / samples);
    }
  }
}

/** dW and db: means over the samples. */
function slopes(g, { m, n, W, b, delta }, before, samples) {
  const part = 1 / samples;
  for (let j = 0; j < n; j++) {
    const d = j * samples;
    let i = 0;
    for (; i + 3 < m; i += 4) {
      const c0 = i * samples;
      const [c1, c2, c3] = [c0 + samples, c0 + 2 * samples, c0 + 3 * samples];
      let [g0, g1, g2, g3] = [0, 0, 0, 0];
      for (let s = 0; s < samples; s++) {
        const one = delta[d + s];
        g0 += one * before[c0 + s];
        g1 += one * before[c1 + s];
        g2 += one * before[c2 + s];
        g3 += one * before[c3 + s];
      }
      const at = W + i * n + j;
      g[at] = g0 * part;
      g[at + n] = g1 * part;
      g[at + 2 * n] = g2 * part;
      g[at + 3 * n] = g3 * part;
    }
    for (; i < m; i++) {
      let sum = 0;
      for (let s = 0; s < samples; s++) sum += delta[d + s] * before[i * samples + s];
      g[W + i * n + j] = sum * part;
    }
    let sum = 0;
    for (let s = 0; s < samples; s++) sum += delta[d + s];
    g[b + j] = sum * part;
  }
}

/** What arrives one layer earlier: delta Wᵀ, and by a skip what arrived here. */
function pass(p, { m, n, W, delta, arrives, skips }, earlier, samples) {
  for (let i = 0; i < m; i++) {
    const to = i * samples;
    for (let s = 0; s < samples; s++) earlier[to + s] = skips ? arrives[to + s] : 0;
    combine(earlier, to, p, W + i * n, 1, delta, n, samples);
  }
}

export function backward(p, g, layers, X, y, loss, samples) {
  const last = layers.at(-1);
  const scale = scaleOf(loss, last.n);
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
