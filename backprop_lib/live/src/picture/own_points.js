// Points of one's own on the map: added by a click or a key, dragged, given a class, deleted, undone.
// The page shows each change at once; who trains is told, and trains on with the points that are there.

import { html, write } from "../page/dom.js";
import { makeSeldom } from "../page/seldom.js";
import { connectHands, connectKeys } from "./own_points_hands.js";
import { MOST, makePoints } from "./own_points_list.js";

const SOON = 60; // ms between two messages of a dragged point
const HOW =
  "A click on the map adds a point; keys: A adds, arrows with Shift move, 0, 1, … give a class, Delete deletes.";

/** What was drawn goes to who trains: at once, then every SOON ms. */
function makeTelling(send, signal) {
  let told = 0;
  const { tell, waits, stop } = makeSeldom((data) => {
    told += 1;
    send({ do: "data", name: "points", ...data, count: told });
  }, SOON);
  signal.addEventListener("abort", stop);
  /** Whether what comes is of an earlier moment than what stands on the map. */
  return { tell, isOld: (count) => waits() !== null || count < told };
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

/**
 * @param {{canvas: HTMLCanvasElement, spec, points: {x: number[], kind: number}[], names: string[],
 *   place, send, canMove: () => boolean, ask: () => void, on, signal: AbortSignal,
 *   changed: (points: {x: number[], kind: number}[], chosen: number) => void}} options
 */
export function makeOwnPoints({ canvas, spec, points: first, names, place, send, canMove, ask, on, signal, changed }) {
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
  const hands = connectHands({ canvas, extent, points, acts, tools, place, released: ask, on });
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
