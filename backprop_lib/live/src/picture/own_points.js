// Points of one's own on the map: added by a click or a key, dragged, given a class, deleted, undone.
// The page shows each change at once; who trains is told, and trains on with the points that are there.

import { html, write } from "../page/dom.js";
import { isUndo } from "../page/shell.js";

const NEAR = 14; // px: a hand that comes so near takes a point, else it makes one
const SOON = 60; // ms between two messages of a dragged point
const STEP = 0.02; // of the map, of an arrow key
const MOST = 500; // points
const MANY = 100; // changes that undo remembers
const HOW =
  "A click on the map adds a point; keys: A adds, arrows with Shift move, 0, 1, … give a class, Delete deletes.";
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** The points and what they were before. A point: {x, kind}. `changed(isDone)` after every change. */
function makePoints({ first, extent, changed }) {
  const [left, right, bottom, top] = extent;
  let points = first;
  let before = [];
  let chosen = 0;
  let isGrabbed = false;
  const within = (value, low, high) => Math.min(high, Math.max(low, value));
  const kept = ([u, v]) => [within(u, left, right), within(v, bottom, top)];
  const remember = () => {
    before = [...before.slice(1 - MANY), points];
  };
  const put = (now, at = chosen) => {
    points = now;
    chosen = Math.max(0, Math.min(at, points.length - 1));
    changed();
  };
  const all = {
    list: () => points,
    chosen: () => chosen,
    choose: (n) => put(points, n),
    canUndo: () => before.length > 0,
    /** What is trained on, said by who trains. */
    take(now) {
      points = now;
      chosen = Math.min(chosen, points.length - 1);
    },
    /** A hand is about to move the chosen one; the first move is a change, unless it made the point. */
    grab(isNew) {
      isGrabbed = !isNew;
    },
    /** Chosen by others: a sample is one of the points. */
    stand(n) {
      chosen = Math.max(0, Math.min(n, points.length - 1));
    },
    move(x) {
      if (isGrabbed) remember();
      isGrabbed = false;
      put(points.map((one, n) => (n === chosen ? { ...one, x: kept(x) } : one)));
    },
    step([du, dv]) {
      const [u, v] = points[chosen].x;
      remember();
      all.move([u + du * STEP * (right - left), v + dv * STEP * (top - bottom)]);
    },
    add(x, kind) {
      if (points.length >= MOST) return false;
      remember();
      put([...points, { x: kept(x), kind }], points.length);
      return true;
    },
    kind(kind) {
      remember();
      put(points.map((one, n) => (n === chosen ? { ...one, kind } : one)));
    },
    remove() {
      remember();
      put(points.filter((_, n) => n !== chosen));
    },
    clear() {
      remember();
      put([]);
    },
    undo() {
      if (before.length) put(before.pop());
    },
  };
  return all;
}

/** What was drawn goes to who trains: at once, then every SOON ms. */
function makeTelling(send, signal) {
  let waits = null;
  let timer = 0;
  let told = 0;
  function tell() {
    timer = waits ? setTimeout(tell, SOON) : 0;
    if (!waits) return;
    told += 1;
    send({ do: "data", name: "points", ...waits, count: told });
    waits = null;
  }
  signal.addEventListener("abort", () => clearTimeout(timer));
  return {
    tell(value) {
      waits = value;
      timer ||= setTimeout(tell, 0);
    },
    /** Whether what comes is of an earlier moment than what stands on the map. */
    isOld: (count) => waits !== null || count < told,
  };
}

/** What buttons and keys do, each said once. */
function makeActs({ points, names, send, say }) {
  const said = () => {
    const [n, { x, kind }] = [points.chosen(), points.list()[points.chosen()]];
    return `point ${n + 1} of ${points.list().length}, ${names[kind]}, at ${x.map((one) => one.toFixed(2)).join(", ")}`;
  };
  return {
    add: (x, kind) => say(points.add(x, kind) ? `Added: ${said()}.` : `${MOST} points are as many as can be drawn.`),
    choose(n) {
      points.choose(n);
      say(`Chosen: ${said()}.`);
    },
    remove() {
      if (points.list().length < 2)
        return say("The last point stays: from none nothing is learned. Clear begins anew.");
      points.remove();
      say(`Deleted; ${points.list().length} are left.`);
    },
    give(kind) {
      points.kind(kind);
      say(`Now ${said()}.`);
    },
    step(way) {
      points.step(way);
      say(`Moved: ${said()}.`);
    },
    undo() {
      points.undo();
      say(points.list().length ? `Undone: ${points.list().length} points.` : "Undone: the map is empty.");
    },
    clear() {
      send({ do: "pause" });
      points.clear();
      say("Empty: a click on the map, or the key A, makes the first point.");
    },
  };
}

/** The buttons below the map. `pen.kind`: the class of the next point. */
function makeTools({ canvas, points, acts, names, say, canMove, on }) {
  const pen = { kind: 0, isOpen: false };
  const spoken = html("span", { class: "bp-small", role: "status" });
  const button = (text, title, act) => {
    const made = html("button", { type: "button", class: "bp-button", title }, text);
    on(made, "click", () => {
      act();
      tools.paint();
    });
    return made;
  };
  const open = button("Draw points", "add points to the data with a click on the map, and drag them", () => {
    pen.isOpen = !pen.isOpen;
    say(pen.isOpen ? HOW : "");
  });
  const kinds = names.map((name, kind) =>
    button(name, `the next points are of ${name}`, () => {
      pen.kind = kind;
    }),
  );
  const give = button("Give class", "give the chosen point the class that is pressed", () => acts.give(pen.kind));
  const remove = button("Delete", "delete the chosen point (Delete)", acts.remove);
  const undo = button("Undo", "take the last change of the points back (Ctrl+Z)", acts.undo);
  const clear = button("Clear", "an empty map", acts.clear);
  const more = html("span", { class: "bp-point-tools" }, ...kinds, give, remove, undo, clear);
  const parts = { class: "bp-own-points", role: "group", "aria-label": "your own points" };
  const tools = {
    pen,
    kinds: names.length,
    spoken,
    element: html("div", parts, open, more, spoken),
    draws: () => pen.isOpen && canMove(),
    paint() {
      write(tools.element, { hidden: !canMove() });
      write(canvas, { "data-draws": tools.draws() }); // a finger draws, and does not scroll
      write(open, { "aria-pressed": String(pen.isOpen) });
      write(more, { hidden: !pen.isOpen });
      for (const [kind, one] of kinds.entries()) write(one, { "aria-pressed": String(kind === pen.kind) });
      for (const one of [give, remove, clear]) write(one, { disabled: points.list().length === 0 });
      write(undo, { disabled: !points.canUndo() });
    },
  };
  return tools;
}

/** A pointer on the map: near a point it takes that, else it makes one. */
function connectHands({ canvas, extent, points, acts, tools, place, at, released, on }) {
  const [left, right, bottom, top] = extent;
  let held = null; // from the pointer to the point that it moves
  const where = (event) => {
    const box = canvas.getBoundingClientRect();
    const [u, v] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    return [left + u * (right - left), top - v * (top - bottom)];
  };
  const nearest = (event) => {
    const box = canvas.getBoundingClientRect();
    const far = points.list().map(({ x }) => {
      const [u, v] = place(x, at());
      return Math.hypot(u - (event.clientX - box.left), v - (event.clientY - box.top));
    });
    const n = far.indexOf(Math.min(...far));
    return far[n] <= NEAR ? n : -1;
  };
  on(canvas, "pointerdown", (event) => {
    if (!tools.draws() || event.button !== 0) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    const n = nearest(event);
    if (n < 0) acts.add(where(event), tools.pen.kind);
    else acts.choose(n);
    const [to, from] = [points.list()[points.chosen()].x, where(event)];
    held = [to[0] - from[0], to[1] - from[1]];
    points.grab(n < 0);
    canvas.setPointerCapture(event.pointerId);
    tools.paint();
  });
  on(canvas, "pointermove", (event) => {
    if (held) points.move(where(event).map((one, k) => one + held[k]));
  });
  for (const type of ["pointerup", "pointercancel"]) {
    on(canvas, type, () => {
      held = null;
      released();
    });
  }
  return { holds: () => held !== null };
}

function connectKeys({ canvas, extent: [left, right, bottom, top], points, acts, tools, on }) {
  /** Where a key adds a point: beside the chosen one. */
  function beside() {
    if (!points.list().length) return [(left + right) / 2, (bottom + top) / 2];
    const [u, v] = points.list()[points.chosen()].x;
    return [u + 2 * STEP * (right - left) * (u > (left + right) / 2 ? -1 : 1), v];
  }
  function actOf(event) {
    const { key, shiftKey, altKey } = event;
    const plain = !event.ctrlKey && !event.metaKey && !altKey;
    if (isUndo(event)) return acts.undo;
    if (plain && key.toLowerCase() === "a") return () => acts.add(beside(), tools.pen.kind);
    if (!plain || !points.list().length) return null;
    if (shiftKey && MOVES[key]) return () => acts.step(MOVES[key]);
    if (key === "Delete" || key === "Backspace") return acts.remove;
    return /^\d$/.test(key) && Number(key) < tools.kinds ? () => acts.give(Number(key)) : null;
  }
  const keyed = (event) => {
    const act = tools.draws() ? actOf(event) : null;
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // else arrows choose another sample, too
    act();
    tools.paint();
  };
  on(canvas, "keydown", keyed, { capture: true });
}

/**
 * @param {{canvas: HTMLCanvasElement, spec, points: {x: number[], kind: number}[], names: string[],
 *   place, at: () => {width: number, height: number}, send, canMove: () => boolean, ask: () => void, on, signal: AbortSignal,
 *   changed: (points: {x: number[], kind: number}[], chosen: number) => void}} options
 */
export function makeOwnPoints({
  canvas,
  spec,
  points: first,
  names,
  place,
  at,
  send,
  canMove,
  ask,
  on,
  signal,
  changed,
}) {
  const { extent, sizes } = spec;
  const outputs = sizes.at(-1);
  const target = (kind) => (outputs === 1 ? [kind] : Array.from({ length: outputs }, (_, k) => Number(k === kind)));
  const telling = makeTelling(send, signal);
  let known = first; // by who trains, or on its way there
  const points = makePoints({
    ...{ first, extent },
    changed() {
      const list = points.list();
      changed(list, points.chosen());
      if (list === known || !list.length) return;
      known = list;
      telling.tell({ X: list.map(({ x }) => x), y: list.map(({ kind }) => target(kind)) });
    },
  });
  const say = (text) => {
    tools.spoken.textContent = text;
  };
  const acts = makeActs({ points, names, send, say });
  const tools = makeTools({ canvas, points, acts, names, say, canMove, on });
  const hands = connectHands({ canvas, extent, points, acts, tools, place, at, released: ask, on });
  connectKeys({ canvas, extent, points, acts, tools, on });
  tools.paint();
  return {
    element: tools.element,
    paint: tools.paint,
    draws: tools.draws,
    stand: points.stand,
    /** The points of who trains, unless a hand here is ahead of them; says whether they are taken. */
    take(now, count) {
      if (hands.holds() || telling.isOld(count)) return false;
      known = now;
      points.take(now);
      tools.paint();
      return true;
    },
  };
}
