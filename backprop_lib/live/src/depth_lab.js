// DepthLab: sliders of a deep network; the kernel computes it, the page paints what it is sent.

import { makeBars } from "./picture/chart_bars.js";
import { watchTheme, wearTheme } from "./page/colours.js";
import { html, write } from "./page/dom.js";
import { makeLayerTable } from "./picture/table_layers.js";
import { brief } from "./core/numbers.js";
import { makeMenu, makeSlider } from "./page/settings.js";
import { makeZHistogram } from "./picture/chart_z_histogram.js";

const PAUSE = 500; // ms without a change: then it is said once
const NARROW = 250; // px: no panel is drawn narrower
const WORDS = { normal: "normal, 0.01", xavier_normal: "Xavier", he_normal: "He" };
const short = (value) => (value === null || value === undefined ? "no number" : brief(value));

async function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const spec = model.get("spec");
  const manager = model.widget_manager;
  const listening = [];
  let [frame, timer, spoken] = [0, 0, null];
  const ask = () => { frame ||= requestAnimationFrame(paint); };
  const listen = (source, name, act) => {
    source.on(name, act);
    listening.push(() => source.off(name, act));
  };

  // ---- settings
  const models = await Promise.all(model.get("_sliders").map((ref) => manager.get_model(ref.replace("IPY_MODEL_", ""))));
  const made = await Promise.all(models.map((one, n) =>
    makeSlider({ model: one, manager, label: spec.labels[spec.sliders[n]], listen, signal })));
  const rows = Object.fromEntries(spec.sliders.map((name, n) => [name, made[n]]));
  const menu = (trait, label, names, words) => makeMenu({ model, trait, label, names, words, listen, signal });
  const activation = menu("activation", "activation", spec.activations);
  const init = menu("init", "initializer", spec.inits, WORDS);
  const normalization = menu("normalization", "normalization", spec.normalizations);
  const button = (text, title, act) => {
    const one = html("button", { type: "button", class: "bp-button", title }, text);
    one.addEventListener("click", act, { signal });
    return one;
  };
  const change = (trait, value) => {
    model.set(trait, value);
    model.save_changes();
  };
  const residual = button("Skips", "a skip around every layer that can have one", () => change("residual", !model.get("residual")));
  const redraw = button("", "draw other weights and another batch", () => change("seed", model.get("seed") + 1));
  const choose = (layer) => rows.layer.set(Math.min(layer, rows.depth.value()));

  // ---- the page
  const chart = (options) => makeBars({ choose, signal, ...options });
  const charts = {
    spread: chart({ label: "layer", kinds: [{ key: "spread", kind: "spread" }] }),
    delta: chart({ label: "layer", kinds: [{ key: "delta", kind: "amount" }] }),
    dW: chart({ label: "layer", kinds: [{ key: "dW", kind: "amount" }] }),
    parts: chart({
      label: "layer", from: 1, kinds: [
        { key: "slope", kind: "slope" }, { key: "weight", kind: "weight" }, { key: "scale", kind: "scale" },
      ],
    }),
  };
  const histogram = makeZHistogram();
  const table = makeLayerTable();
  const panel = (title, words, inside) => {
    const heading = html("h4", { class: "bp-panel-title" }, title);
    return html("section", { class: "bp-panel", "aria-label": title }, heading, html("p", { class: "bp-small" }, ...words), inside);
  };
  const key = (kind, text) => html("span", { class: `bp-key bp-key-${kind}` }, text);
  const normalized = key("scale", "× normalization");
  const zTitle = html("span", { class: "bp-depth-z-title" });
  const detail = html("ul", { class: "bp-depth-detail" });
  const lines = Array.from({ length: 5 }, () => html("li", {}));
  detail.append(...lines);
  const panels = html("div", { class: "bp-depth-grid" },
    panel("Spread of the activations", ["standard deviation of a[l]  ", key("theory", "theory")], charts.spread.element),
    panel("Length of delta", ["|δ[l]|, how strongly a layer's z are pushed  ", key("theory", "theory")], charts.delta.element),
    panel("Length of dW", ["|dW[l]|, what the weights are told to change"], charts.dW.element),
    panel("The factor of each layer", [key("line", "|δ[l]| / |δ[l+1]|"), key("slope", "slope of l"),
      key("weight", "× size of W[l+1]"), normalized, key("theory", "theory")], charts.parts.element),
    panel("What the activations see", [zTitle, " ", key("flat", "flat: a slope below a tenth of the largest")], histogram.element),
    html("section", { class: "bp-panel bp-depth-layer", "aria-label": "One layer" },
      html("h4", { class: "bp-panel-title" }, "One layer"), rows.layer.element, detail));
  const summary = html("p", { class: "bp-depth-summary" });
  const note = html("p", { class: "bp-note" });
  const problem = html("div", { class: "bp-problem", role: "alert", hidden: "" });
  const said = html("div", { class: "bp-said", role: "status", "aria-live": "polite" });
  const root = html("div", { class: "bp-root bp-depth" },
    html("div", { class: "bp-controls", role: "group", "aria-label": "settings of the network" },
      ...["depth", "width", "gain", "input_scale", "batch_size"].map((name) => rows[name].element),
      activation.element, init.element, normalization.element,
      html("div", { class: "bp-toolbar bp-depth-buttons" }, residual, redraw)),
    problem, summary, panels, note, table.element, said);
  el.classList.add("bp-host");
  el.append(root);
  // JupyterLab's shortcuts stay off where a plain key is ours.
  window.addEventListener("keydown", (event) => {
    if (!(event.target instanceof Element) || !root.contains(event.target)) return;
    const plain = !(event.ctrlKey || event.metaKey) && !(event.shiftKey && event.key === "Enter");
    for (const at of [root, event.target]) write(at, { "data-lm-suppress-shortcuts": plain ? "true" : null });
  }, { signal, capture: true });

  // ---- paint
  let numbers = {};
  const read = () => { numbers = JSON.parse(model.get("shown")); };
  function paint() {
    frame = 0;
    const { depth, theory } = numbers;
    const layer = Math.min(rows.layer.value(), depth);
    const upTo = (last, first = 1) => Array.from({ length: last - first + 1 }, (_, n) => n + first);
    const factor = numbers.factor;
    const [first, last] = [numbers.delta[0], numbers.delta[depth]];
    const ratio = theory.delta.length ? theory.delta[0] / theory.delta[depth] : null;
    charts.spread.paint({
      layers: upTo(depth + 1, 0), values: { spread: numbers.spread }, theory: theory.spread, selected: layer,
      said: `Standard deviation of the activations, logarithmic: input ${short(numbers.spread[0])}, layer 1 ` +
        `${short(numbers.spread[1])}, layer ${depth} ${short(numbers.spread[depth])}.`,
    });
    charts.delta.paint({
      layers: upTo(depth + 1), values: { delta: numbers.delta }, theory: theory.delta, selected: layer,
      said: `Length of delta, logarithmic: layer 1 ${short(first)}, layer ${depth + 1} ${short(last)}.`,
    });
    charts.dW.paint({
      layers: upTo(depth + 1), values: { dW: numbers.dW }, selected: layer,
      said: `Length of dW, logarithmic: layer 1 ${short(numbers.dW[0])}, layer ${depth + 1} ${short(numbers.dW[depth])}.`,
    });
    charts.parts.paint({
      layers: upTo(depth), line: factor, theory: theory.factor, selected: layer,
      values: { slope: numbers.slope, weight: numbers.weight.slice(1), scale: numbers.scale },
      said: `Factor of each layer and its parts, logarithmic, around 1. Layer ${layer}: slope ${short(numbers.slope[layer - 1])}, ` +
        `size of W ${short(numbers.weight[layer])}, factor ${short(factor[layer - 1])}.`,
    });
    const share = Math.round(1000 * numbers.saturated[layer - 1]) / 10;
    const letter = numbers.scale.length ? `u[${layer}], the normalized z` : `z[${layer}]`;
    histogram.paint({
      reach: numbers.reach[layer - 1], counts: numbers.counts[layer - 1], flat: numbers.flat[layer - 1],
      name: letter, said: `Histogram of ${letter}: ${share} per cent where the activation is flat.`,
    });
    write(zTitle, { text: `${letter}: ${share} % saturated`, "data-saturated": numbers.saturated[layer - 1] });

    const L = depth + 1;
    write(summary, {
      text: `|δ[1]| / |δ[${L}]| = ${short(last ? first / last : null)}` +
        `${ratio === null ? "" : `, in theory ${short(ratio)}`}. Loss ${short(numbers.loss)}.`,
    });
    const parts = [`slope ${short(numbers.slope[layer - 1])}`, `W[${layer + 1}] ${short(numbers.weight[layer])}`];
    if (numbers.scale.length) parts.push(`normalization ${short(numbers.scale[layer - 1])}`);
    const skip = numbers.skips.includes(layer + 1) ? `, and past layer ${layer + 1} by its skip` : "";
    const also = (value) => (value === undefined || value === null ? "" : `, in theory ${short(value)}`);
    const words = [
      `Spread of a[${layer}]: ${short(numbers.spread[layer])}${also(theory.spread[layer])}`,
      `|δ[${layer}]|: ${short(numbers.delta[layer - 1])}${also(theory.delta[layer - 1])}`,
      `|dW[${layer}]|: ${short(numbers.dW[layer - 1])}`,
      `factor |δ[${layer}]| / |δ[${layer + 1}]|: ${short(factor[layer - 1])}${also(theory.factor[layer - 1])}`,
      `its parts: ${parts.join(" × ")}${skip}`,
    ];
    words.forEach((text, n) => write(lines[n], { text }));
    const zero = numbers.delta.filter((value) => value === 0).length;
    const notes = [
      models[0].comm_live ? "" : "No kernel: the settings answer once this cell has run.",
      numbers.note,
      zero ? `◇ δ of ${zero} layers is exactly 0: every unit on the way is off, or the product is too small for a float.` : "",
      model.get("residual") && !numbers.skips.length ? "No layer has as many neurons as the one before it: no skips." : "",
    ];
    write(note, { text: notes.filter(Boolean).join(" ") });
    table.paint(numbers);
    const { message } = model.get("problem");
    write(normalized, { hidden: !numbers.scale.length });
    write(redraw, { text: `Other weights (seed ${model.get("seed")})` });
    write(residual, { "aria-pressed": String(model.get("residual")) });
    write(root, {
      "data-loss": numbers.loss, "data-layer": layer, "data-stale": message ? true : null,
      "data-settings": JSON.stringify(numbers.settings),
    });
    clearTimeout(timer);
    spoken ??= summary.textContent;
    if (spoken !== summary.textContent) timer = setTimeout(say, PAUSE);
  }

  function say() {
    said.textContent = `Depth ${numbers.depth}. ${summary.textContent}`;
    spoken = summary.textContent;
  }

  function showProblem() {
    const { message, traceback } = model.get("problem");
    write(problem, { hidden: message ? null : true });
    problem.replaceChildren(
      ...(message ? [html("strong", {}, message), " The numbers below are those of the setting before."] : []),
      ...(traceback ? [html("details", {}, html("summary", {}, "Where it happened"), html("pre", {}, traceback))] : []),
    );
    ask();
  }

  // ---- listen
  listen(model, "change:shown", () => { read(); ask(); });
  for (const trait of ["residual", "seed"]) listen(model, `change:${trait}`, ask);
  listen(model, "change:problem", showProblem);
  listen(rows.layer.model, "change:value", ask);
  table.element.addEventListener("toggle", ask, { signal });
  const theme = () => wearTheme(root, spec);
  watchTheme(theme, signal);
  let width = 0;
  function resize() {
    const now = Math.max(NARROW, Math.floor((charts.spread.element.parentElement.clientWidth || 500) - 26));
    if (now === width) return;
    width = now;
    for (const one of [...Object.values(charts), histogram]) one.place(width);
  }
  const sized = new ResizeObserver(resize);
  sized.observe(panels);
  read();
  theme();
  showProblem();
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

export default { render };
