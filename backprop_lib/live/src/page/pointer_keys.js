// Hands on the picture: click selects, a dragged line or circle moves its number, keys walk and move.

import { keyStep } from "./controls.js";
import { write } from "./dom.js";
import { isUndo } from "./shell.js";

const HOLDS = 4; // px: from there on a circle is dragged
const DRAG = 0.01; // of a weight's value for each pixel
const KEYS = "Left and Right walk; Up and Down move a weight, a bias or an input";

/** @param {{graph, root, state, select, range: number[], shared: boolean, on}} options */
export function connectHands({ graph, root, state, select, range, shared, on }) {
  /** As far as the number's own slider goes, where it has one. */
  const within = (k, value) => {
    const [min, max] = state.rowOf(k)?.range ?? range;
    return Math.min(max, Math.max(min, value));
  };
  const groups = new Map(graph.items.map((item) => [item.group, item]));
  const itemAt = (event) => groups.get(event.target.closest?.("g[data-k]"));
  const moves = (item) => item.l !== undefined && (shared || state.rowOf(item.k)); // all but the loss
  for (const item of graph.items) write(item.group, { "data-moves": Boolean(moves(item)) });
  nameItems(graph);
  connectDrag({ graph, root, state, select, within, itemAt, moves, on });
  connectKeys({ graph, root, state, select, within, itemAt, on });
}

/** A name that says the keys; read in the order in which the arrows walk. */
function nameItems({ element, items }) {
  const id = `bp-${Math.random().toString(36).slice(2)}`;
  items.forEach((item, n) => {
    item.group.id = `${id}-${n}`;
  });
  // In the tree the edges come before the neurons, as they are painted first.
  const owns = items.map(({ group }) => group.id).join(" ");
  write(element, { "aria-owns": owns, "aria-label": `network: ${KEYS}` });
}

function connectDrag({ graph, root, state, select, within, itemAt, moves, on }) {
  let dragged = null; // {k, y, from, holds}
  on(graph.element, "pointerdown", (event) => {
    const item = itemAt(event);
    if (!item || event.button !== 0) return;
    event.preventDefault();
    item.group.focus({ preventScroll: true });
    select(item.k);
    if (moves(item)) {
      if (item.weight) state.grab();
      dragged = { k: item.k, y: event.clientY, from: state.value(item.k), holds: Boolean(item.weight) };
      graph.element.setPointerCapture(event.pointerId);
      write(root, { "data-dragging": true });
    }
  });
  on(graph.element, "pointermove", (event) => {
    if (!dragged) return;
    if (!dragged.holds) {
      if (Math.abs(dragged.y - event.clientY) < HOLDS) return; // a click on a circle moves nothing
      state.grab();
      dragged.holds = true;
    }
    const value = within(dragged.k, dragged.from + (dragged.y - event.clientY) * DRAG);
    state.move(dragged.k, Math.round(value * 1e4) / 1e4);
  });
  const drop = () => {
    dragged = null;
    write(root, { "data-dragging": false });
  };
  on(graph.element, "pointerup", drop);
  on(graph.element, "pointercancel", drop);
}

function connectKeys({ graph, root, state, select, within, itemAt, on }) {
  /** One stop for Tab; arrows walk on from there. */
  function standAt(item) {
    for (const other of graph.items) write(other.group, { tabindex: other === item ? 0 : -1 });
  }
  standAt(graph.items[0]);
  on(root, "focusin", (event) => {
    // on the picture itself it would make that a stop for Tab (Chromium)
    const item = itemAt(event);
    if (!item) return;
    standAt(item);
    select(item.k);
  });
  on(graph.element, "keydown", (event) => {
    const item = itemAt(event);
    if (!item) return;
    const at = graph.items.indexOf(item);
    const last = graph.items.length - 1;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
    const step = keyStep(event);
    if (to !== undefined && !event.shiftKey) graph.items[to]?.group.focus();
    else if (step) {
      state.grab();
      state.move(item.k, within(item.k, state.value(item.k) + step));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  on(root, "keydown", (event) => {
    if (!isUndo(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) state.redo();
    else state.undo();
  });
}
