// The run that a page trains: its network, its data and what measures it; the next one, by other choices.

import { makeBatches } from "../core/batches.js";
import { makeLossRecord } from "../core/loss_record.js";
import { makeMeasure, sceneryOf } from "../core/scenery.js";
import { makeTraining } from "../core/train.js";
import { makeScenes } from "./scene.js";

const imageOf = (features) => (features === 64 ? [8, 8] : null);
const lastBatch = (rows, size) => (size === null || size >= rows ? rows : rows % size || size);

/** Why these rows cannot be mini-batches of that size, or "". */
export function refusesBatch({ epsilon }, rows, size) {
  if (epsilon.every((value) => value === null) || lastBatch(rows, size) > 1) return "";
  return `batch_size ${size} leaves a batch of one of the ${rows} rows; batch normalization needs at least two: one has no variance.`;
}

/** A network with its data as they stand in a spec; sets up what trains and what measures. */
function setUp({ spec, data, params, running, seed, epoch = 0, number = 0 }) {
  const training = makeTraining(spec, params, running, number);
  return { spec, data, training, batches: makeBatches(data, seed, epoch), measure: makeMeasure(spec, data) };
}

/** What the kernel said last of its run, as a run that goes on here. */
function takenOver(scenes, { spec, moment, curve }) {
  const { numbers, number, epoch } = moment;
  const P = spec.sizes.slice(1).reduce((sum, n, l) => sum + (spec.sizes[l] + 1) * n, 0);
  const L = spec.sizes.length - 1;
  const scales = spec.epsilon.reduce((sum, value, m) => sum + (value === null ? 0 : 2 * spec.sizes[m + 1]), 0);
  const at = 2 * P + L;
  const run = setUp({
    ...{ spec, data: scenes.ofRun, seed: scenes.scene.seed, epoch, number },
    params: [...numbers.subarray(0, P), ...numbers.subarray(at, at + scales)],
    running: numbers.subarray(at + scales),
  });
  return { ...run, record: makeLossRecord(curve) };
}

/** The scene, and the run that was made of it. */
export function makeRuns({ model, known }) {
  const scenes = makeScenes(model.get("recipe"), { choices: model.get("choices"), spec: known.spec });
  const runs = {
    scenes,
    scene: scenes.scene,
    placed: known.spec.placed ? scenes.ofRun : null, // by a hand: the run's until another data set is chosen
    now: takenOver(scenes, known),
    /** The next run's scene and parts; what does not fit is an error, and nothing has changed. */
    next(changes) {
      const scene = scenes.changed(runs.scene, changes);
      const placed = scene.dataset === runs.scene.dataset ? runs.placed : null;
      const data = placed ?? scenes.data(scene);
      const { spec: parts, params, running } = scenes.network(scene, data);
      const loss = scenes.loss(scene);
      const spec = {
        ...{ ...runs.now.spec, ...parts, loss, image_shape: imageOf(parts.sizes[0]), run: runs.now.spec.run + 1 },
        ...{ placed: Boolean(placed), drawn: placed ? runs.now.spec.drawn : 0, edition: 0, whole: true },
        ...{ ...sceneryOf(data.X, data.y, loss, placed && runs.now.spec), X: data.X, y: data.y },
      };
      const made = setUp({ spec, data, params, running, seed: scene.seed });
      return { scene, placed, now: { ...made, record: makeLossRecord() } };
    },
    /** What a link told (`readRun`) as the run; where it does not fit, an error. */
    linked({ layers, running, params, data: own, told, curve }) {
      const { redraw, handed } = model.get("recipe");
      const { dataset, activation, noise, seed } = told;
      const init = told.init === "own" && !handed ? redraw : told.init;
      const scene = { ...runs.scene, dataset, activation, noise, seed, init, hidden: layers.sizes.slice(1, -1) };
      const data = own ?? scenes.data(scene);
      const [inputs, outputs] = [layers.sizes[0], layers.sizes.at(-1)];
      if (data.X[0].length !== inputs || data.y[0].length !== outputs) throw new Error("its data have another shape");
      const map = { kind: "plane", extent: told.extent };
      const spec = {
        ...{ ...runs.now.spec, ...layers, image_shape: imageOf(inputs), run: runs.now.spec.run + 1 },
        ...{ placed: Boolean(own), drawn: 0, edition: 0, whole: true },
        ...{ ...sceneryOf(data.X, data.y, layers.loss, map), X: data.X, y: data.y },
      };
      const made = setUp({ spec, data, params, running, seed, epoch: told.epoch, number: told.number });
      if (!made.measure(made.training)) throw new Error("its loss overflows");
      return { scene, placed: own, now: { ...made, record: makeLossRecord(curve) } };
    },
    /**
     * The same network on other data; what the optimizer remembers stays, and so does the map, while
     * all points lie on it. `drawn`: which of its messages that was.
     */
    place(data, drawn) {
      const { spec, training, batches, record } = runs.now;
      const scenery = sceneryOf(data.X, data.y, spec.loss, spec);
      const told = { ...scenery, X: data.X, y: data.y, drawn, placed: true };
      const next = { ...spec, ...told, edition: (spec.edition ?? 0) + 1 };
      const mixed = makeBatches(data, runs.scene.seed, batches.epoch);
      runs.now = { spec: next, data, training, batches: mixed, measure: makeMeasure(next, data), record };
      runs.placed = data;
    },
  };
  return runs;
}
