// A view's state on the page: start, then the history up to a position; and the hand in between.
// The kernel holds the same three things, so either side can replay them.

import { networkOf } from "./layer_parts.js";
import { nameOf } from "./numbers.js";
import { backward, forward } from "./pass.js";

const PAUSE = 500; // ms without a change end a gesture
export const SAME = 1e-9; // two values nearer than this are one: a slider rounds what it is given
const HISTORY = 100; // gestures that undo remembers

/** The record of `values`: both passes, and the learner's own numbers where there are some. */
export function compute(values, spec, own) {
  const { network, x, y } = networkOf(values, spec);
  const passed = forward(network, [x]);
  const truth = backward(network, passed, [y], spec.loss);
  const { delta, dW, db } = own ?? truth;
  const { loss, arrives, slope, du, dgamma, dbeta } = truth;
  return { ...passed, ...network, x, y, truth, own, loss, arrives, slope, du, delta, dW, db, dgamma, dbeta };
}

/**
 * @param {{model, all, index: Map<string, number>, changed: () => void,
 *   released: (k: number, old: number) => void, timer}} options `changed` asks for a new frame,
 *   `released` comes after a gesture, `timer` measures its pause.
 */
export function makeState({ model, all, index, changed, released, timer }) {
  const spec = model.get("spec");
  let values = replay();
  let gesture = null; // {k, old} while a hand moves something
  let rows = [];

  const state = {
    record: null, // of the last frame
    before: null, // the record at the last grab: the ghosts
    locked: null, // set by a view that keeps hands off: (k) => boolean, without k: is anything locked?
    compute() {
      const own = spec.own && model.get("own").delta ? model.get("own") : null;
      state.record = compute(values, spec, own);
      return state.record;
    },
    value: (k) => values[k],
    canUndo: () => !state.locked?.() && (model.get("position") > 0 || gesture !== null),
    canRedo: () => !state.locked?.() && model.get("position") < model.get("history").length,
    undo: () => go(-1),
    redo: () => go(1),
    finish,

    /** The rows of controls, once they are made. */
    connect(made) {
      rows = made;
      toSliders();
    },
    rowOf: (k) => rows.find((row) => row.k === k),

    /** Just before a hand moves something: the numbers of now become the ghosts. */
    grab() {
      if (!gesture) state.before = state.record;
    },

    /** Put a value in its slider; the slider's own comm tells the kernel, in one message. */
    move(k, value) {
      const row = state.rowOf(k);
      if (!row || state.locked?.(k)) return;
      row.slider.set({ parameter: nameOf(all[k]), value }, { updated_view: state });
      row.slider.save_changes();
    },

    /** A slider has a new value: by a hand here (options say whose), elsewhere, or by the kernel. */
    moved(slider, view, options) {
      const k = index.get(slider.get("parameter"));
      const by = options?.updated_view;
      const here = by !== undefined && (by === state || by === view);
      let value = slider.get("value");
      if (Math.abs(value - values[k]) < SAME) return;
      if (by === undefined && gesture?.k === k) {
        // no echo moves a slider under a hand
        slider.set("value", values[k], { updated_view: state });
        return;
      }
      if (here && by !== state) {
        value = Math.round(value * 100) / 100; // a dragged handle stops at round numbers
        if (value !== slider.get("value")) slider.set("value", value, { updated_view: state });
        if (Math.abs(value - values[k]) < SAME) return;
      }
      if (here) remember(k);
      values[k] = value;
      changed();
    },

    /** Back to the exact start, as one gesture that can be undone. */
    reset() {
      if (state.locked?.()) return;
      finish();
      const start = model.get("start");
      const changes = values.flatMap((value, k) => (value === start[k] ? [] : [[k, value, start[k]]]));
      if (!changes.length) return;
      state.before = state.record;
      push({ label: "reset", changes });
    },

    /** The history, its position or the start changed, here or in the kernel. */
    travelled() {
      if (gesture) return;
      values = replay();
      toSliders();
      changed();
    },
  };

  /** Put every slider where its value is; the kernel knows it from the history. */
  function toSliders() {
    for (const { slider } of rows) slider.set("value", values[index.get(slider.get("parameter"))]);
  }

  function replay() {
    const now = [...model.get("start")];
    for (const { changes } of model.get("history").slice(0, model.get("position"))) {
      for (const [k, , value] of changes) now[k] = value;
    }
    return now;
  }

  /** One entry of the history a gesture: changes of one control without a pause. */
  function remember(k) {
    if (gesture && gesture.k !== k) finish();
    if (!gesture) {
      state.before = state.record;
      gesture = { k, old: values[k] };
    }
    timer.start(finish, PAUSE);
  }

  function finish() {
    if (!gesture) return;
    const { k, old } = gesture;
    timer.stop();
    gesture = null;
    if (values[k] === replay()[k])
      state.travelled(); // where it was, or the kernel remembered it
    else push({ label: nameOf(all[k]), changes: [[k, old, values[k]]] });
    released(k, old);
  }

  function push(entry) {
    const kept = [...model.get("history").slice(0, model.get("position")), entry];
    if (kept.length > HISTORY) {
      const start = [...model.get("start")];
      for (const [k, , value] of kept.shift().changes) start[k] = value;
      model.set("start", start);
    }
    model.set({ history: kept, position: kept.length });
    model.save_changes();
  }

  function go(by) {
    if (state.locked?.()) return;
    finish();
    const position = model.get("position") + by;
    if (position < 0 || position > model.get("history").length) return;
    state.before = state.record;
    model.set("position", position);
    model.save_changes();
  }

  return state;
}

/** Names of what a learner's own function computes differently. */
export function differences({ own, truth }, all) {
  const names = new Set();
  if (!own) return names;
  const off = (p, q) => !(Math.abs(p - q) <= 1e-9 + 1e-6 * Math.abs(q));
  for (const { kind, l, i, j } of all) {
    if (kind === "W" && off(own.dW[l][i][j], truth.dW[l][i][j])) names.add(`dW[${l}][${i}, ${j}]`);
    if (kind !== "b") continue;
    if (off(own.db[l][j], truth.db[l][j])) names.add(`db[${l}][${j}]`);
    if (off(own.delta[l][0][j], truth.delta[l][0][j])) names.add(`delta[${l}][${j}]`);
  }
  return names;
}
