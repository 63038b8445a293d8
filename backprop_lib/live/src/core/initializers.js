// How the weights of a new network are drawn: the page's copy of backprop_lib/initializers.py.

import { makeRandom } from "./random.js";

const uniform = (limit, random, count) => random.uniform(-limit, limit, count);
const normal = (scale, random, count) => random.normal(1, count).map((value) => value * scale);

/** By their names: so many weights of a layer. */
const INITIALIZERS = {
  normal: (m, n) => [normal, 0.01],
  xavier_uniform: (m, n) => [uniform, Math.sqrt(6 / (m + n))],
  xavier_normal: (m, n) => [normal, Math.sqrt(2 / (m + n))],
  he_uniform: (m) => [uniform, Math.sqrt(6 / m)],
  he_normal: (m) => [normal, Math.sqrt(2 / m)],
};
const OTHER_NAMES = {
  xavier: "xavier_uniform",
  glorot_uniform: "xavier_uniform",
  glorot_normal: "xavier_normal",
  he: "he_normal",
};

/** Whether the page can draw by it: by a function of Python's it cannot. */
export const canDraw = (init) => init in INITIALIZERS || init in OTHER_NAMES;

/**
 * A network's first parameters, in the core's order; biases and betas are zero, gammas one.
 * @param {{sizes: number[], epsilon: (number|null)[]}} spec @param {string} init @param {number} seed
 */
export function drawn({ sizes, epsilon }, init, seed) {
  const random = makeRandom(seed);
  const parts = [];
  for (let l = 1; l < sizes.length; l++) {
    const [m, n] = [sizes[l - 1], sizes[l]];
    const [draw, scale] = INITIALIZERS[OTHER_NAMES[init] ?? init](m, n);
    parts.push(...draw(scale, random, m * n), ...new Array(n).fill(0));
  }
  for (let l = 1; l < sizes.length; l++) {
    if (epsilon[l - 1] !== null) parts.push(...new Array(sizes[l]).fill(1), ...new Array(sizes[l]).fill(0));
  }
  return Float64Array.from(parts);
}
