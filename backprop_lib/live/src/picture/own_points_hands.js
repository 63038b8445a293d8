// What a pointer and the keys do to the points on the map.

import { pointedAt } from "../page/dom.js";
import { isUndo } from "../page/shell.js";
import { STEP } from "./own_points_list.js";

const NEAR = 14; // px: a hand that comes so near takes a point, else it makes one
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Which of the points is nearest to a pointer, and how far it is, in px. */
export function nearest(event, canvas, points, place) {
  const box = canvas.getBoundingClientRect();
  const all = points.map(({ x }) => {
    const [u, v] = place(x, box);
    return Math.hypot(u - (event.clientX - box.left), v - (event.clientY - box.top));
  });
  const far = Math.min(...all);
  return { n: all.indexOf(far), far };
}

/** A pointer on the map: near a point it takes that, else it makes one. */
export function connectHands({ canvas, extent, points, acts, tools, place, released, on }) {
  const [left, right, bottom, top] = extent;
  let held = null; // from the pointer to the point that it moves
  const where = (event) => {
    const [u, v] = pointedAt(event, canvas);
    return [left + u * (right - left), top - v * (top - bottom)];
  };
  on(canvas, "pointerdown", (event) => {
    if (!tools.draws() || event.button !== 0) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    const { n, far } = nearest(event, canvas, points.list(), place);
    const isNew = !(far <= NEAR);
    if (isNew) acts.add(where(event), tools.pen.kind);
    else acts.choose(n);
    const [to, from] = [points.list()[points.chosen()].x, where(event)];
    held = [to[0] - from[0], to[1] - from[1]];
    points.grab(isNew);
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

export function connectKeys({ canvas, extent: [left, right, bottom, top], points, acts, tools, on }) {
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
