// A loss in words: its formula, and the same with the numbers of a sample in it.

import { bracketed, decimalsOf, worked, written } from "../core/numbers.js";

/** A loss's formula. */
export const lossFormula = (loss, outputs) =>
  ({
    squared_error: "½ Σ (a − y)²",
    mse: `Σ (a − y)² / ${outputs}`,
    bce: "−[y·log a + (1 − y)·log(1 − a)]",
    cross_entropy: "−Σ y·log a",
  })[loss];

/** For one output the numbers in a loss, each with how far the loss moves with it, and how they are said. */
const LOSSES = {
  squared_error: {
    parts: (a, y) => [
      [a, a - y],
      [y, y - a],
    ],
    said: (a, y) => `½·(${a} − ${bracketed(y)})²`,
  },
  mse: {
    parts: (a, y, n) => [
      [a, (2 * (a - y)) / n],
      [y, (2 * (y - a)) / n],
    ],
    said: (a, y) => `(${a} − ${bracketed(y)})²`,
  },
  bce: {
    parts: (a, y) => [
      [y, Math.log(a)],
      [a, y / a],
      [1 - y, Math.log(1 - a)],
      [1 - a, (1 - y) / (1 - a)],
    ],
    said: (y, a, noY, noA) => `−[${y}·log ${a} + ${noY}·log ${noA}]`,
  },
  cross_entropy: {
    parts: (a, y) => [
      [y, Math.log(a)],
      [a, y / a],
    ],
    said: (y, a) => `−${y}·log ${a}`,
  },
};

/** A loss with the numbers of a sample in it: a and y by output. */
export function lossSaid(loss, a, y, value) {
  const { parts, said } = LOSSES[loss];
  const all = a.map((one, n) => parts(one, y[n], a.length));
  const texts = worked(all.flat(), value);
  const each = all.map((own) => said(...texts.splice(0, own.length))).join(" + ");
  return loss === "mse" && a.length > 1 ? `[${each}] / ${a.length}` : each;
}

/** How far the loss moves when a weight is raised by 0.01: with the slope's own digits. */
export const raised = (slope) => (slope > 0 ? "+" : "") + written(0.01 * slope, decimalsOf(slope) + 2);
