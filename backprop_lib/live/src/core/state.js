// A view's state on the page: start, then the history up to a position; and the hand in between.
// The kernel holds the same three things, so either side can replay them.

import { networkOf } from "./layer_parts.js";
import { nameOf } from "./numbers.js";
import { backward, forward } from "./pass.js";

export const PAUSE = 500; // ms without a change end a gesture, if no finger is down
export const SAME = 1e-9; // two values nearer than this are one: a slider rounds what it is given
const HISTORY = 100; // gestures that undo remembers

/** The record of `values`: both passes. */
export function compute(values, spec) {
  const { network, x, y } = networkOf(values, spec);
  const passed = forward(network, [x]);
  const truth = backward(network, passed, [y], spec.loss);
  return { ...passed, ...network, x, y, truth, own: null, ...truth };
}

/** The same record with numbers of a learner's own, or of a mistake, where there are some. */
const withOwn = (record, own) => (own ? { ...record, own, delta: own.delta, dW: own.dW, db: own.db } : record);

/** The start, the gestures since, and a position among them: the model's, so the kernel has them, too. */
function makeHistory(model) {
  const position = () => model.get("position");
  return {
    /** The values at the position. */
    replay() {
      const values = [...model.get("start")];
      for (const { changes } of model.get("history").slice(0, position())) {
        for (const [k, , value] of changes) values[k] = value;
      }
      return values;
    },
    push(entry) {
      const kept = [...model.get("history").slice(0, position()), entry];
      if (kept.length > HISTORY) {
        const start = [...model.get("start")];
        for (const [k, , value] of kept.shift().changes) start[k] = value;
        model.set("start", start);
      }
      model.set({ history: kept, position: kept.length });
      model.save_changes();
    },
    has: (by) => position() + by >= 0 && position() + by <= model.get("history").length,
    go(by) {
      model.set("position", position() + by);
      model.save_changes();
    },
  };
}

/** Changes of one control without a pause are one gesture: `begins()`, and later `ends(k, old)`. */
function makeGesture({ timer, value, isPressed, begins, ends }) {
  let held = null; // {k, old} while a hand moves something
  const rest = () => timer.start(() => (isPressed() ? rest() : gesture.finish()), PAUSE);
  const gesture = {
    runs: () => held !== null,
    holds: (k) => held?.k === k,
    /** One more change is about to come. */
    goesOn(k) {
      if (held && held.k !== k) gesture.finish();
      if (!held) {
        begins();
        held = { k, old: value(k) };
      }
      rest();
    },
    finish() {
      if (!held) return;
      const { k, old } = held;
      timer.stop();
      held = null;
      ends(k, old);
    },
  };
  return gesture;
}

/** The rows of controls; `value(k)` is what is known of a parameter, `holds(k)` whether a hand moves it. */
function makeSliders({ index, value, holds }) {
  let rows = [];
  const placeOf = (slider) => index.get(slider.get("parameter"));
  const sliders = {
    placeOf,
    rowOf: (k) => rows.find((row) => row.k === k),
    /** The rows, once they are made. */
    connect(made) {
      rows = made;
      sliders.show();
    },
    /** Put every slider where its value is; the kernel knows it from the history. */
    show() {
      for (const { slider } of rows) slider.set("value", value(placeOf(slider)));
    },
    /** Put a value in a slider; its own comm tells the kernel, in one message. */
    put({ slider }, parameter, to) {
      slider.set({ parameter, value: to }, { updated_view: sliders });
      slider.save_changes();
    },
    /** What a changed slider asks for: a value, and whether a hand here moved it; null: nothing. */
    asked(slider, view, by) {
      const k = placeOf(slider);
      const to = slider.get("value");
      const isKnown = (number) => Math.abs(number - value(k)) < SAME;
      if (isKnown(to)) return null;
      if (by === undefined && holds(k)) {
        slider.set("value", value(k), { updated_view: sliders }); // no echo moves a slider under a hand
        return null;
      }
      if (by === undefined || by !== view) return { to, here: by === sliders };
      const round = Math.round(to * 100) / 100; // a dragged handle stops at round numbers
      if (round !== to) slider.set("value", round, { updated_view: sliders });
      return isKnown(round) ? null : { to: round, here: true };
    },
  };
  return sliders;
}

/** Undo, redo and reset, where no hands are kept off; a gesture that goes on ends before. */
function makeTravel({ model, history, gesture, values, isLocked, keepGhosts }) {
  function go(by) {
    if (isLocked()) return;
    gesture.finish();
    if (!history.has(by)) return;
    keepGhosts();
    history.go(by);
  }
  return {
    canUndo: () => !isLocked() && (history.has(-1) || gesture.runs()),
    canRedo: () => !isLocked() && history.has(1),
    undo: () => go(-1),
    redo: () => go(1),
    /** Back to the exact start, as one gesture that can be undone. */
    reset() {
      if (isLocked()) return;
      gesture.finish();
      const start = model.get("start");
      const changes = values().flatMap((now, k) => (now === start[k] ? [] : [[k, now, start[k]]]));
      if (!changes.length) return;
      keepGhosts();
      history.push({ label: "reset", changes });
    },
  };
}

/**
 * @param {{model, all, index: Map<string, number>, changed: () => void,
 *   released: (k: number, old: number) => void, timer, isPressed: () => boolean}} options `changed` asks
 *   for a new frame, `released` comes after a gesture, `timer` measures its pause; a finger or button
 *   that is down may rest as long as it likes.
 */
export function makeState({ model, all, index, changed, released, timer, isPressed }) {
  const spec = model.get("spec");
  const history = makeHistory(model);
  let values = history.replay();
  const value = (k) => values[k];
  const gesture = makeGesture({ timer, value, isPressed, begins: keepGhosts, ends });
  const sliders = makeSliders({ index, value, holds: gesture.holds });
  const { connect, rowOf, placeOf } = sliders;

  const state = {
    record: null, // of the last frame
    before: null, // the record at the last grab: the ghosts
    ours: null, // set by a view whose page has a backward pass of its own: (record) => its numbers, or null
    locked: null, // set by a view that keeps hands off: (k) => boolean, without k: is anything locked?
    ...{ value, connect, rowOf, finish: gesture.finish },
    ...makeTravel({ model, history, gesture, values: () => values, isLocked, keepGhosts }),
    /** `hasOwn`: whether what the kernel said of a learner's own numbers is still of this situation. */
    compute(hasOwn = (/** @type {any} */ truth) => true) {
      const record = compute(values, spec);
      const said = spec.own && model.get("own").delta ? model.get("own") : null;
      const isSaid = () => said && hasOwn(record.truth);
      state.record = withOwn(record, state.ours ? state.ours(record) : isSaid() ? said : null);
      return state.record;
    },
    /** Just before a hand moves something: the numbers of now become the ghosts. */
    grab() {
      if (!gesture.runs()) keepGhosts();
    },
    move(k, to) {
      const row = rowOf(k);
      if (row && !state.locked?.(k)) sliders.put(row, nameOf(all[k]), to);
    },
    /** A slider has a new value: by a hand here (options say whose), elsewhere, or by the kernel. */
    moved(slider, view, options) {
      const asked = sliders.asked(slider, view, options?.updated_view);
      if (!asked) return;
      const k = placeOf(slider);
      if (asked.here) gesture.goesOn(k);
      values[k] = asked.to;
      changed();
    },
    /** The history, its position or the start changed, here or in the kernel. */
    travelled() {
      if (gesture.runs()) return;
      values = history.replay();
      sliders.show();
      changed();
    },
  };

  function isLocked() {
    return Boolean(state.locked?.());
  }
  function keepGhosts() {
    state.before = state.record;
  }
  function ends(k, old) {
    if (values[k] === history.replay()[k])
      state.travelled(); // where it was, or the kernel remembered it
    else history.push({ label: nameOf(all[k]), changes: [[k, old, values[k]]] });
    released(k, old);
  }

  return state;
}

/** Whether a number of a learner's own is another than the right one. */
export const off = (own, right) => !(Math.abs(own - right) <= 1e-9 + 1e-6 * Math.abs(right));

/** Names of what a learner's own function computes differently. */
export function differences({ own, truth }, all) {
  const names = new Set();
  if (!own) return names;
  for (const { kind, l, i, j } of all) {
    if (kind === "W" && off(own.dW[l][i][j], truth.dW[l][i][j])) names.add(`dW[${l}][${i}, ${j}]`);
    if (kind !== "b") continue;
    if (off(own.db[l][j], truth.db[l][j])) names.add(`db[${l}][${j}]`);
    if (off(own.delta[l][0][j], truth.delta[l][0][j])) names.add(`delta[${l}][${j}]`);
  }
  return names;
}
