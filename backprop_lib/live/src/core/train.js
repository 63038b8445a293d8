// Steps of training on flat arrays: the page's copy of backprop_lib/training.py; a test holds it to
// the core to 1e-12 a step.
//
// The parameters are one vector as in the core: W[1] row by row, b[1], W[2], …, then gamma and beta
// of each normalized layer. Samples stand in columns: see train_passes.js.

import { update } from "./optimizers.js";
import { backward, forward, lossOf, makeLayers } from "./train_passes.js";

/** @typedef {import("./train_passes.js").Spec} Spec */

/** Rows of numbers as columns: feature i of all rows stands from i · rows on. @param {ArrayLike<number>[]} rows */
export function columnsOf(rows) {
  const width = rows[0].length;
  const columns = new Float64Array(rows.length * width);
  for (let s = 0; s < rows.length; s++) {
    for (let i = 0; i < width; i++) columns[i * rows.length + s] = rows[s][i];
  }
  return columns;
}

/** running = (1 - momentum) running + momentum batch; the variance as if divided by n - 1. */
function follow(running, { n, kept, momentum, mean, variance }, samples) {
  for (let j = 0; j < n; j++) {
    running[kept + j] = (1 - momentum) * running[kept + j] + momentum * mean[j];
    const unbiased = (variance[j] * samples) / (samples - 1);
    running[kept + n + j] = (1 - momentum) * running[kept + n + j] + momentum * unbiased;
  }
}

/** Layers with arrays for so many samples: of the last few numbers that were asked for. */
function makeRooms(spec) {
  const rooms = new Map();
  return (samples) => {
    if (!rooms.has(samples)) {
      if (rooms.size > 3) rooms.clear(); // a batch, an epoch's last one, all rows, the picture
      rooms.set(samples, makeLayers(spec, samples).layers);
    }
    return rooms.get(samples);
  };
}

function areFinite(numbers) {
  let sum = 0;
  for (let k = 0; k < numbers.length; k++) sum += numbers[k] * numbers[k];
  return Number.isFinite(sum);
}

/** 1 for a weight, 0 for a bias, a gamma or a beta. */
function weightsOf(layers, count) {
  const isWeight = new Uint8Array(count);
  for (const { W, b } of layers) isWeight.fill(1, W, b);
  return isWeight;
}

/** An optimizer and what it remembers from step to step; another kind of it starts without. */
function makeMemory() {
  let [memory, kind] = [{}, ""];
  return {
    update(how) {
      if (how.optimizer.kind !== kind) [memory, kind] = [{}, how.optimizer.kind];
      update({ ...how, memory });
    },
    forget() {
      memory = {};
    },
    place: () => ({ kind, memory: structuredClone(memory) }),
    goTo(place) {
      [memory, kind] = [structuredClone(place.memory), place.kind];
    },
  };
}

/** Both passes; the loss, and the gradient in `gradient`. A loss that is not finite has none. */
function makePasses(spec, gradient) {
  return (p, X, y, layers, samples) => {
    forward(p, layers, X, samples);
    const loss = lossOf(spec.loss, layers.at(-1), y, samples) / samples;
    if (Number.isFinite(loss)) backward(p, gradient, layers, X, y, spec.loss, samples);
    return loss;
  };
}

/**
 * A run of training. Like the core's, a step that leaves the floats takes nothing with it: the
 * parameters stay those before it.
 *
 * @param {Spec} spec
 * @param {ArrayLike<number>} params as `Network.params`; copied
 * @param {ArrayLike<number>} [running] mean and variance of the normalized layers; copied
 * @param {number} [number] steps that were taken elsewhere; of these its optimizer remembers nothing
 */
export function makeTraining(spec, params, running = [], number = 0) {
  const roomOf = makeRooms(spec);
  const { layers: shapes, count } = makeLayers(spec, 0);
  if (params.length !== count) throw new RangeError(`params has ${params.length} numbers; expected ${count}.`);
  let p = Float64Array.from(params);
  let next = new Float64Array(count);
  const gradient = new Float64Array(count);
  const isWeight = weightsOf(shapes, count);
  const passes = makePasses(spec, gradient);
  const memory = makeMemory();
  const training = {
    number,
    since: number, // the optimizer's memory
    gradient,
    running: Float64Array.from(running),
    params: () => p,
    /** Other parameters, as when a hand moves a weight; what the optimizer remembers stays. */
    put(numbers) {
      p.set(numbers);
    },
    /**
     * Forward, backward, update.
     * @param {Float64Array} X the batch's inputs, in columns @param {Float64Array} y its targets, too
     * @returns {number} the loss before the update; not finite: nothing was changed
     */
    step(X, y, optimizer) {
      const samples = X.length / spec.sizes[0];
      const layers = roomOf(samples);
      const loss = passes(p, X, y, layers, samples);
      if (!Number.isFinite(loss)) return loss;
      memory.update({ params: p, gradient, optimizer, isWeight, out: next });
      if (!areFinite(next)) {
        memory.forget();
        return NaN;
      }
      for (const layer of layers) if (layer.epsilon !== null) follow(training.running, layer, samples);
      [p, next] = [next, p];
      training.number += 1;
      return loss;
    },
    /** The loss over these samples; `gradient` then is that of all of them. */
    measure(X, y) {
      const samples = X.length / spec.sizes[0];
      return passes(p, X, y, roomOf(samples), samples);
    },
    /** The outputs in columns, normalized layers by their running statistics. */
    answer(X) {
      const samples = X.length / spec.sizes[0];
      const layers = roomOf(samples);
      forward(p, layers, X, samples, training.running);
      return layers.at(-1).a;
    },
    /** All that the next step depends on, to come back to by `goTo`. */
    place: () => ({
      ...{ number: training.number, params: p.slice(), running: training.running.slice() },
      ...memory.place(),
    }),
    goTo(place) {
      training.number = place.number;
      memory.goTo(place);
      p.set(place.params);
      training.running.set(place.running);
    },
  };
  return training;
}
