// The rows of controls: a real ipywidgets slider, its name, a number box, a place for a message.

import { format, nameOf } from "../core/numbers.js";
import { SAME } from "../core/state.js";
import { html, write } from "./dom.js";
import { makeNumberBox } from "./number_box.js";
import { oneRow } from "./one_stop.js";

const TITLES = { W: (l) => `Layer ${l}: weights W[${l}]`, b: (l) => `Layer ${l}: biases b[${l}]` };
TITLES.gamma = (l) => `Layer ${l}: gamma[${l}], the scale after normalization`;
TITLES.beta = (l) => `Layer ${l}: beta[${l}], the shift after normalization`;
TITLES.x = () => "Inputs x";
TITLES.y = () => "Target y";
export const STEP = 0.05; // of an arrow key; a tenth of it with Alt, ten times with Shift

/** The step that an arrow key asks for, or 0. */
export function keyStep(event) {
  const way = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key] ?? 0;
  if (event.ctrlKey || event.metaKey) return 0;
  return way * STEP * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1);
}

/** One row: a hand on it moves the state, and chooses what the card explains. */
async function makeRow({ slider, shell, all, state, select }) {
  const { on } = shell;
  /** @type {any} */
  let row = { k: -1 };
  const name = html("button", { type: "button", class: "bp-row-name" });
  const { element: shown, handle, view } = await shell.slider(slider, SAME);
  const holder = html("div", { class: "bp-slider" }, shown);
  const [min, max] = [slider.get("min"), slider.get("max")];
  const box = makeNumberBox({
    ...{ label: "", on, move: (now, by) => now + by * STEP, range: () => [min, max] },
    value: () => state.value(row.k) ?? 0,
    act: (value) => state.move(row.k, value),
    show: (value) => String(Number(value.toFixed(4))),
  });
  const element = html("div", { class: "bp-row" }, name, holder, box.element, box.note);
  const parts = [handle, box.element].filter(Boolean);
  row = { element, slider, view, k: -1, name, parts, follow, paint, range: [min, max] };

  function follow(k) {
    row.k = k;
    const label = nameOf(all[k]);
    write(name, { text: label, title: `explain ${label}; Up and Down go to the other sliders` });
    write(handle, { "aria-label": `${label}, slider` });
    box.named(`${label}, number box`);
  }
  function paint(value, selected) {
    box.paint();
    write(handle, { "aria-valuetext": format(value) });
    write(element, { "data-selected": selected });
  }

  for (const type of ["click", "focus"]) on(name, type, () => select(row.k));
  const grabbed = () => {
    state.grab();
    select(row.k);
  };
  const keyed = (event) => {
    const step = keyStep(event);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation(); // noUiSlider's own step would be a tenth of the range
    state.grab();
    state.move(row.k, Math.min(max, Math.max(min, state.value(row.k) + step)));
  };
  on(holder, "pointerdown", grabbed, { capture: true });
  on(holder, "keydown", keyed, { capture: true });
  on(holder, "focusin", () => select(row.k));
  on(box.element, "focus", () => select(row.k));
  return row;
}

/** All rows, grouped by layer, in a box that scrolls. @returns {Promise<{element, rows, show(k)}>} */
export async function makeControls({ sliders, shell, all, index, state, select }) {
  const rows = await Promise.all(sliders.map((slider) => makeRow({ slider, shell, all, state, select })));
  const groups = new Map();
  rows.forEach((row, n) => {
    row.follow(index.get(sliders[n].get("parameter")));
    const { kind, l } = all[row.k];
    const title = shell.spec.shared ? "Selected" : TITLES[kind](l);
    if (!groups.has(title)) groups.set(title, []);
    groups.get(title).push(row.element);
  });
  const sets = [...groups].map(([title, elements]) =>
    html("fieldset", { class: "bp-group" }, html("legend", {}, title), ...elements),
  );
  const element = html("div", { class: "bp-controls", role: "group", "aria-label": "sliders" }, ...sets);
  const standAt = oneRow(element, rows, shell.on);
  /** Tab leads to the row of `k`; scroll the box, and nothing else of the page, to where it is seen. */
  function show(k) {
    const chosen = rows.find((one) => one.k === k);
    if (!chosen) return;
    standAt(chosen.name);
    const row = chosen.element;
    const over = row.offsetTop + row.offsetHeight - element.clientHeight;
    // A layer's first row is seen with its title, 20 px.
    element.scrollTop = Math.min(row.offsetTop - 20, Math.max(element.scrollTop, over));
  }
  return { element, rows, show };
}
