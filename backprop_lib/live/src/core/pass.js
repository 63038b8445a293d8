// Forward and backward pass of a network: the page's copy of backprop_lib/passes.py.
// Same names, same formulas, batch first; a test holds it to the core to 1e-12.
// Everything is indexed by its layer number: W[l], b[l], z[l], delta[l] for l = 1 … L; a[0] is X.

/**
 * Batch normalization of a layer; without `mean` and `var` the batch's own are used.
 * @typedef {{gamma: number[], beta: number[], epsilon: number, mean?: number[],
 *   var?: number[]}} Norm
 */
/**
 * Index 0 unused; plain dense layers need neither `norms` nor `residual`.
 * @typedef {{W: number[][][], b: number[][], activations: string[], norms?: (Norm|null)[],
 *   residual?: boolean[]}} Network
 */
/** u is what the activation sees: z, or normalized z. `normalized`: of each such layer z_hat and s.
 * @typedef {{z: number[][][], u: number[][][], a: number[][][], normalized: any[]}} Forward */

const LEAK = 0.01;
const GELU_SCALE = Math.sqrt(2 / Math.PI);
const GELU_CUBIC = 0.044715;
const GELU_FLAT = 30;
const geluTanh = (z) => Math.tanh(GELU_SCALE * (z + GELU_CUBIC * z * z * z));

/**
 * Each activation's value beside its slope, and the slope in words that fit a formula; `steepest`
 * is the largest slope it can have.
 */
export const ACTIVATIONS = {
  identity: { value: (z) => z, slope: () => 1, says: "1", steepest: 1 },
  sigmoid: {
    value: (z) => (z > 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z))),
    slope: (z, a) => a * (1 - a),
    says: "a·(1 − a)",
    steepest: 0.25,
  },
  tanh: { value: Math.tanh, slope: (z, a) => 1 - a * a, says: "1 − a²", steepest: 1 },
  relu: {
    value: (z) => (z > 0 ? z : 0),
    slope: (z) => (z > 0 ? 1 : 0),
    says: "1 if z > 0, else 0",
    steepest: 1,
  },
  leaky_relu: {
    value: (z) => (z > 0 ? z : LEAK * z),
    slope: (z) => (z > 0 ? 1 : LEAK),
    says: `1 if z > 0, else ${LEAK}`,
    steepest: 1,
  },
  gelu: {
    value: (z) => (Math.abs(z) < GELU_FLAT ? 0.5 * z * (1 + geluTanh(z)) : z > 0 ? z : 0),
    slope: (z) => {
      if (Math.abs(z) >= GELU_FLAT) return z > 0 ? 1 : 0;
      const t = geluTanh(z);
      return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * GELU_SCALE * (1 + 3 * GELU_CUBIC * z * z);
    },
    says: "slope of gelu at z",
    steepest: 1.12899302,
  },
};

const SATURATED = 0.1;
const FAR = 100; // a z at the end of every activation

/** Whether a slope is less than a tenth of the activation's largest: activations.saturated. */
export const saturated = (activation, slope) => Math.abs(slope) < SATURATED * ACTIVATIONS[activation]?.steepest;

/** What a flat neuron is called: "saturated" where both ends of its activation are flat, else "off". */
export function flatWord(activation) {
  const { value, slope } = ACTIVATIONS[activation];
  return [-FAR, FAR].every((z) => saturated(activation, slope(z, value(z)))) ? "saturated" : "off";
}

/** Whether an activation grows without end, but to one side alone. */
export function isOneWay(activation) {
  const { value } = ACTIVATIONS[activation];
  return value(FAR) > FAR / 2 && Math.abs(value(-FAR)) < FAR / 10;
}

/** "", or the word for a neuron that passes almost nothing back. */
export const flatness = (activation, slope) => (saturated(activation, slope) ? flatWord(activation) : "");

export function softmax(z) {
  const top = Math.max(...z);
  const e = z.map((value) => Math.exp(value - top));
  const sum = e.reduce((total, value) => total + value, 0);
  return e.map((value) => value / sum);
}

const rows = (matrix, f) => matrix.map((row, n) => row.map((value, j) => f(value, n, j)));

/**
 * z, u and a of every layer.
 * @param {Network} network
 * @param {number[][]} X
 * @returns {Forward}
 */
export function forward({ W, b, activations, norms, residual }, X) {
  const [z, u, a, normalized] = [[null], [null], [X], [null]];
  for (let l = 1; l < W.length; l++) {
    z[l] = a[l - 1].map((row) =>
      b[l].map((bias, j) => row.reduce((sum, value, i) => sum + value * W[l][i][j], 0) + bias),
    );
    normalized[l] = norms?.[l] ? normalize(z[l], norms[l]) : null;
    u[l] = normalized[l]?.u ?? z[l];
    const name = activations[l];
    a[l] = name === "softmax" ? u[l].map(softmax) : rows(u[l], ACTIVATIONS[name].value);
    if (residual?.[l]) a[l] = rows(a[l], (value, n, j) => value + a[l - 1][n][j]);
  }
  return { z, u, a, normalized };
}

/**
 * One layer's batch normalization: see backprop_lib/normalization.py. s = sqrt(var + epsilon).
 * @param {number[][]} z @param {Norm} norm
 */
function normalize(z, { gamma, beta, epsilon, mean, var: variance }) {
  const over = (f) => gamma.map((_, j) => z.reduce((sum, row) => sum + f(row[j], j), 0) / z.length);
  const center = mean ?? over((value) => value);
  const spread = variance ?? over((value, j) => (value - center[j]) ** 2);
  const s = spread.map((value) => Math.sqrt(value + epsilon));
  const zHat = rows(z, (value, n, j) => (value - center[j]) / s[j]);
  return { zHat, s, mean: center, own: !mean, u: rows(zHat, (value, n, j) => gamma[j] * value + beta[j]) };
}

/** Loss of one sample, from z where a logarithm of a rounded probability would overflow. */
const SAMPLE_LOSS = {
  squared_error: (z, a, y) => 0.5 * a.reduce((sum, value, k) => sum + (value - y[k]) ** 2, 0),
  mse: (z, a, y) => a.reduce((sum, value, k) => sum + (value - y[k]) ** 2, 0) / a.length,
  bce: (z, a, y) => z.reduce((sum, v, k) => sum + (Math.max(v, 0) - y[k] * v + Math.log1p(Math.exp(-Math.abs(v)))), 0),
  cross_entropy: (z, a, y) => {
    const top = Math.max(...z);
    const log = Math.log(z.reduce((sum, value) => sum + Math.exp(value - top), 0));
    return z.reduce((sum, value, k) => sum + (y[k] > 0 ? y[k] * (log - (value - top)) : 0), 0);
  },
};

/** Mean loss of one recorded forward pass. */
export function meanLoss({ u, a }, y, loss) {
  const L = u.length - 1;
  return y.reduce((sum, row, s) => sum + SAMPLE_LOSS[loss](u[L][s], a[L][s], row), 0) / y.length;
}

/** bce with sigmoid and cross_entropy with softmax: the output's own slope cancels. */
export const slopeCancels = (loss) => loss === "bce" || loss === "cross_entropy";

/**
 * Loss (mean over the batch), and for every layer delta, dW, db, of a normalized one dgamma and
 * dbeta, and delta's factors: `arrives` (from the loss or from the layer above, by its weights and
 * by its skip) times `slope` (of this activation, here); their product is du, along u, and delta
 * too where the layer is not normalized.
 * @param {Network} network
 * @param {Forward} passed
 * @param {number[][]} y
 * @param {string} loss
 */
export function backward({ W, activations, norms, residual }, { u, a, normalized }, y, loss) {
  const L = W.length - 1;
  const n = y.length;
  const outputs = a[L][0].length;
  const [arrives, slope, du, delta, dW, db, dgamma, dbeta] = Array.from({ length: 8 }, () => [null]);
  for (let l = L; l >= 1; l--) {
    const own = residual?.[l] ? rows(a[l], (value, s, j) => value - a[l - 1][s][j]) : a[l]; // f(u)
    slope[l] =
      activations[l] === "softmax"
        ? rows(u[l], () => NaN) // a matrix, not a number; cross_entropy never asks for it
        : rows(u[l], (value, s, j) => ACTIVATIONS[activations[l]].slope(value, own[s][j]));
    if (l === L) {
      const scale = loss === "mse" ? 2 / outputs : 1;
      arrives[l] = rows(a[l], (value, s, j) => scale * (value - y[s][j]));
    } else {
      arrives[l] = rows(a[l], (_, s, i) =>
        delta[l + 1][s].reduce((sum, d, k) => sum + d * W[l + 1][i][k], residual?.[l + 1] ? arrives[l + 1][s][i] : 0),
      );
    }
    du[l] = l === L && slopeCancels(loss) ? arrives[l] : rows(arrives[l], (v, s, j) => v * slope[l][s][j]);
    delta[l] = du[l];
    if (normalized[l]) ({ delta: delta[l], dgamma: dgamma[l], dbeta: dbeta[l] } = back(du[l], norms[l], normalized[l]));
    dW[l] = a[l - 1][0].map((_, i) =>
      delta[l][0].map((__, j) => delta[l].reduce((sum, row, s) => sum + a[l - 1][s][i] * row[j], 0) / n),
    );
    db[l] = delta[l][0].map((_, j) => delta[l].reduce((sum, row) => sum + row[j], 0) / n);
  }
  return { loss: meanLoss({ u, a }, y, loss), arrives, slope, du, delta, dW, db, dgamma, dbeta };
}

/** From du to dz, and the slopes of the mean loss along gamma and beta. */
function back(du, { gamma }, { zHat, s, own }) {
  const mean = (f) => gamma.map((_, j) => du.reduce((sum, row, n) => sum + f(row[j], n, j), 0) / du.length);
  const dgamma = mean((value, n, j) => value * zHat[n][j]);
  const dbeta = mean((value) => value);
  const inner = own ? (value, n, j) => value - dbeta[j] - zHat[n][j] * dgamma[j] : (value) => value;
  return { delta: rows(du, (value, n, j) => (gamma[j] / s[j]) * inner(value, n, j)), dgamma, dbeta };
}
