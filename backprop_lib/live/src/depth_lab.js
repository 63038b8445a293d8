// DepthLab: sliders of a deep network; the kernel computes it and the page paints what it is sent. A page
// that never had a kernel computes it, with draws of its own.

import { makeDeepLab } from "./core/deep_lab.js";
import { brief } from "./core/numbers.js";
import { isOneWay } from "./core/pass.js";
import { html, panel, write } from "./page/dom.js";
import { oneRow } from "./page/one_stop.js";
import { makeMenu, makeSlider } from "./page/settings.js";
import { asView } from "./page/shell.js";
import { makeBars } from "./picture/chart_bars.js";
import { makeZHistogram } from "./picture/chart_z_histogram.js";
import { makeLayerTable } from "./picture/table_layers.js";

const PAUSE = 500; // ms without a change: then it is said once
const GESTURE = 800; // ms without a change: then the next one is another gesture
const NARROW = 250; // px: no panel is drawn narrower
const WORDS = { normal: "normal, 0.01", xavier_normal: "Xavier", he_normal: "He" };
const short = (value) => (value === null || value === undefined ? "no number" : brief(value));
const upTo = (last, first = 1) => Array.from({ length: last - first + 1 }, (_, n) => n + first);

const ALONE = {
  true: "computed by this page alone, with draws of its own",
  false: "computed by Python when this page was made; what you change, this page computes, with draws of its own",
};

/** Rows of sliders, menus and buttons; all but the layer shown need somebody who computes. */
async function makeSettings(shell) {
  const { model, spec, button, set } = shell;
  const models = await Promise.all(model.get("_sliders").map(shell.widget));
  const made = await Promise.all(
    models.map((one, n) => makeSlider({ model: one, shell, label: spec.labels[spec.sliders[n]] })),
  );
  const rows = Object.fromEntries(spec.sliders.map((name, n) => [name, made[n]]));
  const menus = [
    makeMenu({ shell, trait: "activation", label: "activation", names: spec.activations }),
    makeMenu({ shell, trait: "init", label: "initializer", names: spec.inits, words: WORDS }),
    makeMenu({ shell, trait: "normalization", label: "normalization", names: spec.normalizations }),
  ];
  const skips = "a skip around every layer that can have one";
  const residual = button("Skips", skips, () => set("residual", !model.get("residual")));
  const redraw = button("", "draw other weights and another batch", () => set("seed", model.get("seed") + 1));
  const kernel = html("span", { class: "bp-kernel" });
  const shown = ["depth", "width", "gain", "input_scale", "batch_size"].map((name) => rows[name]);
  const sliders = shown.map(({ element }) => element);
  const more = button("All settings", "on a narrow page: the other settings, too", () => {
    write(element, { "data-all": element.dataset.all === undefined });
    write(more, { "aria-pressed": String(element.dataset.all !== undefined) });
  });
  more.classList.add("bp-depth-more");
  write(more, { "aria-pressed": "false" });
  const buttons = html("div", { class: "bp-toolbar bp-depth-buttons" }, more, residual, redraw, shell.large, kernel);
  const askKernel = [...sliders, ...menus.map(({ element }) => element), residual, redraw];
  const element = html(
    "div",
    { class: "bp-controls", role: "group", "aria-label": "settings of the network" },
    ...[...sliders, ...menus.map(({ element }) => element), buttons],
  );
  oneRow(element, shown, shell.on);
  return {
    rows,
    element,
    /** @param {boolean} isOurs whether the page has computed what it shows */
    paint(isOurs) {
      for (const element of askKernel) element.inert = !shell.hasKernel() && shell.kernel() !== "none";
      const words = shell.kernelWords(ALONE[String(isOurs)]) || "computed by the kernel";
      write(kernel, { text: words, "data-state": "wait", "data-alert": !/here|none/.test(shell.kernel()) });
      write(redraw, { text: `Other weights (seed ${model.get("seed")})` });
      write(residual, { "aria-pressed": String(model.get("residual")) });
    },
  };
}

const key = (kind, text) => html("span", { class: `bp-key bp-key-${kind}` }, text);
const explained = (title, words, inside) => panel(title, "", html("p", { class: "bp-small" }, ...words), inside);

/** What each of the four charts shows of these numbers, and what it says to a screen reader. */
function chartsOf(numbers, layer) {
  const { depth, theory, factor } = numbers;
  const ends = (of) => `logarithmic: layer 1 ${short(of[0])}, layer ${depth + 1} ${short(of[depth])}.`;
  return {
    spread: {
      values: { spread: numbers.spread },
      theory: theory.spread,
      said:
        `Standard deviation of the activations, logarithmic: input ${short(numbers.spread[0])}, layer 1 ` +
        `${short(numbers.spread[1])}, layer ${depth} ${short(numbers.spread[depth])}.`,
    },
    delta: {
      values: { delta: numbers.delta },
      theory: theory.delta,
      said: `Length of delta, ${ends(numbers.delta)}`,
    },
    dW: { values: { dW: numbers.dW }, said: `Length of dW, ${ends(numbers.dW)}` },
    factor: {
      line: factor,
      theory: theory.factor,
      values: { slope: numbers.slope, weight: numbers.weight.slice(1), scale: numbers.scale },
      said:
        `Factor of each layer and its parts, logarithmic, around 1. Layer ${layer}: ` +
        `slope ${short(numbers.slope[layer - 1])}, size of W ${short(numbers.weight[layer])}, ` +
        `factor ${short(factor[layer - 1])}.`,
    },
  };
}

/** The four charts of all layers, and their panels. */
function makeCharts(choose, on) {
  const chart = (options) => makeBars({ label: "layer", choose, on, ...options });
  const parts = ["slope", "weight", "scale"];
  const charts = {
    spread: chart({ kinds: [{ key: "spread", kind: "spread" }] }),
    delta: chart({ least: 2, kinds: [{ key: "delta", kind: "amount" }] }),
    dW: chart({ least: 2, kinds: [{ key: "dW", kind: "amount" }] }),
    factor: chart({ from: 1, kinds: parts.map((name) => ({ key: name, kind: name })) }),
  };
  const normalized = key("scale", "× normalization");
  const factors = [
    ...[key("line", "|δ[l]| / |δ[l+1]|"), key("slope", "slope of l"), key("weight", "× size of W[l+1]")],
    normalized,
  ];
  return {
    panels: [
      explained("Spread of the activations", ["standard deviation of a[l]"], charts.spread.element),
      explained("Length of delta", ["|δ[l]|, how strongly a layer's z are pushed"], charts.delta.element),
      explained("Length of dW", ["|dW[l]|, what the weights are told to change"], charts.dW.element),
      explained("The factor of each layer", factors, charts.factor.element),
    ],
    paint(numbers, layer, before) {
      const most = Math.max(numbers.depth, before?.most ?? 0); // the axis of layers only grows under a hand
      const layers = { spread: upTo(most + 1, 0), delta: upTo(most + 1), dW: upTo(most + 1), factor: upTo(most) };
      for (const [name, shown] of Object.entries(chartsOf(numbers, layer))) {
        charts[name].paint({ ...shown, layers: layers[name], ghost: before?.[name], selected: layer });
      }
      write(normalized, { hidden: !numbers.scale.length });
    },
    place(width) {
      for (const one of Object.values(charts)) one.place(width);
    },
  };
}

/** What one layer's activations see, and its numbers. */
function makeLayer(row) {
  const histogram = makeZHistogram();
  const title = html("span", { class: "bp-depth-z-title" });
  const lines = Array.from({ length: 5 }, () => html("li", {}));
  const flat = key("flat", "flat: a slope below a tenth of the largest");
  const one = panel("One layer", "bp-depth-layer", row.element, html("ul", { class: "bp-depth-detail" }, ...lines));
  return {
    panels: [explained("What the activations see", [title, " ", flat], histogram.element), one],
    place: histogram.place,
    paint(numbers, layer) {
      const share = Math.round(1000 * numbers.saturated[layer - 1]) / 10;
      const letter = numbers.scale.length ? `u[${layer}], the normalized z` : `z[${layer}]`;
      histogram.paint({
        reach: numbers.reach[layer - 1],
        counts: numbers.counts[layer - 1],
        flat: numbers.flat[layer - 1],
        name: letter,
        said: `Histogram of ${letter}: ${share} per cent where the activation is flat.`,
      });
      write(title, { text: `${letter}: ${share} % saturated`, "data-saturated": numbers.saturated[layer - 1] });
      layerSaid(numbers, layer).forEach((text, n) => {
        write(lines[n], { text });
      });
    },
  };
}

function layerSaid({ spread, delta, dW, factor, slope, weight, scale, skips, theory }, layer) {
  const parts = [`slope ${short(slope[layer - 1])}`, `W[${layer + 1}] ${short(weight[layer])}`];
  if (scale.length) parts.push(`normalization ${short(scale[layer - 1])}`);
  const skip = skips.includes(layer + 1) ? `, and past layer ${layer + 1} by its skip` : "";
  const also = (value) => (value === undefined || value === null ? "" : `, in theory ${short(value)}`);
  return [
    `Spread of a[${layer}]: ${short(spread[layer])}${also(theory.spread[layer])}`,
    `|δ[${layer}]|: ${short(delta[layer - 1])}${also(theory.delta[layer - 1])}`,
    `|dW[${layer}]|: ${short(dW[layer - 1])}`,
    `factor |δ[${layer}]| / |δ[${layer + 1}]|: ${short(factor[layer - 1])}${also(theory.factor[layer - 1])}`,
    `its parts: ${parts.join(" × ")}${skip}`,
  ];
}

const AXES =
  "The upright axes of the four charts are logarithmic. Gain: all weights are multiplied by it. In theory: what very wide layers " +
  "and large batches give, from the size of the weights alone; the narrower or deeper a network, the further off.";

/** What bars, lines and colours mean, once for all charts. */
function makeDepthLegend() {
  const ghost = key("ghost", "the setting before");
  const keys = [key("amount", "this setting"), ghost, key("theory", "theory"), key("band", "the layer shown")];
  return {
    element: html("span", { class: "bp-legend" }, ...keys),
    paint: (before) => write(ghost, { hidden: !before }),
  };
}

/** The headline: how much smaller delta is at the first layer than at the last. */
function summarySaid({ depth, delta, theory, loss }) {
  const [first, last] = [delta[0], delta[depth]];
  const expected = theory.delta.length ? `, in theory ${short(theory.delta[0] / theory.delta[depth])}` : "";
  return `|δ[1]| / |δ[${depth + 1}]| = ${short(last ? first / last : null)}${expected}. Loss ${short(loss)}.`;
}

function notesSaid(numbers, residual, activation) {
  const zero = numbers.delta.filter((value) => value === 0).length;
  const notes = [
    numbers.note,
    numbers.skips.length && isOneWay(activation) && !numbers.note
      ? `With skips, theory says too little of ${activation}: each layer adds in the same direction, which it does not know.`
      : "",
    zero
      ? `◇ δ of ${zero} layers is exactly 0: every unit on the way is off, or the product is too small for a float.`
      : "",
    residual && !numbers.skips.length ? "No layer has as many neurons as the one before it: no skips." : "",
  ];
  return notes.filter(Boolean).join(" ");
}

/** The numbers of the setting before: of the last gesture, not of each of its moves. */
function makeBefore({ on }, root) {
  let [before, since, held] = [null, -Infinity, false];
  const grab = () => {
    [held, since] = [true, -Infinity];
  };
  const drop = () => {
    if (held && since > 0) since = performance.now(); // a slow kernel's answers may still be on their way
    held = false;
  };
  on(root, "pointerdown", grab, { capture: true });
  for (const type of ["pointerup", "pointercancel"]) on(window, type, drop);
  return {
    now: () => before,
    /** In the place of `last` other numbers have come. */
    changed(last, { depth }) {
      const at = performance.now();
      if (at - since > GESTURE && !(held && since > 0)) before = { ...last, most: last.depth };
      before.most = Math.max(before.most, depth);
      since = at;
    },
  };
}

/** A sentence that is said once it has stood for a while; what stands there first is not said. */
function makeSaying({ said, timer }) {
  const pause = timer();
  let spoken = null;
  return (summary, sentence) => {
    pause.stop();
    spoken ??= summary;
    if (spoken === summary) return;
    pause.start(() => {
      said.textContent = sentence;
      spoken = summary;
    }, PAUSE);
  };
}

/** Whether numbers are of another setting than the one that stands on the page. */
function isOld({ settings }, settingOf) {
  const differ = (value, now) => (typeof value === "number" ? Math.abs(value - now) > 1e-6 * value : value !== now);
  return Object.entries(settings).some(([name, value]) => differ(value, settingOf(name)));
}

/** The page in the kernel's place: other numbers where the settings are others, or why there are none. */
function makeAlone({ model, spec }, settingOf) {
  const { features, classes, epsilon } = spec;
  const { buffer, byteOffset, byteLength } = model.get("_rows");
  const rows = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
  const end = (rows.length / (features + classes)) * features;
  const data = { features, classes, epsilon, X: rows.subarray(0, end), y: rows.subarray(end) };
  const { compute } = makeDeepLab(data);
  let last = "";
  return (numbers) => {
    const settings = Object.fromEntries(Object.keys(numbers.settings).map((name) => [name, settingOf(name)]));
    const key = JSON.stringify(settings);
    if (key === last) return null;
    last = key;
    let message = "";
    let found = null;
    try {
      found = isOld(numbers, settingOf) ? compute(settings) : null;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      message = error.message;
    }
    if (message !== (model.get("problem").message ?? "")) model.set("problem", { message, traceback: "" });
    return found;
  };
}

/** Everything of the page, in its place. */
async function makePage(shell) {
  const settings = await makeSettings(shell);
  const { layer, depth } = settings.rows;
  const charts = makeCharts((chosen) => layer.set(Math.min(chosen, depth.value())), shell.on);
  const one = makeLayer(layer);
  const table = makeLayerTable();
  const panels = html("div", { class: "bp-depth-grid" }, ...charts.panels, ...one.panels);
  const summary = html("strong", { class: "bp-depth-summary" });
  const legend = makeDepthLegend();
  const note = html("p", { class: "bp-note" });
  const head = html("p", { class: "bp-depth-head" }, summary, legend.element);
  const root = html(
    "div",
    { class: "bp-root bp-depth" },
    ...[
      settings.element,
      shell.problem.element,
      head,
      panels,
      html("p", { class: "bp-small" }, AXES),
      note,
      table.element,
      shell.said,
    ],
  );
  return { settings, charts, one, table, panels, summary, legend, note, root };
}

export default asView(async (shell) => {
  const { model, ask, listen } = shell;
  const page = await makePage(shell);
  const { settings, charts, one, table, panels, summary, root } = page;
  const { rows } = settings;
  const before = makeBefore(shell, root);
  const say = makeSaying(shell);
  const settingOf = (name) => (rows[name] ? rows[name].value() : model.get(name));
  let numbers = JSON.parse(model.get("_shown"));
  const alone = shell.kernel() === "none" ? makeAlone(shell, settingOf) : null;
  let isOurs = false;

  function paint() {
    const found = alone?.(numbers);
    if (found) {
      before.changed(numbers, found);
      [numbers, isOurs] = [found, true];
    }
    const layer = Math.min(rows.layer.value(), numbers.depth);
    const isStale = Boolean(model.get("problem").message);
    charts.paint(numbers, layer, before.now());
    page.legend.paint(before.now());
    one.paint(numbers, layer);
    table.paint(numbers);
    settings.paint(isOurs);
    write(summary, { text: summarySaid(numbers) });
    write(page.note, { text: notesSaid(numbers, model.get("residual"), model.get("activation")) });
    write(root, {
      "data-loss": numbers.loss,
      "data-layer": layer,
      "data-stale": isStale ? true : null,
      "data-settings": JSON.stringify(numbers.settings),
    });
    shell.awaits("the numbers", isOld(numbers, settingOf) && !isStale);
    say(summary.textContent, `Depth ${numbers.depth}. ${summary.textContent}`);
  }

  listen(model, "change:_shown", () => {
    const now = JSON.parse(model.get("_shown"));
    before.changed(numbers, now);
    numbers = now;
    ask();
  });
  for (const trait of ["residual", "seed", "activation", "init", "normalization"])
    listen(model, `change:${trait}`, ask);
  for (const { model: slider } of Object.values(rows)) listen(slider, "change:value", ask);
  shell.on(table.element, "toggle", ask);
  shell.begin(root, paint);
  shell.hearProblems(" The numbers below are those of the setting before.");
  const place = (width) => {
    charts.place(width);
    one.place(width);
  };
  shell.sized(panels.firstElementChild, place, { least: NARROW, padding: 26, first: 474 });
  shell.paintNow();
});
