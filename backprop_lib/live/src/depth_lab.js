// DepthLab: sliders of a deep network; the kernel computes it, the page paints what it is sent.

import { brief } from "./core/numbers.js";
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

/** Rows of sliders, menus and buttons; all but the layer shown need the kernel. */
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
  const buttons = html("div", { class: "bp-toolbar bp-depth-buttons" }, residual, redraw, kernel);
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
    paint() {
      for (const element of askKernel) element.inert = !shell.hasKernel();
      write(kernel, { text: shell.kernelWords() || "computed by the kernel", "data-state": "wait" });
      write(redraw, { text: `Other weights (seed ${model.get("seed")})` });
      write(residual, { "aria-pressed": String(model.get("residual")) });
    },
  };
}

const key = (kind, text) => html("span", { class: `bp-key bp-key-${kind}` }, text);
const explained = (title, words, inside) => panel(title, "", html("p", { class: "bp-small" }, ...words), inside);

/** The four charts of all layers, and their panels. */
function makeCharts(choose, on) {
  const chart = (options) => makeBars({ label: "layer", choose, on, ...options });
  const parts = ["slope", "weight", "scale"];
  const charts = {
    spread: chart({ kinds: [{ key: "spread", kind: "spread" }] }),
    delta: chart({ least: 2, kinds: [{ key: "delta", kind: "amount" }] }),
    dW: chart({ least: 2, kinds: [{ key: "dW", kind: "amount" }] }),
    parts: chart({ from: 1, kinds: parts.map((name) => ({ key: name, kind: name })) }),
  };
  const theory = () => key("theory", "theory");
  const normalized = key("scale", "× normalization");
  const factors = [
    ...[key("line", "|δ[l]| / |δ[l+1]|"), key("slope", "slope of l"), key("weight", "× size of W[l+1]")],
    ...[normalized, theory()],
  ];

  function paint(numbers, layer, before) {
    const { depth, theory: expected, factor } = numbers;
    const last = depth + 1;
    const most = Math.max(depth, before?.most ?? 0); // the axis of layers only grows under a hand
    charts.spread.paint({
      layers: upTo(most + 1, 0),
      values: { spread: numbers.spread },
      ghost: before?.spread,
      theory: expected.spread,
      selected: layer,
      said:
        `Standard deviation of the activations, logarithmic: input ${short(numbers.spread[0])}, layer 1 ` +
        `${short(numbers.spread[1])}, layer ${depth} ${short(numbers.spread[depth])}.`,
    });
    const ends = (of) => `logarithmic: layer 1 ${short(of[0])}, layer ${last} ${short(of[depth])}.`;
    charts.delta.paint({
      layers: upTo(most + 1),
      values: { delta: numbers.delta },
      ghost: before?.delta,
      theory: expected.delta,
      selected: layer,
      said: `Length of delta, ${ends(numbers.delta)}`,
    });
    charts.dW.paint({
      layers: upTo(most + 1),
      values: { dW: numbers.dW },
      ghost: before?.dW,
      selected: layer,
      said: `Length of dW, ${ends(numbers.dW)}`,
    });
    charts.parts.paint({
      layers: upTo(most),
      line: factor,
      ghost: before?.factor,
      theory: expected.factor,
      selected: layer,
      values: { slope: numbers.slope, weight: numbers.weight.slice(1), scale: numbers.scale },
      said:
        `Factor of each layer and its parts, logarithmic, around 1. Layer ${layer}: ` +
        `slope ${short(numbers.slope[layer - 1])}, size of W ${short(numbers.weight[layer])}, ` +
        `factor ${short(factor[layer - 1])}.`,
    });
    write(normalized, { hidden: !numbers.scale.length });
  }

  return {
    panels: [
      explained("Spread of the activations", ["standard deviation of a[l]  ", theory()], charts.spread.element),
      explained("Length of delta", ["|δ[l]|, how strongly a layer's z are pushed  ", theory()], charts.delta.element),
      explained("Length of dW", ["|dW[l]|, what the weights are told to change"], charts.dW.element),
      explained("The factor of each layer", factors, charts.parts.element),
    ],
    paint,
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

/** The headline: how much smaller delta is at the first layer than at the last. */
function summarySaid({ depth, delta, theory, loss }) {
  const [first, last] = [delta[0], delta[depth]];
  const expected = theory.delta.length ? `, in theory ${short(theory.delta[0] / theory.delta[depth])}` : "";
  return `|δ[1]| / |δ[${depth + 1}]| = ${short(last ? first / last : null)}${expected}. Loss ${short(loss)}.`;
}

function notesSaid(numbers, residual) {
  const zero = numbers.delta.filter((value) => value === 0).length;
  const notes = [
    numbers.note,
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

export default asView(async (shell) => {
  const { model, ask, listen, said } = shell;
  const settings = await makeSettings(shell);
  const { rows } = settings;
  const charts = makeCharts((layer) => rows.layer.set(Math.min(layer, rows.depth.value())), shell.on);
  const one = makeLayer(rows.layer);
  const table = makeLayerTable();
  const panels = html("div", { class: "bp-depth-grid" }, ...charts.panels, ...one.panels);
  const summary = html("strong", { class: "bp-depth-summary" });
  const band = key("band", "the layer shown");
  const ghost = key("ghost", "the setting before");
  const line = html("p", { class: "bp-depth-head" }, summary, band, ghost);
  const note = html("p", { class: "bp-note" });
  const root = html(
    "div",
    { class: "bp-root bp-depth" },
    ...[settings.element, shell.problem.element, line, panels, note, table.element, said],
  );

  const before = makeBefore(shell, root);
  let numbers = JSON.parse(model.get("_shown"));
  let spoken = null;
  const pause = shell.timer();
  const say = () => {
    said.textContent = `Depth ${numbers.depth}. ${summary.textContent}`;
    spoken = summary.textContent;
  };
  /** Whether the numbers are of a setting before. */
  function isOld() {
    const differ = (value, now) => (typeof value === "number" ? Math.abs(value - now) > 1e-6 * value : value !== now);
    const now = (name) => (rows[name] ?? { value: () => model.get(name) }).value();
    return Object.entries(numbers.settings).some(([name, value]) => differ(value, now(name)));
  }
  function paint() {
    const layer = Math.min(rows.layer.value(), numbers.depth);
    charts.paint(numbers, layer, before.now());
    write(ghost, { hidden: !before.now() });
    one.paint(numbers, layer);
    table.paint(numbers);
    settings.paint();
    write(summary, { text: summarySaid(numbers) });
    write(note, { text: notesSaid(numbers, model.get("residual")) });
    write(root, {
      "data-loss": numbers.loss,
      "data-layer": layer,
      "data-stale": model.get("problem").message ? true : null,
      "data-settings": JSON.stringify(numbers.settings),
    });
    shell.awaits("the numbers", isOld() && !model.get("problem").message);
    pause.stop();
    spoken ??= summary.textContent;
    if (spoken !== summary.textContent) pause.start(say, PAUSE);
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
