// NetworkView: hold a network in your hands. State comes in, pass.js computes, paint() shows it.

import { makeCard } from "./card.js";
import { isDark, watchTheme } from "./colours.js";
import { keyStep, makeControls } from "./controls.js";
import { html, write } from "./dom.js";
import { makeGraph } from "./graph.js";
import { choose } from "./layout.js";
import { format, nameOf, places, unpack } from "./numbers.js";
import { backward, forward } from "./pass.js";

import { makeTwin } from "./table.js";

const PAUSE = 500; // ms without a change end a gesture
const SAME = 1e-9; // two values nearer than this are one: a slider's own rounding is no change
const HISTORY = 100; // gestures that undo remembers
const DRAG = 0.01; // of a weight's value for each pixel that an edge is dragged

async function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const spec = model.get("spec");
  const { sizes } = spec;
  const all = places(sizes);
  const index = new Map(all.map((place, k) => [nameOf(place), k]));
  const manager = model.widget_manager;

  // ---- state -------------------------------------------------------------------------------
  let values = replay();
  let before = null; // the record at the last grab: the ghosts
  let gesture = null; // {k, old, timer} while a hand moves something
  let frame = 0;
  let record = null;
  let palette = spec.palette.light;

  /** The values at this point of the history: start, then every change up to the position. */
  function replay() {
    const now = [...model.get("start")];
    for (const { changes } of model.get("history").slice(0, model.get("position"))) {
      for (const [k, , value] of changes) now[k] = value;
    }
    return now;
  }

  function compute() {
    const { W, b, x, y } = unpack(values, sizes);
    const activations = [null, ...spec.activations];
    const passed = forward({ W, b, activations }, [x]);
    const truth = backward({ W, activations }, passed, [y], spec.loss);
    const own = spec.own && model.get("own").delta ? model.get("own") : null;
    const shown = own ?? truth;
    return {
      ...passed, W, b, x, y, truth, own,
      loss: truth.loss, arrives: truth.arrives, slope: truth.slope,
      delta: shown.delta, dW: shown.dW, db: shown.db,
    };
  }

  /** Names of what a learner's own function computes differently. */
  function differences({ own, truth }) {
    const names = new Set();
    if (!own) return names;
    const off = (p, q) => !(Math.abs(p - q) <= 1e-9 + 1e-6 * Math.abs(q));
    for (const { kind, l, i, j } of all) {
      if (kind === "W" && off(own.dW[l][i][j], truth.dW[l][i][j])) names.add(`dW[${l}][${i}, ${j}]`);
      if (kind === "b" && off(own.db[l][j], truth.db[l][j])) names.add(`db[${l}][${j}]`);
      if (kind === "b" && off(own.delta[l][0][j], truth.delta[l][0][j])) names.add(`delta[${l}][${j}]`);
    }
    return names;
  }

  // ---- what a hand does --------------------------------------------------------------------
  const actions = {
    value: (k) => values[k],
    select(k) {
      const name = nameOf(all[k]);
      if (model.get("selected") === name) return;
      model.set("selected", name);
      model.save_changes();
    },
    /** Just before a hand moves something: the numbers of now become the ghosts. */
    grab() {
      if (!gesture) before = record;
    },
    /** Put a value in its slider; the slider's own comm tells the kernel, in one message. */
    move(k, value) {
      const row = rowOf(k);
      if (!row) return;
      row.slider.set({ parameter: nameOf(all[k]), value }, { updated_view: actions });
      row.slider.save_changes();
    },
  };

  const rowOf = (k) => controls.rows.find((row) => row.k === k);

  /** A slider has a new value: by a hand (it says which view), or by the kernel. */
  function moved(row, options) {
    const { slider } = row;
    const k = index.get(slider.get("parameter"));
    const byHand = options?.updated_view !== undefined;
    let value = slider.get("value");
    if (Math.abs(value - values[k]) < SAME) {
      if (value !== values[k]) slider.set("value", values[k], options); // the slider's rounding
      return;
    }
    if (byHand && options.updated_view !== actions) {
      value = Math.round(value * 100) / 100; // a dragged handle stops at round numbers
      if (value !== slider.get("value")) slider.set("value", value, { updated_view: actions });
      if (Math.abs(value - values[k]) < SAME) return;
    }
    if (byHand) remember(k);
    values[k] = value;
    ask();
  }

  /** One entry of the history a gesture: changes of one control without a pause. */
  function remember(k) {
    if (gesture && gesture.k !== k) finish();
    if (!gesture) {
      before = record;
      gesture = { k, old: values[k] };
    }
    clearTimeout(gesture.timer);
    gesture.timer = setTimeout(finish, PAUSE);
  }

  function finish() {
    if (!gesture) return;
    const { k, old, timer } = gesture;
    clearTimeout(timer);
    gesture = null;
    if (values[k] !== old) push({ label: nameOf(all[k]), changes: [[k, old, values[k]]] });
    announce(k, old);
  }

  function push(entry) {
    const kept = [...model.get("history").slice(0, model.get("position")), entry];
    if (kept.length > HISTORY) {
      const start = [...model.get("start")];
      for (const [k, , value] of kept.shift().changes) start[k] = value;
      model.set("start", start);
    }
    model.set({ history: kept, position: kept.length });
    model.save_changes();
  }

  function go(position) {
    finish();
    if (position < 0 || position > model.get("history").length) return;
    before = record;
    model.set("position", position);
    model.save_changes();
  }

  /** The history or its position changed, here or in the kernel. */
  function travelled() {
    if (gesture) return;
    values = replay();
    for (const row of controls.rows) {
      const value = values[index.get(row.slider.get("parameter"))];
      if (row.slider.get("value") !== value) row.slider.set("value", value); // said by the history
    }
    ask();
  }

  // ---- the page ----------------------------------------------------------------------------
  const choice = choose(sizes, unpack(values, sizes).W, spec.image_shape);
  const graph = makeGraph({ spec, choice, index });
  const card = makeCard(spec);
  const twin = makeTwin(spec, all);
  const status = html("span", { class: "bp-kernel" });
  const said = html("div", { class: "bp-said", role: "status", "aria-live": "polite" });
  const problem = html("div", { class: "bp-problem", role: "alert", hidden: "" });
  const legend = html("p", { class: "bp-legend" });
  const note = html("p", { class: "bp-note" }, choice.note ? `Left out of the picture: ${choice.note}.` : "");
  const button = (text, title, act) => {
    const made = html("button", { type: "button", class: "bp-button", title }, text);
    made.addEventListener("click", act, { signal });
    return made;
  };
  const toggle = (text, title, trait) =>
    button(text, title, () => { model.set(trait, !model.get(trait)); model.save_changes(); });
  const toggles = {
    deltas: toggle("Deltas", "show the backward pass", "deltas"),
    show_z: toggle("z", "show z in the neurons", "show_z"),
    projector: toggle("Large", "a size for the projector", "projector"),
  };
  const undo = button("Undo", "one step back (Ctrl+Z)", () => go(model.get("position") - 1));
  const redo = button("Redo", "one step forward (Ctrl+Shift+Z)", () => go(model.get("position") + 1));
  const reset = button("Reset", "back to the exact start", () => {
    finish();
    const start = model.get("start");
    const changes = values.flatMap((value, k) => (value === start[k] ? [] : [[k, value, start[k]]]));
    if (!changes.length) return;
    before = record;
    push({ label: "reset", changes });
  });
  const seed = html("input", { type: "number", min: 0, step: 1, value: spec.seed, class: "bp-box bp-seed", "aria-label": "seed of the random weights" });
  const random = button("Random", "draw new weights from this seed", () => {
    finish();
    before = record;
    model.send({ randomize: seed.valueAsNumber });
  });
  const toolbar = html("div", { class: "bp-toolbar", role: "toolbar", "aria-label": "network view" },
    ...Object.values(toggles), html("span", { class: "bp-gap" }), undo, redo, reset,
    html("span", { class: "bp-gap" }), random, html("label", { class: "bp-seed-label" }, "seed ", seed), status);
  const sliders = await Promise.all(
    model.get("_sliders").map((ref) => manager.get_model(ref.replace("IPY_MODEL_", ""))),
  );
  const sample = model.get("_sample") ? await manager.get_model(model.get("_sample").replace("IPY_MODEL_", "")) : null;
  let controls = { rows: [] };
  const listening = [];
  const listen = (source, name, act) => { source.on(name, act); listening.push(() => source.off(name, act)); };
  sliders.forEach((slider, n) =>
    listen(slider, "change:value", (_, __, options) => moved(controls.rows[n] ?? { slider }, options)));
  controls = await makeControls({ sliders, manager, all, index, actions, signal });
  if (sample) {
    const view = await manager.create_view(sample);
    view.trigger("displayed");
    signal.addEventListener("abort", () => view.remove());
    view.el.querySelector(".noUi-handle")?.setAttribute("aria-label", "sample");
    toolbar.insertBefore(view.el, status);
  }
  const stage = html("div", { class: "bp-stage" }, graph.element, legend, note);
  const root = html("div", { class: "bp-root" }, toolbar, problem,
    html("div", { class: "bp-main" }, stage, card.element), controls.element, twin.element, said);
  el.classList.add("bp-host");
  el.append(root);

  // ---- paint -------------------------------------------------------------------------------
  function ask() { frame ||= requestAnimationFrame(paint); }

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
    record = compute();
    const deltas = model.get("deltas");
    const selected = index.get(model.get("selected")) ?? -1;
    const differs = differences(record);
    graph.paint(record, { palette, deltas, showZ: model.get("show_z"), selected, before, differs });
    card.paint(record, deltas);
    twin.paint(record);
    for (const row of controls.rows) row.paint(values[row.k], row.k === selected);
    for (const item of graph.items) describe(item, deltas);
    write(undo, { disabled: model.get("position") === 0 && !gesture });
    write(redo, { disabled: model.get("position") === model.get("history").length });
    write(random, { disabled: !sliders[0]?.comm_live }); // no kernel, no new draws
    for (const [trait, made] of Object.entries(toggles)) {
      write(made, { "aria-pressed": String(model.get(trait)) });
    }
    write(root, { "data-projector": model.get("projector"), "data-loss": record.loss });
    write(status, kernelStatus(differs));
    write(legend, { text: deltas
      ? "Edge: solid + / dashed − weight, width |w|. Thin line beside it: dW. δ under a neuron: slope of the loss along its z."
      : "Edge: solid + / dashed − weight, width |w|. Neuron: its activation a." });
  }

  function kernelStatus(differs) {
    const [k, value, loss] = model.get("confirmed");
    const current = k === undefined || k < 0 || values[k] === value;
    if (spec.own) {
      if (!record.own) return { text: "your function has not answered yet", "data-state": "wait" };
      return differs.size
        ? { text: `your function differs in ${differs.size} numbers (≠)`, "data-state": "differs" }
        : { text: "your function agrees", "data-state": "agrees" };
    }
    if (loss === undefined || !current) return { text: status.textContent, "data-state": "wait" };
    return Math.abs(loss - record.loss) <= 1e-9 * (1 + Math.abs(loss))
      ? { text: "kernel agrees", "data-state": "agrees" }
      : { text: "kernel follows …", "data-state": "wait" };
  }

  function describe(item, deltas) {
    const { l, i, j, k } = item;
    let label;
    if (item.weight) {
      label = `weight ${nameOf(all[k])}${deltas ? `, slope dW ${format(record.dW[l][i][j])}` : ""}`;
    } else if (l === undefined) label = `loss ${format(record.loss)}, target`;
    else {
      label = `neuron ${l === 0 ? nameOf(all[k]) : `a[${l}][${j}]`}, activation ${format(record.a[l][0][j])}`;
      if (l > 0) label += `${deltas ? `, delta ${format(record.delta[l][0][j])}` : ""}, bias`;
    }
    write(item.group, {
      "aria-label": label, "aria-valuenow": values[k], "aria-valuetext": format(values[k]),
      "aria-valuemin": spec.range[0], "aria-valuemax": spec.range[1],
    });
  }

  /** Said once, on release: what was moved and what changed most. */
  function announce(k, old) {
    if (!before || !record) return;
    if (frame) { cancelAnimationFrame(frame); paint(); }
    let most = ["nothing else", 0, 0, 0];
    record.a.forEach((layer, l) => layer[0].forEach((a, j) => {
      const by = l === 0 ? 0 : Math.abs(a - before.a[l][0][j]);
      if (by > most[1]) most = [`a[${l}][${j}]`, by, before.a[l][0][j], a];
    }));
    said.textContent =
      `${nameOf(all[k])} ${format(old)} → ${format(values[k])}. Loss ${format(before.loss)} → ${format(record.loss)}.` +
      (most[1] ? ` Changed most: ${most[0]} ${format(most[2])} → ${format(most[3])}.` : "");
  }

  // ---- the picture under the hand ----------------------------------------------------------
  const groups = new Map(graph.items.map((item) => [item.group, item]));
  const itemAt = (event) => groups.get(event.target.closest?.("g[data-k]"));
  let dragged = null; // {k, y, from}
  const on = (target, type, act) => target.addEventListener(type, act, { signal });
  const within = (value) => Math.min(spec.range[1], Math.max(spec.range[0], value));

  function focus(item) {
    for (const other of graph.items) write(other.group, { tabindex: other === item ? 0 : -1 });
  }
  focus(graph.items[0]);
  on(graph.element, "pointerdown", (event) => {
    const item = itemAt(event);
    if (!item || event.button !== 0) return;
    event.preventDefault();
    item.group.focus({ preventScroll: true });
    actions.select(item.k);
    if (item.weight && (controls.rows.length === 1 || rowOf(item.k))) {
      actions.grab();
      dragged = { k: item.k, y: event.clientY, from: values[item.k] };
      graph.element.setPointerCapture(event.pointerId);
      write(root, { "data-dragging": true });
    }
  });
  on(graph.element, "pointermove", (event) => {
    if (!dragged) return;
    const value = within(dragged.from + (dragged.y - event.clientY) * DRAG);
    actions.move(dragged.k, Math.round(value * 1e4) / 1e4);
  });
  const drop = () => { dragged = null; write(root, { "data-dragging": false }); };
  on(graph.element, "pointerup", drop);
  on(graph.element, "pointercancel", drop);
  on(graph.element, "focusin", (event) => {
    const item = itemAt(event);
    if (item) { focus(item); actions.select(item.k); }
  });
  on(graph.element, "keydown", (event) => {
    const item = itemAt(event);
    if (!item) return;
    const at = graph.items.indexOf(item);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: graph.items.length - 1 }[event.key];
    const step = keyStep(event);
    if (to !== undefined && !event.shiftKey) graph.items[to]?.group.focus();
    else if (step) { actions.grab(); actions.move(item.k, within(values[item.k] + step)); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  on(root, "keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    event.stopPropagation();
    go(model.get("position") + (event.shiftKey ? 1 : -1));
  });
  // JupyterLab's shortcuts stay off where a plain key is ours, and on for all others (Ctrl+S, Shift+Enter).
  addEventListener("keydown", (event) => {
    const ours = !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() === "z";
    write(root, { "data-lm-suppress-shortcuts": ours && !(event.shiftKey && event.key === "Enter") ? "true" : null });
  }, { capture: true, signal });

  // ---- listen ------------------------------------------------------------------------------
  listen(model, "change:history", travelled);
  listen(model, "change:position", travelled);
  listen(model, "change:start", travelled);
  for (const trait of ["deltas", "show_z", "projector", "confirmed", "own"]) listen(model, `change:${trait}`, ask);
  listen(model, "change:projector", resize);
  function selectedChanged() {
    const k = index.get(model.get("selected"));
    if (k === undefined) return;
    card.select(all[k]);
    if (spec.shared && controls.rows.length === 1) {
      const [row] = controls.rows;
      row.follow(k);
      row.slider.set({ parameter: nameOf(all[k]), value: values[k] });
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
      ...(traceback ? [html("details", {}, html("summary", {}, "Where it happened"), html("pre", {}, traceback))] : []),
    );
  }
  listen(model, "change:problem", showProblem);
  on(twin.element, "toggle", ask);

  function theme() {
    palette = spec.palette[isDark() ? "dark" : "light"];
    for (const [key, colour] of Object.entries(palette)) {
      root.style.setProperty(`--bp-${key.replaceAll("_", "-")}`, colour);
    }
    ask();
  }
  watchTheme(theme, signal);
  let width = 0;
  function resize() {
    const now = Math.max(280, Math.floor(stage.clientWidth));
    if (now === width) return;
    width = now;
    graph.place(width);
    ask();
  }
  const sized = new ResizeObserver(resize);
  sized.observe(stage);

  theme();
  resize();
  if (!width) graph.place((width = 720));
  selectedChanged();
  showProblem();
  paint();

  return () => {
    finish();
    stop.abort();
    sized.disconnect();
    listening.forEach((off) => off());
    cancelAnimationFrame(frame);
  };
}

export default { render };
