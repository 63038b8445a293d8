// The page of a network view: toolbar, picture, card, controls, table; one paint() for all of them.
// NetworkView is this and nothing else; the other views mount it and add their own to it.

import { partsSaid } from "../core/layer_parts.js";
import { nameOf, places, unpack, whose } from "../core/numbers.js";
import { differences, makeState } from "../core/state.js";
import { makeCard } from "../picture/card.js";
import { makeGraph } from "../picture/graph.js";
import { choose } from "../picture/layout.js";
import { makeLegend } from "../picture/legend.js";
import { makeTwin } from "../picture/table_parameters.js";
import { makeControls } from "./controls.js";
import { html, write } from "./dom.js";
import { makeToolbar } from "./network_toolbar.js";
import { changeSaid, isConfirmed, itemSaid, kernelStatus } from "./network_words.js";
import { connectHands } from "./pointer_keys.js";
import { calm } from "./slow_saves.js";

const ALONE = "computed by this page alone";
const TRUTH = ", before the right number where that has room: the card has it for what is selected";
const STILL = 100; // ms without a frame: then all of the picture is told
const TRAITS = ["deltas", "show_z", "confirmed", "own"]; // any change asks for a frame

/** @param {import("./shell.js").Shell} shell */
export async function mount(shell) {
  const { model, spec, signal, listen, ask, set, said } = shell;
  const all = places(spec.sizes, spec.epsilon);
  const index = new Map(all.map((place, k) => [nameOf(place), k]));
  const painters = []; // of the views that build on this one
  const select = (k) => set("selected", nameOf(all[k]));
  const hand = { isPressed: pressedIn(shell), timer: shell.timer() };
  const state = makeState({ model, all, index, changed: ask, released: announce, ...hand });
  signal.addEventListener("abort", () => state.finish());
  // From the start: making the sliders takes a while, in which a cell may go on.
  for (const trait of ["history", "position", "start"]) {
    listen(model, `change:${trait}`, () => {
      said.textContent = ""; // it told of a state that is gone
      state.travelled();
    });
  }

  const page = await makePage(shell, { state, all, index, select });
  const { graph, card, toolbar, controls, legend, root, stage, row } = page;
  const paint = () => {
    const shown = paintParts(page, { shell, state, all, index });
    for (const painter of painters) painter(state.record, shown);
  };

  /** Said once, on release: what was moved and what changed most. */
  function announce(k, old) {
    const { before } = state;
    if (!before || !state.record) return;
    if (shell.asked()) shell.paintNow();
    said.textContent = changeSaid(nameOf(all[k]), old, state.value(k), before, state.record);
  }

  for (const trait of TRAITS) listen(model, `change:${trait}`, ask);
  const follow = followSelected(page, { shell, all, index });
  shell.on(page.twin.element, "toggle", ask);

  shell.begin(root, paint);
  connectHands({ graph, root, state, select, range: spec.range, shared: spec.shared, on: shell.on });
  shell.sized(stage, (width, room) => {
    graph.place(width, room);
    controls.show(index.get(model.get("selected")));
  });
  follow();
  shell.hearProblems();
  shell.paintNow();

  return {
    ...shell,
    ...{ all, index, state, graph, root, stage, card, legend, select, row },
    toolbar: toolbar.element,
    toggles: toolbar.toggles,
    onPaint: (painter) => {
      painters.push(painter);
      ask();
    },
    onTell: (teller) => page.tell.tellers.push(teller),
  };
}

/** Whether a finger, or a button of the mouse, is down just now. */
function pressedIn({ on }) {
  let buttons = 0;
  for (const type of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) {
    on(window, type, (event) => (buttons = event.buttons), { capture: true });
  }
  return () => buttons !== 0;
}

/** The card, and the one slider where all share it, speak of what is selected. */
function followSelected({ card, controls }, { shell: { model, spec, listen, ask }, all, index }) {
  const follow = () => {
    const k = index.get(model.get("selected"));
    if (k === undefined) return;
    card.select(all[k]);
    if (spec.shared) controls.lead(k);
    controls.show(k);
    ask();
  };
  listen(model, "change:selected", follow);
  return follow;
}

/** Everything of the page, in its place. */
async function makePage(shell, { state, all, index, select }) {
  const { model, spec, ask } = shell;
  const choice = choose(spec.sizes, unpack(model.get("start"), spec.sizes).W, spec.image_shape);
  const graph = makeGraph({ spec, choice, index, ask });
  const card = makeCard(spec);
  const twin = makeTwin(spec, all);
  const toolbar = makeToolbar(shell, state);
  const { element: stage, legend } = makeStage(spec, graph, choice);
  const controls = await connectSliders({ shell, state, all, index, select });
  const sample = model.get("_sample") ? await shell.widget(model.get("_sample")) : null;
  if (sample) toolbar.addForBatch(await sampleSlider(shell, sample));
  const root = html(
    "div",
    { class: "bp-root" },
    toolbar.element,
    shell.problem.element,
    html("div", { class: "bp-main" }, stage, card.element, controls.element, legend.element),
    twin.element,
    shell.said,
  );
  const tell = makeTelling(shell, { graph, state, all });
  return { graph, card, twin, toolbar, controls, legend, root, stage, tell, row: () => sample?.get("value") ?? 0 };
}

/**
 * What a screen reader may look up: of what is selected at once, of the rest when no frame follows; then
 * `tellers` have their say, of views that build on this one.
 */
function makeTelling({ spec, timer }, { graph, state, all }) {
  const pause = timer();
  const tellers = [];
  let isFirst = true;
  const frame = (record, { deltas, selected }) => {
    const say = (item) => {
      const range = state.rowOf(item.k)?.range ?? spec.range;
      write(item.group, itemSaid(item, record, { all, deltas, value: state.value(item.k), range }));
    };
    const sayAll = () => {
      graph.items.forEach(say);
      graph.tell(record);
      for (const teller of tellers) teller();
      write(graph.element, { "aria-busy": null });
    };
    if (isFirst) sayAll();
    else {
      for (const item of graph.items) if (item.k === selected) say(item);
      write(graph.element, { "aria-busy": "true" });
      pause.start(sayAll, STILL);
    }
    isFirst = false;
  };
  return { frame, tellers };
}

/** All that a frame shows; says how it was painted. */
function paintParts(parts, { shell, state, all, index }) {
  const { model, spec } = shell;
  const { graph, card, twin, toolbar, controls, legend, root } = parts;
  const confirmed = (truth) => isConfirmed(model.get("confirmed"), truth, state.value, spec.dtype);
  // A learner's own numbers come from the kernel alone: where it will not answer, the right ones stand.
  const isRight = spec.laboratory && !spec.blind && !model.get("known").name; // it hides no mistake
  const record = state.compute((truth) => !isRight && (shell.kernel() === "here" || confirmed(truth) === true));
  const deltas = model.get("deltas");
  const selected = index.get(model.get("selected")) ?? -1;
  const differs = differences(record, all);
  const palette = shell.palette();
  const { before } = state;
  graph.paint(record, { palette, deltas, showZ: model.get("show_z"), selected, before, differs });
  card.paint(record, deltas);
  twin.paint(record);
  for (const row of controls.rows) row.paint(state.value(row.k), row.k === selected);
  parts.tell.frame(record, { deltas, selected });
  const isSaid = confirmed(record.truth);
  const isOurs = Boolean(state.ours) && shell.kernel() === "none";
  const failed = Boolean(model.get("problem").message);
  shell.awaits("the picture", !isSaid && !failed);
  const words = isSaid && shell.kernel() === "busy" ? "" : shell.kernelWords(isOurs ? "" : ALONE);
  const status = kernelStatus(record, differs, { spec, confirmed: isSaid, words, failed, isRight });
  const text = isOurs ? { text: `${status.text}, ${ALONE}` } : {};
  toolbar.paint({ ...status, ...text, "data-alert": !/here|none|busy/.test(shell.kernel()) });
  write(root, { "data-loss": record.loss });
  legend.paint(deltas);
  const theirs = record.own
    ? `δ and dW as ${whose(spec)} has them; ≠ marks what is not right${spec.laboratory ? TRUTH : ""}.`
    : `δ and dW are the right ones, as ${whose(spec)} has none.`;
  write(legend.theirs, { text: deltas && spec.own && !isRight ? theirs : "" });
  return { palette, deltas, selected, differs };
}

/** The picture with what is said of it. */
function makeStage(spec, graph, choice) {
  const theirs = html("span", {});
  const legend = { ...makeLegend(theirs), theirs };
  const left = choice.note ? `Left out of the picture: ${choice.note}.` : "";
  const note = html("p", { class: "bp-note" }, `${left}${partsSaid(spec, ", by running mean and variance")}`.trim());
  return { element: html("div", { class: "bp-stage" }, graph.element, note), legend };
}

/** The rows of controls: real ipywidgets, shown inside this view, and what they do. */
async function connectSliders({ shell, state, all, index, select }) {
  const { model, signal, listen } = shell;
  const sliders = await Promise.all(model.get("_sliders").map(shell.widget));
  for (const slider of sliders) calm(slider, signal);
  let rows = [];
  sliders.forEach((slider, n) => {
    listen(slider, "change:value", (_, __, options) => state.moved(slider, rows[n]?.view, options));
  });
  const controls = await makeControls({ sliders, shell, all, index, state, select });
  rows = controls.rows;
  state.connect(rows);
  return {
    ...controls,
    /** The one slider that all share follows what is selected. */
    lead(k) {
      const [row] = rows;
      row.follow(k);
      row.slider.set({ parameter: nameOf(all[k]), value: state.value(k) });
      row.slider.save_changes();
    },
  };
}

/** Without a kernel the page itself looks at another sample, which is no change of the network. */
async function sampleSlider(shell, sample) {
  const { model, spec, listen } = shell;
  const { element, handle } = await shell.slider(sample);
  handle?.setAttribute("aria-label", "sample");
  const readout = element.querySelector(".widget-readout"); // a text box, but nothing says so
  if (readout) write(readout, { role: "textbox", "aria-label": "sample, number box" });
  else element.prepend("sample ");
  listen(sample, "change:value", () => {
    if (shell.kernel() !== "none" || !spec.batch) return;
    const [x, y] = [spec.batch.X, spec.batch.y].map((rows) => rows[sample.get("value")]);
    model.set("start", [...model.get("start").slice(0, -(x.length + y.length)), ...x, ...y]);
  });
  return element;
}
