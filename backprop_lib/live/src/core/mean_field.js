// What theory says of a deep network: the page's copy of backprop_lib/mean_field.py, for networks of
// one activation whose biases and beta are 0 and whose gamma is 1.

import { ACTIVATIONS } from "./pass.js";

const [NODES, REACH, LARGEST] = [160, 12, 1e300];

/** Nodes and weights of Gauss and Legendre on (−1, 1), by Newton's steps. */
function gaussLegendre() {
  return Array.from({ length: NODES }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (NODES + 0.5));
    let slope = 0;
    for (let round = 0; round < 8; round++) {
      let [last, now] = [1, x];
      for (let n = 2; n <= NODES; n++) [last, now] = [now, ((2 * n - 1) * x * now - (n - 1) * last) / n];
      slope = (NODES * (x * now - last)) / (x * x - 1);
      x -= now / slope;
    }
    return [x, 2 / ((1 - x * x) * slope * slope)];
  });
}
let nodes = null;

/** E[f], E[f²] and E[f'²] of an activation f for z ~ N(0, variance). */
export function moments(activation, variance) {
  const { value, slope } = ACTIVATIONS[activation];
  const found = [0, 0, 0];
  const add = (z, weight) => {
    const f = value(z);
    [f, f * f, slope(z, f) ** 2].forEach((one, n) => {
      found[n] += weight * one;
    });
  };
  if (variance === 0) add(0, 1);
  else {
    nodes ??= gaussLegendre();
    const deviation = Math.sqrt(variance);
    const end = Math.asinh(REACH * deviation);
    for (const [node, length] of nodes) {
      const t = ((node + 1) * end) / 2;
      const z = Math.sinh(t);
      const density = Math.exp(-((z / deviation) ** 2) / 2) / (Math.sqrt(2 * Math.PI) * deviation);
      const weight = ((length * end) / 2) * density * Math.cosh(t);
      add(z, weight);
      add(-z, weight);
    }
  }
  return { mean: found[0], square: found[1], slopeSquare: found[2] };
}

/**
 * Spread of a[l], factor and delta (in units of the last one) of every layer.
 * @param {{sigma2: number, skips: boolean}[]} layers sigma2 is fan_in times the mean of W²
 * @param {{mean: number, square: number, batchVariance: number}} input
 * @param {{activation: string, epsilon: number | null}} how
 * @throws {RangeError} where a variance leaves the floats
 */
export function predict(layers, input, { activation, epsilon }) {
  let { mean, square, batchVariance } = input;
  const [spread, scale, found] = [[Math.sqrt(Math.max(square - mean ** 2, 0))], [], []];
  layers.forEach(({ sigma2, skips }, n) => {
    const isHidden = n < layers.length - 1;
    const s2 = epsilon !== null && isHidden ? sigma2 * batchVariance + epsilon : null;
    const variance = s2 === null ? sigma2 * square : 1 - epsilon / s2;
    if (!(variance < LARGEST)) throw new RangeError(`in theory the variance of z[${n + 1}] is too large for a float.`);
    if (!isHidden) return;
    const of = moments(activation, variance);
    scale.push(s2 === null ? 1 : 1 / s2);
    found.push(of);
    [mean, square, batchVariance] = skips
      ? [mean + of.mean, square + of.square + 2 * mean * of.mean, batchVariance]
      : [of.mean, of.square, 0];
    batchVariance += of.square - of.mean ** 2;
    spread.push(Math.sqrt(Math.max(square - mean ** 2, 0)));
  });
  const [factor, delta] = [[], [0]]; // delta as a logarithm of its square: no product leaves the floats
  let along = 0;
  for (let n = found.length; n >= 1; n--) {
    const arrives = layers[n].sigma2 + along;
    const chi = arrives * found[n - 1].slopeSquare * scale[n - 1];
    factor.unshift(Math.sqrt(chi));
    delta.unshift(delta[0] + Math.log(chi));
    along = layers[n - 1].skips && chi ? arrives / chi : 0;
  }
  return { spread, factor, delta: delta.map((log) => Math.exp(log / 2)) };
}
