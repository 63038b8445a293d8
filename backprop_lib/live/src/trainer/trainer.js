// Who trains where no kernel does: it is told what a kernel would be told, and answers as one would.
// One for each player, however often it is shown.

import { nameOf, places } from "../core/numbers.js";
import { makeClock } from "./clock.js";
import { headerOf, readRun } from "./link.js";
import { makePins } from "./pins.js";
import { makeRuns, refusesBatch } from "./runs.js";
import { makeSettings } from "./settings.js";
import { makeTelling } from "./telling.js";
import { makeTrail } from "./trail.js";

const kept = /** @type {any} */ (globalThis);

/** Of a key, and made once, also where each view is a module of its own, as in JupyterLab. */
function once(of, key, make) {
  kept[of] ??= new WeakMap();
  if (!kept[of].has(key)) kept[of].set(key, make());
  return kept[of].get(key);
}

/** The weight or bias under a hand: it keeps its value until it is let go. */
function makeHand(runs) {
  let held = null;
  const put = ({ k, value }) => {
    runs.now.training.params()[k] = value;
  };
  return {
    take({ name, value, hold = false }) {
      const k = places(runs.now.spec.sizes).findIndex((one) => nameOf(one) === name);
      held = hold ? { k, value } : null;
      put({ k, value });
    },
    drop() {
      held = null;
    },
    holds() {
      if (held) put(held);
    },
  };
}

/** What a run says when it ends by itself, and how that is forgiven once it goes on. */
function makeProblem({ model, runs, settings }) {
  return {
    forgive() {
      model.set("problem", { message: "", traceback: "" });
      model.set("refused", {});
    },
    diverged() {
      const [step, rate] = [runs.now.training.number + 1, Number(settings.optimizer.rate.toPrecision(3))];
      const cure = `Try a smaller learning rate than ${rate}, or smaller weights to start from.`;
      const message = `Training diverged at step ${step}. ${cure} The last finite network is kept.`;
      model.set({ problem: { message, traceback: "" }, playing: false });
    },
  };
}

/** One run, as its clock moves it. */
function makeRun({ model, runs, settings, pins, trail, hand, telling }) {
  const place = () => ({ training: runs.now.training.place(), batches: runs.now.batches.place() });
  const keep = () => trail.keep(runs.now.training.number, place);
  const { forgive, diverged } = makeProblem({ model, runs, settings });
  const run = {
    ...{ speed: settings.speed, pace: settings.pace, owed: telling.owed, snap: telling.snap, isSeen: telling.isSeen },
    playing: () => model.get("playing"),
    pinned: () => model.get("pinned"),
    reach: () => runs.now.record.reach(),
    begins() {
      forgive();
      keep();
      model.set({ unseen: false, playing: true });
    },
    rests: (unseen) => model.set({ unseen, playing: false }),
    advance(steps) {
      const { training, batches, record } = runs.now;
      for (let n = 0; n < steps; n++) {
        hand.holds();
        const { X, y } = batches.take(settings.batch);
        const loss = training.step(X, y, settings.optimizer);
        if (!Number.isFinite(loss)) return diverged();
        record.add(loss);
      }
      hand.holds();
      settings.took(training.number);
    },
    steps(n) {
      forgive();
      keep();
      run.advance(n);
    },
    back() {
      const was = trail.before(runs.now.training.number);
      if (!was) return;
      forgive();
      runs.now.training.goTo(was.training);
      runs.now.batches.goTo(was.batches);
      runs.now.record.cut(runs.now.training.number);
      settings.took(runs.now.training.number);
    },
    anew(changes) {
      const before = runs.scene.dataset;
      const next = runs.next(changes);
      pins.around(() => Object.assign(runs, next));
      const { dataset } = runs.scene;
      const first = model.get("recipe").kinds[dataset]?.batch_size ?? null;
      settings.begin(runs.now.data.X.length, dataset === before ? settings.batch : first);
      settings.anew();
      trail.clear();
      forgive();
      telling.tell();
    },
    show() {
      keep();
      telling.show();
    },
  };
  return run;
}

/** By its name, what a view can ask for. */
function makeAnswers({ clock, run, runs, settings, pins, trail, hand, telling }) {
  return {
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
    drop: hand.drop,
    set(content) {
      hand.take(content);
      if (!run.playing()) run.snap();
    },
    data({ X, y, count = 0 }) {
      runs.place({ X, y }, count);
      settings.begin(X.length, settings.batch);
      trail.clear();
      telling.tell();
    },
  };
}

/** The run as a header and numbers, for a link, and the run that such a link tells. */
function makeLink({ model, clock, runs, settings, pins, trail, hand, telling }) {
  return {
    take() {
      clock.pause();
      return headerOf({ ...runs, settings, sample: model.get("sample") });
    },
    /** It throws a sentence, and then nothing has changed. @param {any} made its layers, checked */
    open(made, told, values) {
      const { datasets, activations } = model.get("choices");
      const here = { datasets, activations, optimizer: settings.optimizer, ranges: settings.ranges() };
      const asked = readRun(made, told, values, here);
      const next = runs.linked(asked);
      const why = refusesBatch(next.now.spec, next.now.data.X.length, told.batch_size);
      if (why) throw new Error(why);
      clock.pause();
      hand.drop();
      pins.around(() => Object.assign(runs, next));
      settings.begin(runs.now.data.X.length, told.batch_size);
      settings.put(asked.settings);
      settings.took(told.number);
      trail.clear();
      model.set({ problem: { message: "", traceback: "" }, refused: {}, sample: told.sample });
      telling.tell();
    },
  };
}

/** @param {{model: any, sliders: any[], clock: ReturnType<typeof makeClock>, known: any}} options */
function makeTrainer({ model, sliders, clock, known }) {
  const runs = makeRuns({ model, known });
  const trail = makeTrail({ size: 4 * runs.now.training.params().length });
  const hand = makeHand(runs);
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
  const telling = makeTelling({ model, runs, trail, beside: () => clock.beside(run) });
  const run = makeRun({ model, runs, settings, pins, trail, hand, telling });
  clock.add(run);
  const answers = makeAnswers({ clock, run, runs, settings, pins, trail, hand, telling });
  model.set("playing", false);
  telling.tell();
  return {
    ...makeLink({ model, clock, runs, settings, pins, trail, hand, telling }),
    /** A view shows the run: it hears of each frame. */
    join(id, heard) {
      if (telling.join(id, heard) === 1) settings.listen();
    },
    /** The optimizer, and the step at which its memory began. */
    memory: () => ({ ...settings.optimizer, since: runs.now.training.since }),
    /** What a view would tell a kernel. */
    send(content) {
      if ("ack" in content) telling.painted(content.view);
      if ("back" in content) telling.comes(content.back);
      if ("away" in content) {
        telling.goes(content.away);
        clock.look();
      }
      if ("left" in content && telling.leave(content.left) === 0) {
        settings.rest();
        clock.pause();
      }
      if ("left" in content) clock.look();
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
