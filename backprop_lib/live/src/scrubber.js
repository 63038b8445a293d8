// Scrubber: travel through a recorded run; every figure shows the same moment, in the same frame.

import { calm } from "./page/slow_saves.js";
import { makeChart } from "./picture/chart_lines.js";
import { watchTheme, wearTheme } from "./page/colours.js";
import { html, write } from "./page/dom.js";
import { makeGraph } from "./picture/graph.js";
import { makeHeatMap } from "./picture/chart_heat_map.js";
import { makeHistograms } from "./picture/chart_histograms.js";
import { choose } from "./picture/layout.js";
import { isNormalized, partsSaid } from "./core/layer_parts.js";
import { format, nameOf, places, power } from "./core/numbers.js";
import { makePlayer } from "./page/player.js";
import { neuronsOf, readRecording, sampleOf } from "./core/recording.js";
import { makeNeuronTable } from "./picture/table_neurons.js";

const PAUSE = 500; // ms without a change: then it is said once
const SPEEDS = [["5×", 5], ["10×", 10], ["20×", 20], ["40×", 40]]; // records a second

async function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const spec = model.get("spec");
  const { sizes, activations, steps } = spec;
  const L = sizes.length - 1;
  const normalized = isNormalized(spec);
  const data = readRecording(model.get("records"), spec);
  const neurons = neuronsOf(sizes);
  const index = new Map(places(sizes).map((place, k) => [nameOf(place), k]));
  const listening = [];
  let [frame, timer, palette] = [0, 0, spec.palette.light];
  const ask = () => { frame ||= requestAnimationFrame(paint); };
  const listen = (source, name, act) => {
    source.on(name, act);
    listening.push(() => source.off(name, act));
  };
  const button = (text, title, act) => {
    const made = html("button", { type: "button", class: "bp-button", title }, text);
    made.addEventListener("click", act, { signal });
    return made;
  };
  function select(neuron, sample = model.get("sample")) {
    model.set({ neuron: neurons[neuron]?.name ?? "", sample });
    model.save_changes();
  }

  // ---- the page
  const first = data.at(0);
  const graphSpec = { ...spec, own: false };
  const graph = makeGraph({ spec: graphSpec, choice: choose(sizes, first.W, null), index });
  const charts = makeCharts(spec, data);
  const heat = makeHeatMap({ neurons, samples: spec.samples, limit: spec.delta_limit, choose: select, signal });
  const histograms = makeHistograms(spec);
  const table = makeNeuronTable({ neurons, activations, select, signal });
  const player = await makePlayer({ model, listen, button, ask, signal },
    { what: "record", name: (k) => `step ${steps[k]}`, speeds: SPEEDS });
  calm(player.slider, signal);
  const now = html("strong", {});
  const sample = html("input", { type: "number", class: "bp-box", min: 0, max: spec.samples - 1, step: 1, "aria-label": "sample" });
  const shown = html("span", {});
  const none = button("Deselect", "choose no neuron", () => select(-1));
  const said = html("div", { class: "bp-said", role: "status", "aria-live": "polite" });
  const ended = html("p", { class: "bp-scrub-ended", hidden: spec.message ? null : "" }, spec.message);
  const panel = (title, kind, ...inside) => html("section", { class: `bp-panel ${kind}`, "aria-label": title },
    html("h4", { class: "bp-panel-title" }, title), ...inside);
  const stage = html("div", { class: "bp-stage" }, graph.element, html("p", { class: "bp-legend" },
    "a, δ and the dashed rings (saturated, or off): one sample. dW (thin line beside an edge) and the " +
    `loss: all samples. Edge: solid + / dashed −.${spec.own ? " δ and dW are the run's own." : ""}` +
    partsSaid(spec, ", by the mean and variance of all samples, as in training")));
  const values = html("ul", { class: "bp-scrub-values" });
  const valueOf = Array.from({ length: L }, () => html("li", {}));
  const neuronValue = html("li", { "data-selected": "" });
  values.append(...valueOf, neuronValue);
  const root = html("div", { class: "bp-root bp-scrub" }, player.element,
    html("div", { class: "bp-scrub-status" }, now, html("label", {}, "sample ", sample), shown, none), ended,
    html("div", { class: "bp-scrub-grid" },
      panel("Network graph", "bp-scrub-graph", stage),
      panel("Loss curve", "bp-scrub-loss", charts.loss.element),
      panel("Gradient norms", "bp-scrub-norms", charts.norms.element, values),
      panel("Delta heat map", "bp-scrub-deltas", heat.element),
      panel("Activation histograms", "bp-scrub-activations", histograms.element)),
    table.element, said);
  el.classList.add("bp-host");
  el.append(root);

  // ---- the picture of the network: neurons are buttons here, edges only drawn
  const nodes = graph.items.filter((item) => !item.weight && item.l >= 1);
  const numberOf = (node) => neurons.findIndex(({ l, j }) => l === node.l && j === node.j);
  for (const item of graph.items) {
    const isNeuron = nodes.includes(item);
    write(item.group, isNeuron ? { role: "button", tabindex: -1 } : { role: null, tabindex: null, "aria-hidden": "true" });
  }
  graph.element.setAttribute("aria-label", "network; arrow keys walk from neuron to neuron");
  const stand = (node) => nodes.forEach((other) => write(other.group, { tabindex: other === node ? 0 : -1 }));
  stand(nodes[0]);
  nodes.forEach((node, n) => {
    node.group.addEventListener("click", () => select(numberOf(node)), { signal });
    node.group.addEventListener("focus", () => stand(node), { signal });
    node.group.addEventListener("keydown", (event) => {
      const to = {
        ArrowRight: n + 1, ArrowDown: n + 1, ArrowLeft: n - 1, ArrowUp: n - 1, Home: 0, End: nodes.length - 1,
      }[event.key];
      if (event.key === "Enter" || event.key === " ") select(numberOf(node));
      else if (to === undefined) return;
      nodes[to]?.group.focus();
      event.preventDefault();
      event.stopPropagation();
    }, { signal });
  });
  sample.addEventListener("input", () => {
    const s = sample.valueAsNumber;
    if (Number.isInteger(s) && s >= 0 && s < spec.samples) select(chosen(), s);
  }, { signal });
  // JupyterLab's shortcuts stay off where a plain key is ours.
  window.addEventListener("keydown", (event) => {
    if (!(event.target instanceof Element) || !root.contains(event.target)) return;
    const plain = !(event.ctrlKey || event.metaKey) && !(event.shiftKey && event.key === "Enter");
    for (const at of [root, event.target]) write(at, { "data-lm-suppress-shortcuts": plain ? "true" : null });
  }, { signal, capture: true });

  // ---- paint
  const chosen = () => neurons.findIndex(({ name }) => name === model.get("neuron"));

  function paint() {
    frame = 0;
    const k = player.at();
    const s = model.get("sample");
    const neuron = chosen();
    const picked = neurons[neuron];
    const record = data.at(k);
    const one = sampleOf(record, data, s, spec.own || normalized);
    graph.paint(one, {
      palette, deltas: true, showZ: false, before: null, differs: new Set(),
      selected: picked ? index.get(`b[${picked.l}][${picked.j}]`) : -1,
    });
    for (const node of nodes) {
      const name = `a[${node.l}][${node.j}]`;
      write(node.group, {
        "aria-label": `neuron ${name}, activation ${format(one.a[node.l][0][node.j])}, delta ${format(one.delta[node.l][0][node.j])}`,
        "aria-pressed": String(picked?.name === name),
      });
    }
    const norms = data.layerNorms(k);
    charts.paint(k, steps[k], record.loss, norms, picked);
    heat.paint(record, palette, { neuron, sample: s });
    histograms.paint(record, picked);
    table.paint(record, s, neuron);
    norms.forEach((norm, m) => write(valueOf[m], {
      text: `layer ${m + 1}: ${format(norm, 4)}`, "data-norm": norm, "data-selected": picked?.l === m + 1,
    }));
    const own = picked ? data.neuronNorms(k)[neuron] : null;
    write(neuronValue, { text: picked ? `${picked.name}: ${format(own, 4)}${own < spec.axes.norms[0] ? " (below the axis)" : ""}` : "", "data-norm": own, hidden: !picked });
    write(now, { text: `step ${steps[k]}, loss ${format(record.loss)}` });
    write(shown, { text: `y = ${data.y[s].map((value) => format(value, 2)).join(", ")}` +
      (picked ? `; ${picked.name}: a ${format(one.a[picked.l][0][picked.j])}, δ ${format(one.delta[picked.l][0][picked.j])}` : "") });
    write(none, { hidden: !picked });
    if (document.activeElement !== sample && sample.value !== String(s)) sample.value = s;
    player.paint(`step ${steps[k]} of ${steps.at(-1)}`);
    write(root, { "data-k": k, "data-step": steps[k], "data-loss": record.loss, "data-sample": s });
    clearTimeout(timer);
    if (!player.quiet()) timer = setTimeout(() => say(k, norms, picked), PAUSE);
  }

  function say(k, norms, picked) {
    const sizesOf = norms.map((norm, m) => `layer ${m + 1} ${format(norm)}`).join(", ");
    said.textContent = `Step ${steps[k]}: loss ${format(data.loss[k])}. Gradient norms: ${sizesOf}.` +
      (picked ? ` Selected: ${picked.name}.` : "");
  }

  // ---- listen
  for (const trait of ["neuron", "sample"]) listen(model, `change:${trait}`, ask);
  table.element.addEventListener("toggle", ask, { signal });
  function theme() {
    palette = wearTheme(root, spec);
    ask();
  }
  watchTheme(theme, signal);
  const widths = new Map();
  function resize() {
    for (const [part, place] of [[stage, graph.place], [charts.loss.element.parentElement, charts.place]]) {
      const padding = part === stage ? 0 : 26;
      const width = Math.max(280, Math.floor((part.clientWidth || widths.get(part) || 640) - padding));
      if (widths.get(part) === width) continue;
      widths.set(part, width);
      place(width);
    }
    ask();
  }
  const sized = new ResizeObserver(resize);
  sized.observe(root);
  theme();
  resize();
  paint();

  return () => {
    stop.abort();
    sized.disconnect();
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    listening.forEach((off) => off());
  };
}

/** The two curves over training time, drawn once, each with a mark at the moment that is shown. */
function makeCharts(spec, data) {
  const { steps, sizes, axes } = spec;
  const L = sizes.length - 1;
  const x = { from: 0, to: Math.max(1, steps.at(-1)), ticks: axes.steps, text: String, name: "steps taken" };
  const loss = makeChart({
    x, y: { from: 0, to: axes.loss.at(-1), ticks: axes.loss, text: (value) => String(value), name: "loss" },
    label: "loss curve", height: 215,
  });
  const norms = makeChart({
    x, y: { from: axes.norms[0], to: axes.norms.at(-1), ticks: axes.norms, log: true,
      text: (value) => power(Math.round(Math.log10(value))), name: `norm of dW${isNormalized(spec) ? ", db, dγ and dβ" : " and db"}` },
    label: "gradient norms, logarithmic", height: 235,
  });
  const over = (values) => values.map((value, k) => [steps[k], value]);
  const kind = (l) => (l <= 3 ? `bp-layer-${l}` : "bp-layer-more");
  const layerNorms = steps.map((_, k) => data.layerNorms(k));
  const lossLine = loss.line("loss-line", "");
  const lines = Array.from({ length: L }, (_, m) => norms.line(kind(m + 1).slice(3), `layer ${m + 1}`));
  const own = norms.line("neuron-line", "");
  const lossMark = loss.mark("at", "circle", { rule: true });
  const marks = lines.map((_, m) => norms.mark("at", "circle", { rule: m === 0 }));
  lossLine.paint(over(data.loss));
  lines.forEach((line, m) => line.paint(over(layerNorms.map((row) => row[m]))));
  let drawn = "";

  return {
    loss, norms,
    place(width) {
      loss.place(width);
      norms.place(width);
    },
    paint(k, step, value, sizesNow, picked) {
      if ((picked?.name ?? "") !== drawn) {
        drawn = picked?.name ?? "";
        const n = picked ? data.neurons.findIndex(({ name }) => name === drawn) : -1;
        own.paint(picked ? over(steps.map((_, at) => data.neuronNorms(at)[n])) : [], drawn);
        lines.forEach((line, m) => write(line.path, { "data-selected": picked?.l === m + 1 }));
      }
      lossMark.paint([step, value]);
      sizesNow.forEach((size, m) => marks[m].paint([step, size]));
      loss.describe(`Loss against steps taken: ${format(data.loss[0])} at first, ${format(value)} at step ${step}, ` +
        `${format(data.loss.at(-1))} in the end.`);
      norms.describe(`Gradient norms against steps taken, logarithmic. At step ${step}: ` +
        sizesNow.map((size, m) => `layer ${m + 1} ${format(size)}`).join(", "));
    },
  };
}

export default { render };
