// TrainingPlayer: the kernel trains; the page paints each frame that it sends, and says so.
// A frame is plain numbers. The next one comes only when this one is on the screen.

import { calm } from "./page/slow_saves.js";
import { watchTheme, wearTheme } from "./page/colours.js";
import { html, write } from "./page/dom.js";
import { makeLossPlot } from "./picture/chart_loss.js";
import { format } from "./core/numbers.js";
import { makeSlider } from "./page/settings.js";
import { makeChoices } from "./page/start_anew.js";
import { makeStage, numbersOf } from "./picture/training_stage.js";

const CALM = 500; // ms between two frames where somebody prefers less motion
const WHILE = 500; // ms over which steps a second are counted
const group = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, " ");

async function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const id = `${performance.now()}-${Math.random()}`;
  const manager = model.widget_manager;
  const listening = [];
  const listen = (source, name, act) => {
    source.on(name, act);
    listening.push(() => source.off(name, act));
  };
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  let spec = model.get("spec");
  let palette = spec.palette.light;
  let [frame, timer, painted] = [0, 0, 0];
  let stage = null;
  let stageStop = new AbortController();
  let moment = null; // the newest numbers
  let curve = { width: 1, steps: 0, low: [], high: [] };
  let waiting = []; // frames that came and are not painted yet, oldest first
  let owed = false; // whether the kernel waits for an answer
  let rate = { since: 0, number: 0, value: 0 };

  const sliders = await Promise.all(model.get("_sliders").map((ref) => manager.get_model(ref.replace("IPY_MODEL_", ""))));
  const alive = () => Boolean(sliders[0]?.comm_live);
  const send = (content) => { if (alive()) model.send(content); };

  // ---- the page
  const button = (text, title, act) => {
    const made = html("button", { type: "button", class: "bp-button", title }, text);
    made.addEventListener("click", act, { signal });
    return made;
  };
  const play = button("▶ Play", "play and pause", () => send({ do: model.get("playing") ? "pause" : "play" }));
  play.classList.add("bp-play");
  const step = button("Step", "one step of training", () => send({ do: "step" }));
  const seed = html("input", { type: "number", min: 0, step: 1, class: "bp-box bp-seed", "aria-label": "seed" });
  const reset = button("Reset", "start anew from this seed", () => send({ do: "reset", name: "seed", value: seed.value === "" ? null : seed.valueAsNumber }));
  const pin = button("Pin", "keep this loss curve; the next one is drawn over it", () => send({ do: "pin" }));
  const unpin = button("Unpin", "take the pinned curves away", () => send({ do: "unpin" }));
  const log = button("Log", "logarithmic loss axis", () => set("log", !model.get("log")));
  const status = html("output", { class: "bp-train-status" });
  const pace = html("span", { class: "bp-kernel" });
  const problem = html("div", { class: "bp-problem", role: "alert", hidden: "" });
  const said = html("div", { class: "bp-said", role: "status", "aria-live": "polite" });
  const gap = () => html("span", { class: "bp-gap" });
  const toolbar = html("div", { class: "bp-toolbar", role: "toolbar", "aria-label": "training" },
    play, step, gap(), reset, html("label", { class: "bp-seed-label" }, "seed ", seed), gap(), pin, unpin, log, pace);
  function set(trait, value) {
    model.set(trait, value);
    model.save_changes();
  }
  const settings = await Promise.all(sliders.map((slider) =>
    makeSlider({ model: slider, manager, label: slider.get("description"), listen, signal })));
  for (const slider of sliders) calm(slider, signal);
  const choices = makeChoices({ ask: (name, value) => send({ do: "restart", name, value }), signal });
  const plot = makeLossPlot();
  const panel = (title, kind, ...inside) => html("section", { class: `bp-panel ${kind}`, "aria-label": title },
    html("h4", { class: "bp-panel-title" }, title), ...inside);
  const holders = { graph: html("div"), answers: html("div"), norms: html("div") };
  const root = html("div", { class: "bp-root bp-train" }, toolbar,
    html("div", { class: "bp-train-line" }, status), problem,
    html("div", { class: "bp-train-grid" },
      panel("What it answers", "bp-train-answers", holders.answers),
      panel("Loss", "bp-train-loss", plot.element),
      html("section", { class: "bp-train-settings", "aria-label": "settings that act at once" },
        ...settings.map(({ element }) => element)),
      html("section", { class: "bp-train-network", "aria-label": "network" }, holders.graph),
      panel("Gradient per layer", "bp-train-norms", holders.norms)),
    choices.element, said);
  el.classList.add("bp-host");
  el.append(root);

  // ---- a run
  function build() {
    stageStop.abort();
    stageStop = new AbortController();
    spec = model.get("spec");
    curve = { width: 1, steps: 0, low: [], high: [] };
    rate = { since: 0, number: 0, value: 0 };
    const first = numbersOf(model.get("snapshot").numbers, Float64Array);
    stage = makeStage({
      spec, root, first, send, ask, signal: stageStop.signal,
      chooseSample: (s) => set("sample", s),
    });
    holders.graph.replaceChildren(stage.element);
    holders.answers.replaceChildren(stage.answers.element);
    holders.norms.replaceChildren(stage.bars.element);
    widths.clear();
    resize();
  }

  // ---- frames
  const unpacked = (frame, numbers, picture) => ({
    ...frame, numbers: numbersOf(numbers, Float64Array), picture: numbersOf(picture, Float32Array),
  });
  function takeCurve({ first, width, steps }, losses) {
    const points = Array.from(numbersOf(losses, Float32Array));
    const many = points.length / 2;
    curve.low.splice(first, Infinity, ...points.slice(0, many));
    curve.high.splice(first, Infinity, ...points.slice(many));
    [curve.width, curve.steps] = [width, steps];
  }
  function heard(content, [losses, ...buffers]) {
    if (content.message === undefined) return;
    owed = true;
    if (content.frames[0].run === spec.run) {
      takeCurve(content.curve, losses);
      waiting.push(...content.frames.map((one, n) => unpacked(one, buffers[2 * n], buffers[2 * n + 1])));
    }
    ask();
  }
  function seen() {
    const { frame: last, curve: points, losses, numbers, picture } = model.get("snapshot");
    if (last.run !== spec.run) return;
    waiting = [];
    moment = unpacked(last, numbers, picture);
    takeCurve(points, losses);
    ask();
    if (!model.get("playing") && last.number) {
      said.textContent = `Step ${last.number}, loss ${format(last.loss)}.${counted(last)}`;
    }
  }
  function began() {
    if (model.get("spec").run === spec.run) return;
    build();
    seen();
  }

  function ask() {
    if (document.hidden) { // no frame will be drawn; training goes on
      paint();
      return;
    }
    if (frame || timer) return;
    if (reduced.matches && model.get("playing")) timer = setTimeout(() => { timer = 0; paint(); }, CALM);
    else frame = requestAnimationFrame(paint);
  }

  function paint() {
    cancelAnimationFrame(frame);
    frame = 0;
    if (waiting.length) {
      if (document.hidden || reduced.matches) waiting.splice(0, waiting.length - 1);
      moment = waiting.shift();
    }
    try {
      show();
    } catch (error) { // said where the learner looks
      problem.replaceChildren(html("strong", {}, `This view failed: ${error.message}`));
      write(problem, { hidden: null });
      throw error;
    }
    if (waiting.length) ask();
    else if (owed) {
      owed = false;
      send({ ack: true, view: id });
    }
  }

  const counted = ({ right }) => (right === undefined ? "" : ` ${right} of ${spec.rows} read right.`);
  function show() {
    if (!moment) return;
    const playing = model.get("playing");
    const sample = Math.min(model.get("sample"), spec.samples - 1);
    stage.paint({ ...moment, sample, palette, resting: !playing, right: counted(moment) });
    const runs = [...pins(), { label: "this run", ...curve }];
    plot.paint({ runs, log: model.get("log"), palette });
    if (!playing) plot.describe(runs);
    const live = alive();
    write(play, { text: playing ? "❚❚ Pause" : "▶ Play", disabled: !live, "aria-pressed": null });
    for (const one of [step, reset, pin, unpin]) write(one, { disabled: !live });
    write(unpin, { hidden: model.get("pinned").length === 0 });
    write(log, { "aria-pressed": String(model.get("log")) });
    const some = spec.rows < spec.of ? `the first ${spec.rows}` : String(spec.rows);
    write(status, { text: [
      `step ${group(moment.number)}`, `epoch ${group(moment.epoch)}`, `loss ${format(moment.loss, 4)}`,
      ...(moment.right === undefined ? [] : [`${moment.right} of ${some} read right`]),
      ...(stage.selectedText() ? [stage.selectedText()] : []),
    ].join(" · ") });
    write(pace, { text: !live ? "no kernel: run this cell" : playing ? `${group(perSecond())} steps/s` : "" });
    painted += 1;
    write(root, {
      "data-loss": moment.loss, "data-number": moment.number, "data-run": moment.run,
      "data-playing": playing, "data-painted": painted, "data-points": curve.low.length,
    });
  }

  function perSecond() {
    const now = performance.now();
    if (now - rate.since > WHILE) {
      const value = rate.since && moment.number > rate.number ? (1000 * (moment.number - rate.number)) / (now - rate.since) : 0;
      rate = { since: now, number: moment.number, value };
    }
    return Number(rate.value.toPrecision(3));
  }

  let madePins = [[], []];
  function pins() {
    const now = model.get("pinned");
    if (madePins[0] !== now) {
      madePins = [now, now.map((one) => ({
        ...one, low: Array.from(numbersOf(one.low, Float32Array)), high: Array.from(numbersOf(one.high, Float32Array)),
      }))];
    }
    return madePins[1];
  }

  // ---- listen
  listen(model, "msg:custom", heard);
  listen(model, "change:spec", began);
  listen(model, "change:snapshot", () => { began(); seen(); });
  for (const trait of ["pinned", "log", "sample"]) listen(model, `change:${trait}`, ask);
  listen(model, "change:playing", () => {
    rate = { since: 0, number: 0, value: 0 };
    ask();
  });
  function chosen() {
    choices.paint(model.get("choices"));
    if (document.activeElement !== seed) seed.value = model.get("choices").seed;
  }
  listen(model, "change:choices", chosen);
  function showRefused() {
    const { name, message } = model.get("refused");
    for (const [other, note] of choices.notes) note.textContent = other === name ? message : "";
    if (message && !choices.notes.has(name)) showMessage(message, "");
    else showProblem();
  }
  function showMessage(message, traceback) {
    write(problem, { hidden: message ? null : true });
    problem.replaceChildren(
      ...(message ? [html("strong", {}, message)] : []),
      ...(traceback ? [html("details", {}, html("summary", {}, "Where it happened"), html("pre", {}, traceback))] : []),
    );
  }
  function showProblem() {
    const { message, traceback } = model.get("problem");
    showMessage(message ?? "", traceback);
  }
  listen(model, "change:problem", showProblem);
  listen(model, "change:refused", showRefused);
  seed.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") reset.click();
  }, { signal });
  document.addEventListener("visibilitychange", () => { if (frame && document.hidden) paint(); }, { signal });

  function theme() {
    palette = wearTheme(root, spec);
    ask();
  }
  watchTheme(theme, signal);
  const widths = new Map();
  function resize() {
    const parts = [
      [holders.graph, (width) => stage.graph.place(Math.max(280, width))],
      [holders.answers, (width) => stage.answers.size(width)],
      [plot.element.parentElement, (width) => plot.size(width - 26)],
    ];
    for (const [part, place] of parts) {
      const width = Math.floor(part.clientWidth) || widths.get(part) || 480;
      if (widths.get(part) === width) continue;
      widths.set(part, width);
      place(width);
    }
    ask();
  }
  const sized = new ResizeObserver(resize);

  build();
  theme();
  chosen();
  showProblem();
  seen();
  paint();
  sized.observe(root);
  send({ hello: id });

  return () => {
    send({ left: id });
    stageStop.abort();
    stop.abort();
    sized.disconnect();
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    listening.forEach((off) => off());
  };
}

export default { render };
