// What theory says of a deep network: the page's copy of backprop_lib/mean_field.py, for networks of
// one activation whose biases and beta are 0 and whose gamma is 1.

import { ACTIVATIONS } from "./pass.js";

const [REACH, LARGEST] = [12, 1e300];
const [NEAR, STEP, LOW, HIGH] = [1e-14, 0.1, -4200, 3500]; // a grid of z = exp(STEP · n), n from LOW to HIGH

const grids = {}; // by activation

/** f, f² and f'² at z plus those at −z, on the grid: no variance changes them. */
const bothSides = ({ value, slope }) =>
  Array.from({ length: HIGH - LOW }, (_, n) => {
    const z = Math.exp(STEP * (n + LOW));
    const [f, g] = [value(z), value(-z)];
    return { z, mean: f + g, square: f * f + g * g, slopeSquare: slope(z, f) ** 2 + slope(-z, g) ** 2 };
  });

const place = (z) => Math.floor(Math.log(z) / STEP) - LOW;

/** E[f], E[f²] and E[f'²] of an activation f for z ~ N(0, variance). */
export function moments(activation, variance) {
  const { value, slope } = ACTIVATIONS[activation];
  const f = value(0);
  if (variance === 0) return { mean: f, square: f * f, slopeSquare: slope(0, f) ** 2 };
  grids[activation] ??= bothSides(ACTIVATIONS[activation]);
  const deviation = Math.sqrt(variance);
  const last = place(REACH * deviation);
  let [mean, square, slopeSquare] = [0, 0, 0];
  for (let n = place(Math.min(deviation, 1) * NEAR); n < last; n++) {
    const of = grids[activation][n];
    const u = of.z / deviation;
    const weight = (Math.exp((-u * u) / 2) * u * STEP) / Math.sqrt(2 * Math.PI);
    mean += weight * of.mean;
    square += weight * of.square;
    slopeSquare += weight * of.slopeSquare;
  }
  return { mean, square, slopeSquare };
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
