// What layers have beside weights, a bias and an activation: batch normalization, and skips.

import { unpack } from "./numbers.js";

/**
 * The `norms` of pass.js, by layer.
 * @param {{sizes: number[], epsilon: (number|null)[]}} spec
 * @param {number[]} scales gamma and beta of each normalized layer, one after the other
 * @param {number[]} [running] their running mean and variance, alike; without them the batch's own
 */
export function normsOf({ sizes, epsilon }, scales, running = null) {
  let at = 0;
  return [
    null,
    ...epsilon.map((value, m) => {
      if (value === null) return null;
      const n = sizes[m + 1];
      const pair = (flat) => [flat.slice(at, at + n), flat.slice(at + n, at + 2 * n)];
      const [gamma, beta] = pair(scales);
      const [mean, variance] = running ? pair(running) : [];
      at += 2 * n;
      return { gamma, beta, epsilon: value, mean, var: variance };
    }),
  ];
}

export const isNormalized = ({ epsilon }) => epsilon.some((value) => value !== null);

/** How many gammas and betas there are. */
export const countScales = ({ sizes, epsilon }) =>
  epsilon.reduce((sum, value, m) => sum + (value === null ? 0 : 2 * sizes[m + 1]), 0);

/** One sentence or two on these layers, each after a space, or none; `by` which statistics. */
export function partsSaid({ epsilon, residual }, by = "") {
  const listed = (items) =>
    items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
  const normalized = epsilon.flatMap((value, m) => (value === null ? [] : [m + 1]));
  const skips = residual.flatMap((skip, m) => (skip ? [`a[${m}] to layer ${m + 1}`] : []));
  return [
    ...(normalized.length
      ? [` Batch norm in layer${normalized.length > 1 ? "s" : ""} ${listed(normalized)}${by}; γ and β are not drawn.`]
      : []),
    ...(skips.length ? [` ${skips.length > 1 ? "Skips add" : "A skip adds"} ${listed(skips)}.`] : []),
  ].join("");
}

/**
 * A view's flat values as a network for pass.js, its input and its target. A single sample has no
 * statistics of its own: the running ones are used.
 */
export function networkOf(values, spec) {
  const { W, b, scales, x, y } = unpack(values, spec.sizes, countScales(spec));
  const norms = normsOf(spec, scales, spec.running);
  return {
    network: { W, b, activations: [null, ...spec.activations], norms, residual: [null, ...spec.residual] },
    x,
    y,
  };
}
