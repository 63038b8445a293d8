// The rows of controls: a real ipywidgets slider, its name, a number box, a place for a message.

import { html, write } from "./dom.js";
import { format, nameOf } from "../core/numbers.js";
import { SAME } from "../core/state.js";

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
async function makeRow({ slider, manager, all, state, select, signal }) {
  const name = html("button", { type: "button", class: "bp-row-name" });
  const box = html("input", { type: "number", step: STEP, class: "bp-box" });
  const note = html("span", { class: "bp-row-note", role: "alert" });
  const holder = html("div", { class: "bp-slider" });
  const element = html("div", { class: "bp-row" }, name, holder, box, note);
  const on = (target, type, act, capture = false) => target.addEventListener(type, act, { signal, capture });

  const view = await manager.create_view(slider);
  holder.append(view.el);
  view.trigger("displayed");
  signal.addEventListener("abort", () => view.remove());
  // noUiSlider reports its own rounding of a value that it was given, too: that is no hand's.
  for (const event of ["handleSliderUpdateEvent", "handleSliderChangeEvent"]) {
    const report = view[event];
    view[event] = (values, n) => {
      if (Math.abs(values[0] - slider.get("value")) >= SAME) report.call(view, values, n);
    };
  }
  const handle = holder.querySelector(".noUi-handle");
  const row = { element, slider, view, k: -1 };
  const [min, max] = [slider.get("min"), slider.get("max")];
  write(box, { min, max });

  row.follow = (k) => {
    row.k = k;
    const label = nameOf(all[k]);
    write(name, { text: label, title: `explain ${label}` });
    write(handle, { "aria-label": `${label}, slider` });
    write(box, { "aria-label": `${label}, number box` });
  };
  row.paint = (value, selected) => {
    if (document.activeElement !== box || box.dataset.typing !== "yes") {
      const text = String(Number(value.toFixed(4)));
      if (box.value !== text) box.value = text;
    }
    write(handle, { "aria-valuetext": format(value) });
    write(element, { "data-selected": selected });
  };

  on(name, "click", () => select(row.k));
  on(holder, "pointerdown", () => { state.grab(); select(row.k); }, true);
  on(holder, "keydown", (event) => {
    const step = keyStep(event);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation(); // noUiSlider's own step would be a tenth of the range
    state.grab();
    state.move(row.k, Math.min(max, Math.max(min, state.value(row.k) + step)));
  }, true);
  on(holder, "focusin", () => select(row.k));
  on(box, "focus", () => select(row.k));
  on(box, "keydown", (event) => {
    const undo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (undo) event.stopPropagation(); // the text's own
    if (event.key === "Enter") take();
    if (event.key === "Escape") { box.dataset.typing = ""; row.paint(state.value(row.k), true); }
  });
  on(box, "input", () => {
    box.dataset.typing = "yes";
    const value = box.valueAsNumber; // spinner and arrow keys act at once; half-typed text waits
    if (Number.isFinite(value) && value >= min && value <= max) { note.textContent = ""; state.move(row.k, value); }
  });
  on(box, "change", () => take());

  function take() {
    box.dataset.typing = "";
    const value = box.valueAsNumber;
    const kept = `kept ${format(state.value(row.k))}`;
    if (!Number.isFinite(value)) note.textContent = `Not a number: ${kept}.`;
    else if (value < min || value > max) note.textContent = `${value} is outside ${min} … ${max}: ${kept}.`;
    else {
      note.textContent = "";
      if (value !== Number(state.value(row.k).toFixed(4))) state.move(row.k, value);
    }
    row.paint(state.value(row.k), true);
  }
  return row;
}

/** All rows, grouped by layer. @returns {Promise<{element, rows}>} */
export async function makeControls({ sliders, manager, all, index, state, select, signal }) {
  const rows = await Promise.all(sliders.map((slider) => makeRow({ slider, manager, all, state, select, signal })));
  const groups = new Map();
  rows.forEach((row, n) => {
    row.follow(index.get(sliders[n].get("parameter")));
    const { kind, l } = all[row.k];
    const title = rows.length === 1 ? "Selected" : TITLES[kind](l);
    if (!groups.has(title)) groups.set(title, []);
    groups.get(title).push(row.element);
  });
  const sets = [...groups].map(([title, elements]) =>
    html("fieldset", { class: "bp-group" }, html("legend", {}, title), ...elements));
  return { element: html("div", { class: "bp-controls" }, ...sets), rows };
}
