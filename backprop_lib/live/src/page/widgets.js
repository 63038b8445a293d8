// Other widgets of the page: ipywidgets' own sliders where the host can show them, else our own.

import { html, write } from "./dom.js";

/**
 * @typedef {{element: HTMLElement, handle: HTMLElement | null, view: object}} Slider `handle` takes
 *   the focus; changes by a hand carry `view` as their option `updated_view`
 */

/** From where to where a slider goes; of a logarithmic one min and max are exponents. @returns {[number, number]} */
export function boundsOf(model) {
  const base = model.get("base");
  const [min, max] = ["min", "max"].map((end) => (base ? base ** model.get(end) : model.get(end)));
  return [min, max];
}

/** How far along its slider a value is: a logarithmic one moves by exponents. */
const along = (model, value) => {
  const base = model.get("base");
  return base ? Math.log(value) / Math.log(base) : value;
};

/** @returns {(ref: string) => Promise<any>} the model that a trait refers to, as "IPY_MODEL_…" */
export function modelsOf(manager, host) {
  return (ref) => (manager ? manager.get_model(ref.replace("IPY_MODEL_", "")) : host.getModel(ref));
}

/** The host's own view of a widget, until the signal aborts; null where it makes none. */
async function created(model, manager, signal) {
  if (!manager?.create_view) return null;
  const view = await manager.create_view(model);
  view.trigger("displayed");
  signal.addEventListener("abort", () => view.remove());
  return view;
}

/**
 * @param {{model: any, manager: any, signal: AbortSignal, least?: number}} options moves of less
 *   than `least` along the slider are its own rounding of what it was given, no hand's
 * @returns {Promise<Slider>}
 */
export async function showSlider({ model, manager, signal, least = 0 }) {
  const view = await created(model, manager, signal);
  if (!view) return ownSlider({ model, signal });
  view.el.addEventListener("pointerdown", hold, { signal });
  for (const event of least ? ["handleSliderUpdateEvent", "handleSliderChangeEvent"] : []) {
    const report = view[event];
    view[event] = (values, n) => {
      if (Math.abs(values[0] - along(model, model.get("value"))) >= least) report.call(view, values, n);
    };
  }
  return { element: view.el, handle: view.el.querySelector(".noUi-handle"), view };
}

/**
 * What a mouse has pressed gets its moves. Otherwise the browser looks at each of them for what lies
 * under the mouse, which in JupyterLab's page took a twentieth of a drag's time, or more.
 */
function hold({ target, pointerId, isTrusted }) {
  if (isTrusted) target.setPointerCapture(pointerId);
}

/** A range input of ours that does the same: same values, same keys (its row gives it a name). */
function ownSlider({ model, signal }) {
  const input = html("input", { type: "range", class: "bp-range" });
  const slider = { element: html("div", { class: "bp-own-slider" }, input), handle: input, view: {} };
  const show = () => {
    write(input, { min: model.get("min"), max: model.get("max"), step: model.get("step") ?? "any" });
    const value = String(along(model, model.get("value")));
    if (input.value !== value) input.value = value; // a hand has put it there
  };
  input.addEventListener(
    "input",
    () => {
      const base = model.get("base");
      const value = base ? base ** input.valueAsNumber : input.valueAsNumber;
      model.set("value", value, { updated_view: slider.view });
      model.save_changes();
    },
    { signal },
  );
  for (const name of ["value", "min", "max"]) {
    model.on(`change:${name}`, show);
    signal.addEventListener("abort", () => model.off(`change:${name}`, show));
  }
  show();
  return slider;
}

/** An ipywidgets menu, or our own. @returns {Promise<{element: HTMLElement, select: HTMLSelectElement | null}>} */
export async function showMenu({ model, manager, signal }) {
  const view = await created(model, manager, signal);
  if (view) return { element: view.el, select: view.el.querySelector("select") };
  const names = model.get("_options_labels");
  const select = html("select", { class: "bp-box" }, ...names.map((name) => html("option", {}, name)));
  const show = () => {
    select.selectedIndex = model.get("index") ?? -1;
  };
  const chosen = () => {
    model.set("index", select.selectedIndex);
    model.save_changes();
  };
  select.addEventListener("change", chosen, { signal });
  model.on("change:index", show);
  signal.addEventListener("abort", () => model.off("change:index", show));
  show();
  return { element: select, select };
}
