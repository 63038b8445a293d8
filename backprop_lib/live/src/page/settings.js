// Settings of a view: a real ipywidgets slider with a number box, and a menu of names.

import { html, write } from "./dom.js";
import { makeNumberBox } from "./number_box.js";
import { boundsOf } from "./widgets.js";

const DECADE = 50; // arrow keys to a decade, on a logarithmic slider
export const STEPS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 };

/**
 * A row: the name, the slider, a number box, a place for a message.
 * @param {{model, shell: import("./shell.js").Shell, label: string, unit?: [string, string]}} options
 *   `model` of an ipywidgets slider, a logarithmic one too; `unit` in short and in words
 * @param {string} [means] what the word means
 */
export async function makeSlider({ model, shell, label, unit = ["", ""] }, means) {
  const isWhole = model.get("step") === 1;
  const step = model.get("step") || 1;
  const base = model.get("base"); // of a logarithmic slider
  /** @returns {[number, number]} */
  const bounds = () => {
    const [min, max] = boundsOf(model).map((bound) => Number(bound.toPrecision(12)));
    return [min, max];
  };
  const after = (now, by) =>
    Number(base ? (now * 10 ** (by / DECADE)).toPrecision(6) : (now + by * step).toPrecision(12));
  const shown = (value) => String(Number(value.toPrecision(4)));
  const box = makeNumberBox({
    label: `${label}, number box`,
    on: shell.on,
    range: bounds,
    move: after,
    whole: isWhole,
    value: () => model.get("value"),
    act: (value) => row.set(value),
    show: shown,
  });
  const given = model.get("value");
  // A slider rounds what it is given to its steps, and reports it: that is no hand's move.
  const { element: slider, handle } = await shell.slider(model, 0.499 * step);
  const holder = html("div", { class: "bp-slider" }, slider);
  const title = unit[1] || "Up and Down go to the other sliders";
  const name = html(
    "button",
    { type: "button", class: "bp-row-name bp-setting-name", title, "data-means": means },
    `${label} ${unit[0]}`.trim(),
  );
  shell.on(name, "click", () => handle?.focus());
  const element = html("div", { class: "bp-row" }, name, holder, box.element, box.note);
  write(handle, { "aria-label": `${label}, slider` });

  const row = {
    element,
    label,
    name,
    parts: [handle, box.element].filter(Boolean),
    model,
    value: () => model.get("value"),
    set(value) {
      if (value === model.get("value")) return;
      model.set("value", value);
      model.save_changes();
    },
    paint() {
      box.paint();
      write(handle, { "aria-valuetext": shown(model.get("value")) });
    },
  };
  shell.on(holder, "keydown", stepByKeys(row, { bounds, after }), { capture: true });
  shell.listen(model, "change:value", row.paint);
  row.set(given); // it has been rounded while its view was made
  row.paint();
  return row;
}

/** Steps by the arrows, ten with Shift, and to the ends. */
const stepByKeys =
  (row, { bounds, after }) =>
  (event) => {
    const [min, max] = bounds();
    const end = { Home: min, End: max }[event.key];
    if (event.ctrlKey || event.metaKey || (STEPS[event.key] === undefined && end === undefined)) return;
    event.preventDefault();
    event.stopPropagation(); // noUiSlider's own steps are too small here
    const by = (STEPS[event.key] ?? 0) * (event.shiftKey ? 10 : 1);
    row.set(Math.min(max, Math.max(min, end ?? after(row.value(), by))));
  };

/**
 * A menu of names for a trait of the view's own model.
 * @param {{shell: import("./shell.js").Shell, trait: string, label: string, names: string[],
 *   words?: Record<string, string>}} options
 */
export function makeMenu({ shell, trait, label, names, words = {} }) {
  const { model, listen, on, set } = shell;
  const select = html(
    "select",
    { class: "bp-box", "aria-label": label },
    ...names.map((name) => html("option", { value: name }, words[name] ?? name)),
  );
  const title = html("span", { class: "bp-setting-name" }, label);
  const element = html("label", { class: "bp-row bp-menu-row" }, title, select);
  const paint = () => {
    select.value = model.get(trait);
  };
  on(select, "change", () => set(trait, select.value));
  listen(model, `change:${trait}`, paint);
  paint();
  return { element, select };
}
