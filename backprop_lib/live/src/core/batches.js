// The rows of each step: all of them, or a mini-batch, drawn as backprop_lib/training.py draws them.

import { makeRandom } from "./random.js";
import { columnsOf } from "./train.js";

/** @param {{X: number[][], y: number[][]}} data @param {number} seed @param {number} [epoch] that has begun */
export function makeBatches({ X, y }, seed, epoch = 0) {
  const rows = X.length;
  const random = makeRandom(seed);
  const all = { X: columnsOf(X), y: columnsOf(y) };
  const numbers = Array.from({ length: rows }, (_, s) => s);
  let order = numbers;
  let next = rows; // where the next one starts in it: a new epoch is due
  const batches = {
    all,
    epoch,
    /** The next step's X and y, in columns. @param {number|null} size null: all rows */
    take(size) {
      if (size === null || size >= rows) {
        batches.epoch += 1;
        next = rows;
        return all;
      }
      if (next >= rows) {
        order = random.permutation(numbers);
        next = 0;
        batches.epoch += 1;
      }
      const chosen = order.slice(next, next + size);
      next += size;
      return { X: columnsOf(chosen.map((s) => X[s])), y: columnsOf(chosen.map((s) => y[s])) };
    },
    /** All that the next draw depends on, to come back to by `goTo`. */
    place: () => ({ order, next, epoch: batches.epoch, random: random.place() }),
    goTo(place) {
      ({ order, next, epoch: batches.epoch } = place);
      random.goTo(place.random);
    },
  };
  return batches;
}
