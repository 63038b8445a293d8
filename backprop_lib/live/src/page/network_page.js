// The page of a network view: toolbar, picture, card, controls, table; one paint() for all of them.
// NetworkView is this and nothing else; the other views mount it and add their own to it.

import { makeCard } from "../picture/card.js";
import { calm } from "./slow_saves.js";
import { watchTheme, wearTheme } from "./colours.js";
import { makeControls } from "./controls.js";
import { html, write } from "./dom.js";
import { makeGraph } from "../picture/graph.js";
import { connectHands } from "./pointer_keys.js";
import { choose } from "../picture/layout.js";
import { partsSaid } from "../core/layer_parts.js";
import { format, nameOf, places, unpack } from "../core/numbers.js";
import { differences, makeState } from "../core/state.js";
import { makeTwin } from "../picture/table_parameters.js";

const TRAITS = ["deltas", "show_z", "projector", "confirmed", "own"]; // any change asks for a frame

/**
 * @returns {Promise<{model, spec, all, index, state, graph, root, stage, card, toolbar, toggles,
 *   said, signal, select, ask, onPaint, listen, button, unmount}>}
 */
export async function mount({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const spec = model.get("spec");
  const all = places(spec.sizes, spec.epsilon);
  const index = new Map(all.map((place, k) => [nameOf(place), k]));
  const manager = model.widget_manager;
  const painters = []; // of the views that build on this one
  const listening = [];
  let frame = -1; // none is asked for until all of the page is there
  let palette = spec.palette.light;
  let controls = { rows: [] };

  const state = makeState({ model, all, index, changed: ask, released: announce });
  const listen = (source, name, act) => {
    source.on(name, act);
    listening.push(() => source.off(name, act));
  };
  // From the start: making the sliders takes a while, in which a cell may go on.
  for (const trait of ["history", "position", "start"]) listen(model, `change:${trait}`, state.travelled);
  const modelOf = (ref) => manager.get_model(ref.replace("IPY_MODEL_", ""));
  function set(trait, value) {
    if (model.get(trait) === value) return;
    model.set(trait, value);
    model.save_changes();
  }
  const select = (k) => set("selected", nameOf(all[k]));

  // ---- the page
  const choice = choose(spec.sizes, unpack(model.get("start"), spec.sizes).W, spec.image_shape);
  const graph = makeGraph({ spec, choice, index });
  const card = makeCard(spec);
  const twin = makeTwin(spec, all);
  const status = html("span", { class: "bp-kernel" });
  const said = html("div", { class: "bp-said", role: "status", "aria-live": "polite" });
  const problem = html("div", { class: "bp-problem", role: "alert", hidden: "" });
  const legend = html("p", { class: "bp-legend" });
  const leftOut = `${choice.note ? `Left out of the picture: ${choice.note}.` : ""}${partsSaid(spec, ", by running mean and variance")}`.trim();
  const button = (text, title, act) => {
    const made = html("button", { type: "button", class: "bp-button", title }, text);
    made.addEventListener("click", act, { signal });
    return made;
  };
  const toggle = (text, title, trait) => button(text, title, () => set(trait, !model.get(trait)));
  const toggles = {
    deltas: toggle("Deltas", "show the backward pass", "deltas"),
    show_z: toggle("z", "show z in the neurons", "show_z"),
    projector: toggle("Large", "a size for the projector", "projector"),
  };
  const undo = button("Undo", "one step back (Ctrl+Z)", state.undo);
  const redo = button("Redo", "one step forward (Ctrl+Shift+Z)", state.redo);
  const reset = button("Reset", "back to the exact start", state.reset);
  const seed = html("input", {
    type: "number", min: 0, step: 1, value: spec.seed, class: "bp-box bp-seed",
    "aria-label": "seed of the random weights",
  });
  const random = button("Random", "draw new weights from this seed", () => {
    state.finish();
    state.before = state.record;
    model.send({ randomize: seed.valueAsNumber });
  });
  const gap = () => html("span", { class: "bp-gap" });
  const toolbar = html("div", { class: "bp-toolbar", role: "toolbar", "aria-label": "network view" },
    ...Object.values(toggles), gap(), undo, redo, reset, gap(), random,
    html("label", { class: "bp-seed-label" }, "seed ", seed), status);
  const stage = html("div", { class: "bp-stage" }, graph.element, legend,
    html("p", { class: "bp-note" }, leftOut));

  // ---- controls: real ipywidgets, shown inside this view
  const sliders = await Promise.all(model.get("_sliders").map(modelOf));
  for (const slider of sliders) calm(slider, signal);
  sliders.forEach((slider, n) =>
    listen(slider, "change:value", (_, __, options) =>
      state.moved(slider, controls.rows[n]?.view, options)));
  controls = await makeControls({ sliders, manager, all, index, state, select, signal });
  state.connect(controls.rows);
  if (model.get("_sample")) {
    const view = await manager.create_view(await modelOf(model.get("_sample")));
    view.trigger("displayed");
    signal.addEventListener("abort", () => view.remove());
    view.el.querySelector(".noUi-handle")?.setAttribute("aria-label", "sample");
    const readout = view.el.querySelector(".widget-readout"); // a text box, but nothing says so
    if (readout) write(readout, { role: "textbox", "aria-label": "sample, number box" });
    toolbar.insertBefore(view.el, status);
  }
  const root = html("div", { class: "bp-root" }, toolbar, problem,
    html("div", { class: "bp-main" }, stage, card.element), controls.element, twin.element, said);
  el.classList.add("bp-host");
  el.append(root);
  connectHands({ graph, root, state, select, range: spec.range, shared: spec.shared, signal });

  // ---- paint
  function ask() {
    frame ||= requestAnimationFrame(paint);
  }

  function paint() {
    frame = 0;
    try {
      show();
    } catch (error) { // said where the learner looks; the last good picture stays
      problem.replaceChildren(html("strong", {}, `This view failed: ${error.message}`));
      write(problem, { hidden: null });
      throw error;
    }
  }

  function show() {
    const record = state.compute();
    const deltas = model.get("deltas");
    const selected = index.get(model.get("selected")) ?? -1;
    const differs = differences(record, all);
    const { before } = state;
    graph.paint(record, { palette, deltas, showZ: model.get("show_z"), selected, before, differs });
    card.paint(record, deltas);
    twin.paint(record);
    for (const row of controls.rows) row.paint(state.value(row.k), row.k === selected);
    for (const item of graph.items) describe(item, record, deltas);
    write(undo, { disabled: !state.canUndo() });
    write(redo, { disabled: !state.canRedo() });
    write(random, { disabled: !sliders[0]?.comm_live }); // no kernel, no new draws
    for (const [trait, made] of Object.entries(toggles)) {
      write(made, { "aria-pressed": String(model.get(trait)) });
    }
    write(root, { "data-projector": model.get("projector"), "data-loss": record.loss });
    write(status, kernelStatus(record, differs));
    const edges = "Edge: solid + / dashed − weight, width |w|.";
    write(legend, { text: deltas
      ? `${edges} Thin line beside it: dW. δ under a neuron: slope of the loss along its z.`
      : `${edges} Neuron: its activation a.` });
    for (const painter of painters) painter(record, { palette, deltas, selected });
  }

  function kernelStatus(record, differs) {
    const [k, value, loss] = model.get("confirmed");
    const current = k === undefined || k < 0 || state.value(k) === value;
    if (spec.laboratory) {
      if (!record.own) return { text: "no numbers: it stops with an error", "data-state": "differs" };
      return differs.size
        ? { text: `${differs.size} numbers of this sample differ (≠)`, "data-state": "differs" }
        : { text: "all numbers of this sample agree", "data-state": "agrees" };
    }
    if (spec.own) {
      if (!record.own) return { text: "your function has not answered yet", "data-state": "wait" };
      return differs.size
        ? { text: `your function differs in ${differs.size} numbers (≠)`, "data-state": "differs" }
        : { text: "your function agrees", "data-state": "agrees" };
    }
    // A reopened notebook shows its views before its kernel knows them: the page computes alone.
    if (!sliders[0]?.comm_live) return { text: "no kernel: run this cell", "data-state": "wait" };
    if (loss === undefined || !current) return { "data-state": "wait" };
    return Math.abs(loss - record.loss) <= 1e-9 * (1 + Math.abs(loss))
      ? { text: "kernel agrees", "data-state": "agrees" }
      : { text: "kernel follows …", "data-state": "wait" };
  }

  function describe({ l, i, j, k, weight, group }, record, deltas) {
    let label;
    if (weight) {
      label = `weight ${nameOf(all[k])}${deltas ? `, slope dW ${format(record.dW[l][i][j])}` : ""}`;
    } else if (l === undefined) label = `loss ${format(record.loss)}, target`;
    else if (l === 0) label = `input ${nameOf(all[k])}`;
    else {
      const delta = deltas ? `, delta ${format(record.delta[l][0][j])}` : "";
      label = `neuron a[${l}][${j}], activation ${format(record.a[l][0][j])}${delta}, bias`;
    }
    const value = state.value(k);
    write(group, {
      "aria-label": label, "aria-valuenow": value, "aria-valuetext": format(value),
      "aria-valuemin": spec.range[0], "aria-valuemax": spec.range[1],
    });
  }

  /** Said once, on release: what was moved and what changed most. */
  function announce(k, old) {
    const { before } = state;
    if (!before || !state.record) return;
    if (frame) {
      cancelAnimationFrame(frame);
      paint();
    }
    const { record } = state;
    let most = null;
    record.a.slice(1).forEach((layer, n) => layer[0].forEach((a, j) => {
      const was = before.a[n + 1][0][j];
      const by = Math.abs(a - was);
      if (by > (most?.by ?? 0)) most = { name: `a[${n + 1}][${j}]`, by, was, a };
    }));
    said.textContent =
      `${nameOf(all[k])} ${format(old)} → ${format(state.value(k))}. ` +
      `Loss ${format(before.loss)} → ${format(record.loss)}.` +
      (most ? ` Changed most: ${most.name} ${format(most.was)} → ${format(most.a)}.` : "");
  }

  // ---- listen
  for (const trait of TRAITS) listen(model, `change:${trait}`, ask);
  function selectedChanged() {
    const k = index.get(model.get("selected"));
    if (k === undefined) return;
    card.select(all[k]);
    if (spec.shared) {
      const [row] = controls.rows;
      row.follow(k);
      row.slider.set({ parameter: nameOf(all[k]), value: state.value(k) });
      row.slider.save_changes();
    }
    ask();
  }
  listen(model, "change:selected", selectedChanged);
  function showProblem() {
    const { message, traceback } = model.get("problem");
    write(problem, { hidden: message ? null : true });
    problem.replaceChildren(
      ...(message ? [html("strong", {}, message)] : []),
      ...(traceback
        ? [html("details", {}, html("summary", {}, "Where it happened"), html("pre", {}, traceback))]
        : []),
    );
  }
  listen(model, "change:problem", showProblem);
  twin.element.addEventListener("toggle", ask, { signal });

  function theme() {
    palette = wearTheme(root, spec);
    ask();
  }
  watchTheme(theme, signal);
  let width = 0;
  function resize() {
    const now = stage.clientWidth ? Math.max(280, Math.floor(stage.clientWidth)) : width || 720;
    if (now === width) return;
    width = now;
    graph.place(width);
    ask();
  }
  const sized = new ResizeObserver(resize);
  sized.observe(stage);

  theme();
  resize();
  selectedChanged();
  showProblem();
  paint();

  return {
    model, spec, all, index, state, graph, root, stage, card, toolbar, toggles, said, signal, select,
    ask, listen, button,
    onPaint: (painter) => {
      painters.push(painter);
      ask();
    },
    unmount() {
      state.finish();
      stop.abort();
      sized.disconnect();
      listening.forEach((off) => off());
      cancelAnimationFrame(frame);
    },
  };
}
