// Forward and backward pass of a dense network: the page's copy of backprop_lib/passes.py.
// Same names, same formulas, batch first; a test holds it to the core to 1e-12.
// Everything is indexed by its layer number: W[l], b[l], z[l], delta[l] for l = 1 … L; a[0] is X.

/** @typedef {{W: number[][][], b: number[][], activations: string[]}} Network  index 0 unused */
/** @typedef {{z: number[][][], a: number[][][]}} Forward */

const LEAK = 0.01;
const GELU_SCALE = Math.sqrt(2 / Math.PI);
const GELU_CUBIC = 0.044715;
const GELU_FLAT = 30;
const geluTanh = (z) => Math.tanh(GELU_SCALE * (z + GELU_CUBIC * z ** 3));

/** Each activation's value beside its slope; `steepest` is the largest slope it can have. */
export const ACTIVATIONS = {
  identity: { value: (z) => z, slope: () => 1, steepest: 1 },
  sigmoid: {
    value: (z) => (z > 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z))),
    slope: (z, a) => a * (1 - a),
    steepest: 0.25,
  },
  tanh: { value: Math.tanh, slope: (z, a) => 1 - a * a, steepest: 1 },
  relu: { value: (z) => (z > 0 ? z : 0), slope: (z) => (z > 0 ? 1 : 0), steepest: 1 },
  leaky_relu: { value: (z) => (z > 0 ? z : LEAK * z), slope: (z) => (z > 0 ? 1 : LEAK), steepest: 1 },
  gelu: {
    value: (z) => (Math.abs(z) < GELU_FLAT ? 0.5 * z * (1 + geluTanh(z)) : z > 0 ? z : 0),
    slope: (z) => {
      if (Math.abs(z) >= GELU_FLAT) return z > 0 ? 1 : 0;
      const t = geluTanh(z);
      return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * GELU_SCALE * (1 + 3 * GELU_CUBIC * z * z);
    },
    steepest: 1.13,
  },
};

function softmax(z) {
  const top = Math.max(...z);
  const e = z.map((value) => Math.exp(value - top));
  const sum = e.reduce((total, value) => total + value, 0);
  return e.map((value) => value / sum);
}

const rows = (matrix, f) => matrix.map((row, n) => row.map((value, j) => f(value, n, j)));

/** z and a of every layer. @param {Network} network @returns {Forward} */
export function forward({ W, b, activations }, X) {
  const z = [null];
  const a = [X];
  for (let l = 1; l < W.length; l++) {
    z[l] = a[l - 1].map((row) =>
      b[l].map((bias, j) => row.reduce((sum, value, i) => sum + value * W[l][i][j], 0) + bias),
    );
    const name = activations[l];
    a[l] = name === "softmax" ? z[l].map(softmax) : rows(z[l], ACTIVATIONS[name].value);
  }
  return { z, a };
}

/** Loss of one sample, from z where a logarithm of a rounded probability would overflow. */
const SAMPLE_LOSS = {
  squared_error: (z, a, y) => 0.5 * a.reduce((sum, value, k) => sum + (value - y[k]) ** 2, 0),
  mse: (z, a, y) => a.reduce((sum, value, k) => sum + (value - y[k]) ** 2, 0) / a.length,
  bce: (z, a, y) =>
    z.reduce((sum, v, k) => sum + (Math.max(v, 0) - y[k] * v + Math.log1p(Math.exp(-Math.abs(v)))), 0),
  cross_entropy: (z, a, y) => {
    const top = Math.max(...z);
    const log = Math.log(z.reduce((sum, value) => sum + Math.exp(value - top), 0));
    return z.reduce((sum, value, k) => sum + (y[k] > 0 ? y[k] * (log - (value - top)) : 0), 0);
  },
};

/** Mean loss of one recorded forward pass. */
export function meanLoss({ z, a }, y, loss) {
  const L = z.length - 1;
  return y.reduce((sum, row, s) => sum + SAMPLE_LOSS[loss](z[L][s], a[L][s], row), 0) / y.length;
}

/** bce with sigmoid and cross_entropy with softmax: the output's own slope cancels. */
export const slopeCancels = (loss) => loss === "bce" || loss === "cross_entropy";

/**
 * Loss (mean over the batch), and for every layer delta, dW, db, and delta's two factors:
 * `arrives` (from the loss or from the layer above) times `slope` (of this activation, here).
 */
export function backward({ W, activations }, { z, a }, y, loss) {
  const L = W.length - 1;
  const n = y.length;
  const outputs = a[L][0].length;
  const [arrives, slope, delta, dW, db] = [[null], [null], [null], [null], [null]];
  for (let l = L; l >= 1; l--) {
    slope[l] =
      activations[l] === "softmax"
        ? rows(z[l], () => NaN) // a matrix, not a number; cross_entropy never asks for it
        : rows(z[l], (value, s, j) => ACTIVATIONS[activations[l]].slope(value, a[l][s][j]));
    if (l === L) {
      const scale = loss === "mse" ? 2 / outputs : 1;
      arrives[l] = rows(a[l], (value, s, j) => scale * (value - y[s][j]));
      delta[l] = slopeCancels(loss) ? arrives[l] : rows(arrives[l], (v, s, j) => v * slope[l][s][j]);
    } else {
      arrives[l] = rows(a[l], (_, s, i) =>
        delta[l + 1][s].reduce((sum, d, k) => sum + d * W[l + 1][i][k], 0),
      );
      delta[l] = rows(arrives[l], (value, s, j) => value * slope[l][s][j]);
    }
    dW[l] = a[l - 1][0].map((_, i) =>
      delta[l][0].map((__, j) => delta[l].reduce((sum, row, s) => sum + a[l - 1][s][i] * row[j], 0) / n),
    );
    db[l] = delta[l][0].map((_, j) => delta[l].reduce((sum, row) => sum + row[j], 0) / n);
  }
  return { loss: meanLoss({ z, a }, y, loss), arrives, slope, delta, dW, db };
}
