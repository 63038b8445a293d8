// Who trains where no kernel does: it is told what a kernel would be told, and answers as one would.
// One for each player, however often it is shown.

import { makeBatches } from "../core/batches.js";
import { makeLossRecord } from "../core/loss_record.js";
import { nameOf, places } from "../core/numbers.js";
import { makeMeasure, sceneryOf } from "../core/scenery.js";
import { makeTraining } from "../core/train.js";
import { makeClock } from "./clock.js";
import { makeScenes } from "./scene.js";
import { makeSettings } from "./settings.js";
import { makeTrail } from "./trail.js";

const MOST_PINS = 5; // that can be told apart
const kept = /** @type {any} */ (globalThis);

/** Of a key, and made once, also where each view is a module of its own, as in JupyterLab. */
function once(of, key, make) {
  kept[of] ??= new WeakMap();
  if (!kept[of].has(key)) kept[of].set(key, make());
  return kept[of].get(key);
}

const imageOf = (features) => (features === 64 ? [8, 8] : null);
const lastBatch = (rows, size) => (size === null || size >= rows ? rows : rows % size || size);

/** Why these rows cannot be mini-batches of that size, or "". */
function refusesBatch({ epsilon }, rows, size) {
  if (epsilon.every((value) => value === null) || lastBatch(rows, size) > 1) return "";
  return `batch_size ${size} leaves a batch of one of the ${rows} rows; batch normalization needs at least two: one has no variance.`;
}

/** Whether all samples lie on the map that a spec has. */
function liesOn({ kind, extent: [left, right, bottom, top] }, { X, y }) {
  if (kind === "samples") return false;
  const across = (s) => (kind === "plane" ? X[s][1] : y[s][0]);
  return X.every(([x], s) => x >= left && x <= right && across(s) >= bottom && across(s) <= top);
}

/** A network with its data as they stand in a spec; sets up what trains and what measures. */
function setUp({ spec, data, params, running, seed, epoch = 0 }) {
  const training = makeTraining(spec, params, running);
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
    ...{ spec, data: scenes.ofRun, seed: scenes.scene.seed, epoch },
    params: [...numbers.subarray(0, P), ...numbers.subarray(at, at + scales)],
    running: numbers.subarray(at + scales),
  });
  run.training.number = number;
  return { ...run, record: makeLossRecord(curve) };
}

/** The scene, and the run that was made of it. */
function makeRuns({ model, known }) {
  const scenes = makeScenes(model.get("recipe"), { choices: model.get("choices"), spec: known.spec });
  const runs = {
    scenes,
    scene: scenes.scene,
    placed: known.spec.placed ? scenes.ofRun : null, // data that a hand has placed: the run's until another data set is chosen
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
        ...{
          placed: Boolean(placed),
          edition: 0,
          whole: true,
          ...sceneryOf(data.X, data.y, loss),
          X: data.X,
          y: data.y,
        },
      };
      const made = setUp({ spec, data, params, running, seed: scene.seed });
      return { scene, placed, now: { ...made, record: makeLossRecord() } };
    },
    /**
     * The same network on other data; what the optimizer remembers stays, and so does the map, while
     * all points lie on it. `drawn`: how many of the last rows a hand has placed.
     */
    place(data, drawn) {
      const { spec, training, batches, record } = runs.now;
      const scenery = sceneryOf(data.X, data.y, spec.loss);
      const extent = liesOn(spec, data) ? spec.extent : scenery.extent;
      const told = { ...scenery, extent, X: data.X, y: data.y, drawn, placed: true };
      const next = { ...spec, ...told, edition: (spec.edition ?? 0) + 1 };
      const mixed = makeBatches(data, runs.scene.seed, batches.epoch);
      runs.now = { spec: next, data, training, batches: mixed, measure: makeMeasure(next, data), record };
      runs.placed = data;
    },
  };
  return runs;
}

/** The pinned runs, and those of other data, which are no comparison. */
function makePins(model, { label, record, compared }) {
  const shelf = new Map();
  return {
    pin() {
      if (!record().steps()) throw new RangeError("there is nothing to pin: no step was taken yet.");
      const others = model.get("pinned").filter((pin) => pin.label !== label());
      if (others.length >= MOST_PINS) {
        throw new RangeError(`${MOST_PINS} runs are pinned, as many as can be told apart. Unpin takes them away.`);
      }
      model.set("pinned", [...others, { label: label(), reach: record().reach(), ...record().packed() }]);
    },
    unpin: () => model.set("pinned", []),
    /** `act` sets another run up: its own pins come back. */
    around(act) {
      const before = compared();
      act();
      if (compared() === before) return;
      shelf.set(before, model.get("pinned"));
      model.set("pinned", shelf.get(compared()) ?? []);
    },
  };
}

/** @param {{model: any, sliders: any[], clock: ReturnType<typeof makeClock>, known: any}} options */
function makeTrainer({ model, sliders, clock, known }) {
  const runs = makeRuns({ model, known });
  const views = new Map(); // id -> how it is told
  const owing = new Set(); // views that have not painted the last frame yet
  let held = null; // {k, value} of the parameter that a hand holds
  let measured = null;
  let messages = 0;
  const trail = makeTrail({ size: 4 * runs.now.training.params().length });
  const settings = makeSettings({
    ...{ sliders, recipe: model.get("recipe"), rows: runs.now.data.X.length, number: runs.now.training.number },
    refuses: (size) => refusesBatch(runs.now.spec, runs.now.data.X.length, size),
    refuse: (said) => model.set("refused", said),
    heard: (values) => model.set("in_force", values),
    sped: clock.pace,
  });
  const pins = makePins(model, {
    label: settings.label,
    record: () => runs.now.record,
    compared: () => `${runs.scene.dataset} ${runs.scene.noise} ${runs.now.spec.loss}`,
  });

  function put({ k, value }) {
    runs.now.training.params()[k] = value;
  }
  const place = () => ({ training: runs.now.training.place(), batches: runs.now.batches.place() });
  const keep = () => trail.keep(runs.now.training.number, place);
  function measure() {
    measured = runs.now.measure(runs.now.training) ?? measured; // what overflows leaves the last numbers
    const { number } = runs.now.training;
    const content = { ...measured.content, run: runs.now.spec.run, number, epoch: runs.now.batches.epoch };
    return { ...measured, content: { ...content, past: trail.has(number) } };
  }
  function curve(whole) {
    const [content, losses] = runs.now.record.told(whole);
    return [{ ...content, beside: clock.beside(run) }, losses];
  }
  function diverged() {
    const rate = Number(settings.optimizer.rate.toPrecision(3));
    const message = `Training diverged at step ${runs.now.training.number + 1}. Try a smaller learning rate than ${rate}, or smaller weights to start from. The last finite network is kept.`;
    model.set("problem", { message, traceback: "" });
    model.set("playing", false);
  }
  /** All of this moment. */
  function snapshot() {
    const { content: frame, numbers, picture } = measure();
    const [about, losses] = curve(true);
    return { frame, curve: about, losses, numbers, picture };
  }
  /** The menus show the scene, and the page's picture is of this run. */
  function tell() {
    const { spec } = runs.now;
    const sample = Math.min(model.get("sample"), spec.samples - 1);
    model.set({ sample, spec, choices: runs.scenes.choices(runs.scene), snapshot: snapshot() });
  }

  const run = {
    playing: () => model.get("playing"),
    ...{ speed: settings.speed, pace: settings.pace },
    owed: () => owing.size > 0,
    pinned: () => model.get("pinned"),
    reach: () => runs.now.record.reach(),
    begins() {
      run.forgives();
      keep();
      model.set("playing", true);
    },
    rests: () => model.set("playing", false),
    forgives() {
      model.set("problem", { message: "", traceback: "" });
      model.set("refused", {});
    },
    advance(steps) {
      const { training, batches, record } = runs.now;
      for (let n = 0; n < steps; n++) {
        if (held) put(held);
        const { X, y } = batches.take(settings.batch);
        const loss = training.step(X, y, settings.optimizer);
        if (!Number.isFinite(loss)) return diverged();
        record.add(loss);
      }
      if (held) put(held);
      settings.took(training.number);
    },
    steps(n) {
      run.forgives();
      keep();
      run.advance(n);
    },
    back() {
      const was = trail.before(runs.now.training.number);
      if (!was) return;
      run.forgives();
      runs.now.training.goTo(was.training);
      runs.now.batches.goTo(was.batches);
      runs.now.record.cut(runs.now.training.number);
      settings.took(runs.now.training.number);
    },
    anew(changes) {
      const before = runs.scene;
      const next = runs.next(changes);
      pins.around(() => Object.assign(runs, next));
      const rows = runs.now.data.X.length;
      const { kinds } = model.get("recipe");
      const isOther = runs.scene.dataset !== before.dataset;
      settings.begin(rows, isOther ? (kinds[runs.scene.dataset]?.batch_size ?? null) : settings.batch);
      trail.clear();
      owing.clear();
      run.forgives();
      tell();
    },
    /** A frame to every view that shows the run. */
    show() {
      keep();
      const { content, numbers, picture } = measure();
      const [about, losses] = curve(false);
      messages += 1;
      for (const [id, heard] of views) {
        owing.add(id);
        heard({ message: messages, curve: about, frames: [content] }, [losses, numbers, picture]);
      }
    },
    snap: () => model.set("snapshot", snapshot()),
  };
  clock.add(run);

  const answers = {
    play: clock.play,
    pause() {
      clock.pause();
      clock.refresh();
    },
    step: () => clock.step(1),
    back: clock.back,
    reset: ({ value }) => clock.restart(null, value === null ? {} : { seed: value }),
    restart: ({ name, value }) => clock.restart(run, { [name]: value }),
    pin: pins.pin,
    unpin: pins.unpin,
    drop() {
      held = null;
    },
    set({ name, value, hold = false }) {
      const k = places(runs.now.spec.sizes).findIndex((one) => nameOf(one) === name);
      held = hold ? { k, value } : null;
      put({ k, value });
      if (!run.playing()) run.snap();
    },
    data({ X, y, count = 0 }) {
      runs.place({ X, y }, count);
      settings.begin(X.length, settings.batch);
      trail.clear();
      tell();
    },
  };
  model.set("playing", false);
  tell();
  return {
    /** A view shows the run: it hears of each frame. */
    join(id, heard) {
      if (!views.size) settings.listen();
      views.set(id, heard);
    },
    /** What a view would tell a kernel. */
    send(content) {
      if ("ack" in content) owing.delete(content.view);
      if ("left" in content) {
        views.delete(content.left);
        owing.delete(content.left);
        if (!views.size) {
          settings.rest();
          clock.pause();
        }
      }
      if (!content.do) return;
      try {
        answers[content.do](content);
        if (content.do !== "set") model.set("refused", {});
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        model.set("refused", { name: content.name ?? "", message: error.message });
      }
    },
  };
}

/**
 * The trainer of a player. `known`: what its kernel, or the page's state, said last.
 * @param {{model: any, sliders: any[], clockKey: any, known: () => {spec, moment, curve}}} options
 */
export function trainerOf({ model, sliders, clockKey, known }) {
  const clock = once("bpClocks", clockKey, makeClock);
  return once("bpTrainers", sliders[0], () => makeTrainer({ model, sliders, clock, known: known() }));
}
