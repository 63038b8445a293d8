// Hands on the picture: click selects, a dragged edge moves its weight, keys walk and move.

import { keyStep } from "./controls.js";
import { write } from "./dom.js";

const DRAG = 0.01; // of a weight's value for each pixel

/** @param {{graph, root, state, select, range: number[], shared: boolean, signal}} options */
export function connectHands({ graph, root, state, select, range, shared, signal }) {
  const on = (target, type, act, options = {}) => target.addEventListener(type, act, { signal, ...options });
  const within = (value) => Math.min(range[1], Math.max(range[0], value));
  const groups = new Map(graph.items.map((item) => [item.group, item]));
  const itemAt = (event) => groups.get(event.target.closest?.("g[data-k]"));
  let dragged = null; // {k, y, from}

  /** One stop for Tab; arrows walk on from there. */
  function standAt(item) {
    for (const other of graph.items) write(other.group, { tabindex: other === item ? 0 : -1 });
  }
  standAt(graph.items[0]);

  on(graph.element, "pointerdown", (event) => {
    const item = itemAt(event);
    if (!item || event.button !== 0) return;
    event.preventDefault();
    item.group.focus({ preventScroll: true });
    select(item.k);
    if (item.weight && (shared || state.rowOf(item.k))) {
      state.grab();
      dragged = { k: item.k, y: event.clientY, from: state.value(item.k) };
      graph.element.setPointerCapture(event.pointerId);
      write(root, { "data-dragging": true });
    }
  });
  on(graph.element, "pointermove", (event) => {
    if (!dragged) return;
    const value = within(dragged.from + (dragged.y - event.clientY) * DRAG);
    state.move(dragged.k, Math.round(value * 1e4) / 1e4);
  });
  const drop = () => {
    dragged = null;
    write(root, { "data-dragging": false });
  };
  on(graph.element, "pointerup", drop);
  on(graph.element, "pointercancel", drop);
  on(root, "focusin", (event) => { // on the picture itself it would make that a stop for Tab (Chromium)
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
      state.move(item.k, within(state.value(item.k) + step));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  const isUndo = (event) => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
  on(root, "keydown", (event) => {
    if (!isUndo(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) state.redo();
    else state.undo();
  });
  // JupyterLab's shortcuts stay off where a plain key is ours, on for the others (Ctrl+S, Shift+Enter).
  on(window, "keydown", (event) => {
    const plain = !(event.ctrlKey || event.metaKey) && !(event.shiftKey && event.key === "Enter");
    const off = { "data-lm-suppress-shortcuts": plain || isUndo(event) ? "true" : null };
    write(root, off);
    // A shortcut for ":focus" looks at the focused element itself, before it looks up to the root.
    if (event.target instanceof Element && root.contains(event.target)) write(event.target, off);
  }, { capture: true });
}
