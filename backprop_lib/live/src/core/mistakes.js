// The known mistakes of a backward pass, as the page computes with them where no kernel is: the first
// way of each entry of backprop_lib/check/backward_pass/mistakes.py, and a test holds them to it.

import { each, hasShape, meet, minus, product, times, transposed } from "./matrices.js";
import { ACTIVATIONS, forward, slopeCancels, softmax } from "./pass.js";

const SLOPE = (name) => (name === "softmax" ? (_, a) => a * (1 - a) : ACTIVATIONS[name].slope); // its diagonal
const VALUE = (name, z) => (name === "softmax" ? z.map(softmax) : each(z, ACTIVATIONS[name].value));
const sums = (m) => m.reduce((total, row) => total.map((sum, j) => sum + row[j]));
const over = (m, n) => each(m, (value) => value / n);
const ofLoss = (a, y, loss) => {
  const scale = loss === "mse" ? 2 / a[0].length : 1;
  return meet(a, y, (value, target) => scale * (value - target));
};
const wherever = (slope, arrives, loss) => (slopeCancels(loss) ? arrives : times(arrives, slope));

// Where the slope is taken.
const here = (f, z, a) => meet(z, a, SLOPE(f));
const atA = (f, z, a) => meet(a, VALUE(f, a), SLOPE(f));
const fromZ = (f, z) => meet(z, z, SLOPE(f));
const one = () => [[1]];

// The four equations. A mistake replaces one of them, or two.
const output = (z, a, y, f, loss) => wherever(here(f, z, a), ofLoss(a, y, loss), loss);
const back = (delta, W) => product(delta, transposed(W));
const hidden = (delta, W, z, a, f) => times(back(delta, W), here(f, z, a));
const weights = (a, delta) => over(product(transposed(a), delta), delta.length);
const bias = (delta) => sums(delta).map((sum) => sum / delta.length);
const RIGHT = { output, hidden, weights, bias };

const slopesBy = (where) => ({
  output: (z, a, y, f, loss) => wherever(where(f, z, a), ofLoss(a, y, loss), loss),
  hidden: (delta, W, z, a, f) => times(back(delta, W), where(f, z, a)),
});
const byBatch = (z, a, y, f, loss) => over(output(z, a, y, f, loss), y.length);
const backBy = (way) => ({ hidden: (delta, W, z, a, f) => times(way(delta, W), here(f, z, a)) });

/**
 * By name, what takes the place of which equation; `weights` also gets a of the layer itself, and the
 * slopes of the layer before.
 */
const WAYS = {
  "sign flipped": { output: (...of) => each(output(...of), (value) => -value) },
  "slope too many": { output: (z, a, y, f, loss) => times(output(z, a, y, f, loss), here(f, z, a)) },
  "z for a": { output: (z, a, y, f, loss) => wherever(here(f, z, a), ofLoss(z, y, loss), loss) },
  "broadcast by accident": {
    output: (z, a, y, f, loss) => output(z, a, over([sums(y)], y.length), f, loss),
  },
  "slope forgotten": slopesBy(one),
  "slope at a": slopesBy(atA),
  "slope's formula given z": slopesBy(fromZ),
  "W not transposed": backBy(product),
  "columns for rows": backBy((delta, W) => product(transposed(W), delta)),
  "* instead of @": backBy((delta, W) => times(delta, transposed(W))),
  "updated W used": { updated: true },
  "delta divided by the batch": {
    output: byBatch,
    weights: (a, delta) => product(transposed(a), delta),
    bias: sums,
  },
  "mean forgotten": { weights: (a, delta) => product(transposed(a), delta), bias: sums },
  "mean taken twice": {
    weights: (a, delta) => over(weights(a, delta), delta.length),
    bias: (delta) => bias(delta).map((mean) => mean / delta.length),
  },
  "sum over the wrong axis": { bias: (delta) => bias(transposed(delta)) },
  "bias gradient not summed": { bias: (delta) => delta },
  "bias gradient as a row": { bias: (delta) => [bias(delta)] },
  "a of the wrong layer": { weights: (_, delta, own) => weights(own, delta) },
  "dW transposed": { weights: (a, delta) => transposed(weights(a, delta)) },
  "input changed in place": { weights: (_, delta, __, before) => weights(before, delta) },
  // made later, in the update
  "biases never updated": { without: "b" },
  "gradients accumulated": { sums: true },
  "learning rate forgotten": { rate: 1 },
};

/**
 * delta, dW and db of a plain dense network with a mistake, whatever their shapes came out to be.
 * @param {string} name of the mistake; "" for none
 * @param {import("./pass.js").Network} network
 * @param {{z: number[][][], a: number[][][]}} passed
 * @param {number[][]} y @param {string} loss
 * @param {number} [rate] matters to "updated W used" alone
 * @throws {RangeError} where shapes do not fit
 */
export function mistaken(name, { W, activations }, { z, a }, y, loss, rate = 0.5) {
  const way = { ...RIGHT, ...WAYS[name] };
  const L = W.length - 1;
  const [delta, dW, db] = [[null], [null], [null]];
  delta[L] = way.output(z[L], a[L], y, activations[L], loss);
  for (let l = L; l >= 1; l--) {
    const before = l > 1 ? here(activations[l - 1], z[l - 1], a[l - 1]) : a[0];
    dW[l] = way.weights(a[l - 1], delta[l], a[l], before);
    db[l] = way.bias(delta[l]);
    if (l === 1) break;
    const back = way.updated
      ? minus(
          W[l],
          each(dW[l], (slope) => rate * slope),
        )
      : W[l];
    delta[l - 1] = way.hidden(delta[l], back, z[l - 1], a[l - 1], activations[l - 1]);
  }
  return { delta, dW, db };
}

const isAllFinite = (m) => m.flat().every(Number.isFinite);

/** What is wrong with the shapes or the numbers of such an answer; "" where nothing is. */
export function problemOf(found, { W }, samples) {
  for (const name of ["delta", "dW", "db"]) {
    for (let l = 1; l < W.length; l++) {
      const [m, n] = [W[l].length, W[l][0].length];
      const one = found[name][l];
      const fits =
        name === "db" ? one.length === n && !Array.isArray(one[0]) : hasShape(one, name === "dW" ? m : samples, n);
      if (!fits) return `${name}[${l}] has another shape than ${{ delta: "z", dW: "W", db: "b" }[name]}[${l}].`;
      if (!isAllFinite(one)) return `${name}[${l}] holds NaN or infinity.`;
    }
  }
  return "";
}

/**
 * A network after one step of gradient descent with a mistake, and what the next one remembers.
 * @throws {RangeError} where shapes do not fit, or numbers are no longer finite
 */
export function mistakenStep(name, network, X, y, loss, rate, memory = null) {
  const { rate: by = rate, sums: adds, without } = { ...WAYS[name] };
  const found = mistaken(name, network, forward(network, X), y, loss, rate);
  const add = (part) => found[part].map((one, l) => one && (memory && adds ? plus(one, memory[part][l]) : one));
  const gradient = { dW: add("dW"), db: add("db") };
  const less = (p, slope) =>
    minus(
      p,
      each(slope, (value) => by * value),
    );
  const W = network.W.map((one, l) => one && less(one, gradient.dW[l]));
  const b = network.b.map((one, l) => one && (without ? one : moved(one, gradient.db[l], less)));
  W.forEach((one, l) => {
    if (one && !(isAllFinite(one) && isAllFinite(b[l]))) throw new RangeError("not finite");
    if (one && !hasShape(one, network.W[l].length, network.W[l][0].length))
      throw new RangeError(`W[${l}] gets another shape.`);
  });
  return { network: { ...network, W, b }, memory: gradient };
}

const plus = (one, old) => (Array.isArray(one[0]) ? meet(one, old, (p, q) => p + q) : one.map((p, j) => p + old[j]));

/** b after a step: as in NumPy, a gradient with rows would make rows of it. */
function moved(b, db, less) {
  if (Array.isArray(db[0])) throw new RangeError("b gets a row for every sample.");
  const [row] = less([b], [db]);
  if (row.length !== b.length) throw new RangeError("b gets another length.");
  return row;
}
