// Settings of a view: a real ipywidgets slider with a number box, and a menu of names.

import { html, write } from "./dom.js";

const DECADE = 50; // arrow keys to a decade, on a logarithmic slider

/**
 * A row: the name, the slider, a number box, a place for a message.
 * @param {{model, manager, label: string, listen, signal}} options `model` of an ipywidgets slider,
 *   a logarithmic one too
 * @returns {Promise<{element, model, value: () => number, set(value), paint()}>}
 */
export async function makeSlider({ model, manager, label, listen, signal }) {
  const isWhole = model.get("step") === 1;
  const base = model.get("base"); // of a logarithmic slider, whose min and max are exponents
  const bound = (name) => Number((base ? base ** model.get(name) : model.get(name)).toPrecision(12));
  const box = html("input", {
    type: "number", step: isWhole ? 1 : "any", class: "bp-box", "aria-label": `${label}, number box`,
  });
  const note = html("span", { class: "bp-row-note", role: "alert" });
  const holder = html("div", { class: "bp-slider" });
  const element = html("div", { class: "bp-row" }, html("span", { class: "bp-setting-name" }, label), holder, box, note);

  const given = model.get("value");
  const view = await manager.create_view(model);
  holder.append(view.el);
  view.trigger("displayed");
  signal.addEventListener("abort", () => view.remove());
  // A slider rounds what it is given to its steps, and reports it: that is no hand's move.
  const step = model.get("step") || 1;
  for (const event of ["handleSliderUpdateEvent", "handleSliderChangeEvent"]) {
    const report = view[event];
    view[event] = (values, n) => {
      const now = model.get("value");
      const moved = values[0] - (base ? Math.log(now) / Math.log(base) : now);
      if (Math.abs(moved) > 0.499 * step) report.call(view, values, n);
    };
  }
  const handle = holder.querySelector(".noUi-handle");
  write(handle, { "aria-label": `${label}, slider` });

  const row = {
    element, model,
    value: () => model.get("value"),
    set(value) {
      if (value === model.get("value")) return;
      model.set("value", value);
      model.save_changes();
    },
    paint() {
      const text = String(Number(model.get("value").toPrecision(4)));
      if (document.activeElement !== box || box.dataset.typing !== "yes") {
        if (box.value !== text) box.value = text;
      }
      write(box, { min: bound("min"), max: bound("max") });
      write(handle, { "aria-valuetext": text });
    },
  };
  holder.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
    const end = { Home: bound("min"), End: bound("max") }[event.key];
    if (event.ctrlKey || event.metaKey || (steps === undefined && end === undefined)) return;
    event.preventDefault();
    event.stopPropagation(); // noUiSlider's own steps are too small here
    const by = (steps ?? 0) * (event.shiftKey ? 10 : 1);
    const now = model.get("value");
    const next = end ?? (base ? Number((now * 10 ** (by / DECADE)).toPrecision(6)) : Number((now + by * step).toPrecision(12)));
    row.set(Math.min(bound("max"), Math.max(bound("min"), next)));
  }, { signal, capture: true });
  const on = (type, act) => box.addEventListener(type, act, { signal });
  on("input", () => { box.dataset.typing = "yes"; });
  on("change", take);
  on("keydown", (event) => {
    if (event.key === "Enter") take();
    event.stopPropagation();
  });

  function take() {
    if (box.dataset.typing !== "yes") return;
    box.dataset.typing = "";
    const value = box.valueAsNumber;
    const [min, max] = [bound("min"), bound("max")];
    const fits = Number.isFinite(value) && value >= min && value <= max && (!isWhole || Number.isInteger(value));
    note.textContent = fits ? "" : `Kept: expected ${isWhole ? "a whole number" : "a number"} from ${min} to ${max}.`;
    if (fits) row.set(value);
    row.paint();
  }
  listen(model, "change:value", row.paint);
  row.set(given); // it has been rounded while its view was made
  row.paint();
  return row;
}

/** A menu of names for a trait of the view's own model. @returns {{element, select}} */
export function makeMenu({ model, trait, label, names, words = {}, listen, signal }) {
  const select = html("select", { class: "bp-box", "aria-label": label }, ...names.map((name) => html("option", { value: name }, words[name] ?? name)));
  const element = html("label", { class: "bp-row bp-menu-row" }, html("span", { class: "bp-setting-name" }, label), select);
  const paint = () => { select.value = model.get(trait); };
  select.addEventListener("change", () => {
    model.set(trait, select.value);
    model.save_changes();
  }, { signal });
  listen(model, `change:${trait}`, paint);
  paint();
  return { element, select };
}
