// Scrubber: travel through a recorded run; every figure shows the same moment, in the same frame.

import { isNormalized, partsSaid } from "./core/layer_parts.js";
import { format, nameOf, places, targetSaid } from "./core/numbers.js";
import { neuronsOf, readRecording, sampleOf } from "./core/recording.js";
import { html, panel, write } from "./page/dom.js";
import { makeNumberBox } from "./page/number_box.js";
import { oneStop } from "./page/one_stop.js";
import { makePlayer } from "./page/player.js";
import { asView } from "./page/shell.js";
import { calm } from "./page/slow_saves.js";
import { makeHeatMap } from "./picture/chart_heat_map.js";
import { makeHistograms } from "./picture/chart_histograms.js";
import { makeRunCharts } from "./picture/chart_run.js";
import { makeGraph } from "./picture/graph.js";
import { choose } from "./picture/layout.js";
import { makeLegend } from "./picture/legend.js";
import { makeNeuronTable } from "./picture/table_neurons.js";

const PAUSE = 500; // ms without a change: then it is said once
/** @type {[string, number][]} records a second */
const SPEEDS = [
  ["5×", 5],
  ["10×", 10],
  ["20×", 20],
  ["40×", 40],
];

/** The picture of the network: neurons are buttons here, edges only drawn. */
function makeStage({ spec, first, neurons, select, on, ask }) {
  const index = new Map(places(spec.sizes).map((place, k) => [nameOf(place), k]));
  const choice = choose(spec.sizes, first.W, null);
  const graph = makeGraph({ spec: { ...spec, own: false }, choice, index, ask });
  const nodes = graph.items.filter((item) => !item.weight && item.l >= 1);
  const numberOf = (node) => neurons.findIndex(({ l, j }) => l === node.l && j === node.j);
  for (const item of graph.items) {
    const isNode = nodes.includes(item);
    write(item.group, { role: null, tabindex: null, "aria-hidden": isNode ? null : "true" });
    if (!isNode) continue;
    write(item.shape, { role: "button" }); // the texts around it are said by its label
    for (const text of item.group.querySelectorAll("text")) write(text, { "aria-hidden": "true" });
  }
  graph.element.setAttribute("aria-label", "network; arrow keys walk from neuron to neuron");
  const shapes = nodes.map(({ shape }) => shape);
  oneStop(graph.element, { on, stops: () => shapes });
  for (const node of nodes) {
    on(node.group, "click", () => select(numberOf(node)));
    on(node.shape, "keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      select(numberOf(node));
      event.preventDefault();
      event.stopPropagation();
    });
  }
  const own = spec.own ? " δ and dW are the run's own." : "";
  const legend = makeLegend(
    `a, δ, rings: one sample. dW, loss: all samples.${own}`,
    partsSaid(spec, ", by the mean and variance of all samples, as in training"),
  );
  return {
    element: html("div", { class: "bp-stage" }, graph.element),
    legend: legend.element,
    place: graph.place,
    paint(one, palette, picked) {
      const selected = picked ? index.get(`b[${picked.l}][${picked.j}]`) : -1;
      const how = { palette, deltas: true, showZ: false, before: null, differs: new Set(), selected };
      graph.paint(one, how);
      graph.tell(one);
      for (const { l, j, shape } of nodes) {
        const numbers = `activation ${format(one.a[l][0][j])}, delta ${format(one.delta[l][0][j])}`;
        write(shape, {
          "aria-label": `neuron a[${l}][${j}], ${numbers}`,
          "aria-pressed": String(picked?.name === `a[${l}][${j}]`),
        });
      }
    },
  };
}

/** The line of words and the sample's box. */
function makeStatus({ spec, data, model, select, on, button }) {
  const { steps, samples } = spec;
  const now = html("strong", {});
  const box = makeNumberBox({
    ...{ label: "sample", on, whole: true, range: () => [0, samples - 1] },
    value: () => model.get("sample"),
    act: (s) => select(undefined, s),
  });
  const shown = html("span", {});
  const none = button("Deselect", "choose no neuron", () => select(-1));
  return {
    element: html(
      "div",
      { class: "bp-scrub-status" },
      now,
      html("label", {}, "sample ", box.element),
      box.note,
      shown,
      none,
    ),
    paint(k, one, picked) {
      const s = model.get("sample");
      write(now, { text: `step ${steps[k]}, loss ${format(data.loss[k])}` });
      const target = `y = ${data.y[s].map((value) => targetSaid(value, 2)).join(", ")}`;
      const of = (layers) => format(layers[picked.l][0][picked.j]);
      write(shown, { text: target + (picked ? `; ${picked.name}: a ${of(one.a)}, δ ${of(one.delta)}` : "") });
      write(none, { hidden: !picked });
      box.paint();
    },
  };
}

/** The gradient norms in words: of each layer, and of the chosen neuron. */
function makeNorms(spec, data) {
  const layers = spec.sizes.slice(1).map(() => html("li", {}));
  const neuron = html("li", { "data-selected": "" });
  return {
    element: html("ul", { class: "bp-scrub-values" }, ...layers, neuron),
    paint(k, norms, picked) {
      norms.forEach((norm, m) => {
        const text = `layer ${m + 1}: ${format(norm, 4)}`;
        write(layers[m], { text, "data-norm": norm, "data-selected": picked?.l === m + 1 });
      });
      const own = picked ? data.neuronNorms(k)[data.neurons.findIndex(({ name }) => name === picked.name)] : null;
      const below = own < spec.axes.norms[0] ? " (below the axis)" : "";
      const text = picked ? `${picked.name}: ${format(own, 4)}${below}` : "";
      write(neuron, { text, "data-norm": own, hidden: !picked });
    },
  };
}

/** One neuron and one sample, as the heat map shows them. */
const neuronSaid = ({ one, picked: { name, l, j }, s }) =>
  `Selected: ${name}, sample ${s}: a ${format(one.a[l][0][j])}, delta ${format(one.delta[l][0][j])}.`;

/** All parts of the page, and the page. */
async function makePage(shell, { data, neurons, select }) {
  const { model, spec, on, said } = shell;
  const { activations, steps } = spec;
  const parts = {
    stage: makeStage({ spec, first: data.at(0), neurons, select, on, ask: shell.ask }),
    charts: makeRunCharts(spec, data),
    heat: makeHeatMap({ neurons, samples: spec.samples, limit: spec.delta_limit, choose: select, on }),
    histograms: makeHistograms(spec),
    table: makeNeuronTable({ neurons, activations, select, on }),
    player: await makePlayer(shell, { what: "record", name: (k) => `step ${steps[k]}`, speeds: SPEEDS }),
    status: makeStatus({ spec, data, model, select, on, button: shell.button }),
    norms: makeNorms(spec, data),
  };
  const { stage, charts, heat, histograms, table, player, status, norms } = parts;
  player.element.querySelector(".bp-speed").after(shell.large);
  const ended = html("p", { class: "bp-scrub-ended", hidden: spec.message ? null : "" }, spec.message);
  const lossPanel = panel("Loss curve", "bp-scrub-loss", charts.loss.element);
  const grid = html(
    "div",
    { class: "bp-scrub-grid" },
    panel("Network graph", "bp-scrub-graph", stage.element),
    lossPanel,
    panel("Gradient norms", "bp-scrub-norms", charts.norms.element, norms.element),
    panel("Delta heat map", "bp-scrub-deltas", heat.element),
    panel("Activation histograms", "bp-scrub-activations", histograms.element),
  );
  const kernel = html("span", { class: "bp-kernel" }, "recorded: works without Python");
  const foot = html("div", { class: "bp-scrub-foot" }, stage.legend, kernel);
  const root = html(
    "div",
    { class: "bp-root bp-scrub" },
    ...[player.element, shell.problem.element, status.element, ended, grid, foot, table.element, said],
  );
  return { ...parts, root, lossPanel };
}

/** What a frame shows: every figure the same moment. */
function makePaint(shell, page, { data, neurons, chosen }) {
  const { model, spec, said } = shell;
  const { steps } = spec;
  const { stage, charts, heat, histograms, table, player, status, norms } = page;
  let told = ""; // what the last sentence was about
  const pause = shell.timer();
  function say(about, k, sizes, chosenOne) {
    told = about;
    const layers = sizes.map((norm, m) => `layer ${m + 1} ${format(norm)}`).join(", ");
    said.textContent =
      `Step ${steps[k]}: loss ${format(data.loss[k])}. Gradient norms: ${layers}.` +
      (chosenOne ? ` ${neuronSaid(chosenOne)}` : "");
  }
  return () => {
    const k = player.at();
    const s = model.get("sample");
    const neuron = chosen();
    const picked = neurons[neuron];
    const record = data.at(k);
    const one = sampleOf(record, data, s, spec.own || isNormalized(spec));
    const sizes = data.layerNorms(k);
    stage.paint(one, shell.palette(), picked);
    charts.paint(k, steps[k], record.loss, sizes, picked);
    heat.paint(record, shell.palette(), { neuron, sample: s }, !player.quiet());
    histograms.paint(record, picked);
    table.paint(record, s, neuron);
    norms.paint(k, sizes, picked);
    status.paint(k, one, picked);
    player.paint(`step ${steps[k]} of ${steps.at(-1)}`);
    write(page.root, { "data-k": k, "data-step": steps[k], "data-loss": record.loss, "data-sample": s });
    const about = `${k} ${picked?.name} ${s}`;
    if (about === told) return;
    [told, said.textContent] = ["", ""]; // it told of another moment
    pause.stop();
    if (!player.quiet()) pause.start(() => say(about, k, sizes, picked && { one, picked, s }), PAUSE);
  };
}

export default asView(async (shell) => {
  const { model, spec, signal, listen, on } = shell;
  const data = readRecording(model.get("records"), spec);
  const neurons = neuronsOf(spec.sizes);
  const chosen = () => neurons.findIndex(({ name }) => name === model.get("neuron"));
  function select(neuron = chosen(), sample = model.get("sample")) {
    model.set({ neuron: neurons[neuron]?.name ?? "", sample });
    model.save_changes();
  }
  const page = await makePage(shell, { data, neurons, select });
  const { stage, charts, table, player, root, lossPanel } = page;
  calm(player.slider, signal);
  for (const trait of ["neuron", "sample"]) listen(model, `change:${trait}`, shell.ask);
  on(table.element, "toggle", shell.ask);
  shell.begin(root, makePaint(shell, page, { data, neurons, chosen }));
  shell.sized(stage.element, stage.place, { first: 640 });
  shell.sized(lossPanel, charts.place, { padding: 26, first: 614 });
  shell.paintNow();
});
