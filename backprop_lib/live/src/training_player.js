// TrainingPlayer: the kernel trains; the page paints each frame that it sends, and says so.
// A frame is plain numbers. The next one comes only when this one is on the screen.

import { format } from "./core/numbers.js";
import { numbersOf } from "./core/training_frame.js";
import { html, write } from "./page/dom.js";
import { makeNumberBox } from "./page/number_box.js";
import { makeSlider } from "./page/settings.js";
import { asView } from "./page/shell.js";
import { calm } from "./page/slow_saves.js";
import { makeChoices } from "./page/start_anew.js";
import { makeLossPlot } from "./picture/chart_loss.js";
import { makeStage } from "./picture/training_stage.js";

const CALM = 500; // ms between two frames where somebody prefers less motion
const WHILE = 500; // ms over which steps a second are counted
const group = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, " ");

/** The buttons, and the seed; all but Log ask the kernel. */
function makeToolbar({ model, button, on, set }, send) {
  const play = button("▶ Play", "play and pause", () => send({ do: model.get("playing") ? "pause" : "play" }));
  play.classList.add("bp-play");
  const step = button("Step", "one step of training", () => send({ do: "step" }));
  let seed = null;
  const box = makeNumberBox({
    ...{ label: "seed", name: "bp-seed", on, whole: true, optional: true, range: () => [0, 2 ** 53] },
    value: () => seed,
    act: (value) => {
      seed = value;
    },
  });
  const startAnew = () => send({ do: "reset", name: "seed", value: seed });
  const reset = button("Reset", "start anew from this seed", startAnew);
  const pin = button("Pin", "keep this loss curve; the next one is drawn over it", () => send({ do: "pin" }));
  const unpin = button("Unpin", "take the pinned curves away", () => send({ do: "unpin" }));
  const log = button("Log", "logarithmic loss axis", () => set("log", !model.get("log")));
  const pace = html("span", { class: "bp-kernel" });
  const gap = () => html("span", { class: "bp-gap" });
  on(box.element, "keydown", (event) => {
    const plain = !(event.shiftKey || event.ctrlKey || event.metaKey);
    if (event.key === "Enter" && plain && !box.note.textContent) startAnew();
  });
  return {
    element: html(
      "div",
      { class: "bp-toolbar", role: "toolbar", "aria-label": "training" },
      ...[play, step, gap(), reset, html("label", { class: "bp-seed-label" }, "seed ", box.element), box.note],
      ...[gap(), pin, unpin, log, pace],
    ),
    seeded(value) {
      seed = value;
      box.paint();
    },
    /** `words`: why no kernel answers, or "". */
    paint({ playing, words, perSecond }) {
      write(play, { text: playing ? "❚❚ Pause" : "▶ Play", "aria-pressed": null });
      for (const one of [play, step, reset, pin, unpin]) write(one, { disabled: Boolean(words) });
      write(unpin, { hidden: model.get("pinned").length === 0 });
      write(log, { "aria-pressed": String(model.get("log")) });
      write(pace, { text: words || (playing ? `${group(perSecond)} steps/s` : "") });
    },
  };
}

/** The loss of the run so far and of the pinned ones, as points that each stand for many steps. */
function makeCurves(model) {
  let curve = { width: 1, steps: 0, low: [], high: [] };
  let from = [];
  let pinned = [];
  const points = (bytes) => Array.from(numbersOf(bytes, Float32Array));
  return {
    clear() {
      curve = { width: 1, steps: 0, low: [], high: [] };
    },
    take({ first, width, steps }, losses) {
      const all = points(losses);
      const many = all.length / 2;
      curve.low.splice(first, Infinity, ...all.slice(0, many));
      curve.high.splice(first, Infinity, ...all.slice(many));
      [curve.width, curve.steps] = [width, steps];
    },
    count: () => curve.low.length,
    runs() {
      const now = model.get("pinned");
      if (from !== now) {
        from = now;
        pinned = now.map((one) => ({ ...one, low: points(one.low), high: points(one.high) }));
      }
      return [...pinned, { label: "this run", ...curve }];
    },
  };
}

/** Steps a second, over a while. */
function makePace() {
  let rate = { since: 0, number: 0, value: 0 };
  return {
    clear() {
      rate = { since: 0, number: 0, value: 0 };
    },
    at(number) {
      const now = performance.now();
      if (now - rate.since > WHILE) {
        const counts = rate.since && number > rate.number;
        const value = counts ? (1000 * (number - rate.number)) / (now - rate.since) : 0;
        rate = { since: now, number, value };
      }
      return Number(rate.value.toPrecision(3));
    },
  };
}

/** Frames on their way to the screen: the kernel waits until what it sent is painted. */
function makeFrames(send) {
  let waiting = []; // frames that came and are not painted yet, oldest first
  let owed = false; // whether the kernel waits for an answer
  const unpack = (frame, numbers, picture) => ({
    ...frame,
    numbers: numbersOf(numbers, Float64Array),
    picture: numbersOf(picture, Float32Array),
  });
  const frames = {
    moment: null, // the newest numbers on screen
    came(contents, buffers) {
      waiting.push(...contents.map((one, n) => unpack(one, buffers[2 * n], buffers[2 * n + 1])));
    },
    owe() {
      owed = true;
    },
    jump(frame, numbers, picture) {
      waiting = [];
      frames.moment = unpack(frame, numbers, picture);
    },
    /** The next one; the newest alone where nobody sees each of them. */
    next(newest) {
      if (newest) waiting.splice(0, waiting.length - 1);
      if (waiting.length) frames.moment = waiting.shift();
    },
    more: () => waiting.length > 0,
    answer(view) {
      if (waiting.length || !owed) return;
      owed = false;
      send({ ack: true, view });
    },
  };
  return frames;
}

/** The panels of the page; a run fills their holders. */
function makeGrid(settings, plot) {
  const panel = (title, kind, ...inside) =>
    html(
      "section",
      { class: `bp-panel ${kind}`, "aria-label": title },
      html("h4", { class: "bp-panel-title" }, title),
      ...inside,
    );
  const holders = { graph: html("div"), answers: html("div"), norms: html("div") };
  const acting = { class: "bp-train-settings", "aria-label": "settings that act at once" };
  const element = html(
    "div",
    { class: "bp-train-grid" },
    panel("What it answers", "bp-train-answers", holders.answers),
    panel("Loss", "bp-train-loss", plot.element),
    html("section", acting, ...settings.map((row) => row.element)),
    html("section", { class: "bp-train-network", "aria-label": "network" }, holders.graph),
    panel("Gradient per layer", "bp-train-norms", holders.norms),
  );
  return { element, holders };
}

/** What became of a setting that starts anew, beside it; other words of the kernel in the box. */
function hearRefusals({ model, listen, problem, ask }, choices) {
  const showProblem = () => {
    const { message, traceback } = model.get("problem");
    problem.show(message, traceback);
    ask();
  };
  listen(model, "change:problem", showProblem);
  listen(model, "change:refused", () => {
    const { name, message } = model.get("refused");
    for (const [other, note] of choices.notes) note.textContent = other === name ? message : "";
    if (message && !choices.notes.has(name)) problem.show(message);
    else showProblem();
  });
  showProblem();
}

/** In words: how many of the samples it reads right. */
const counted = ({ right }, { rows }) => (right === undefined ? "" : ` ${right} of ${rows} read right.`);

function statusSaid(moment, spec, selected) {
  const some = spec.rows < spec.of ? `the first ${spec.rows}` : String(spec.rows);
  return [
    `step ${group(moment.number)}`,
    `epoch ${group(moment.epoch)}`,
    `loss ${format(moment.loss, 4)}`,
    ...(moment.right === undefined ? [] : [`${moment.right} of ${some} read right`]),
    ...(selected ? [selected] : []),
  ].join(" · ");
}

/** The run that is on screen: its picture, made anew for each. */
function makeRun({ shell, root, holders, send, ask }) {
  const { model } = shell;
  let stop = new AbortController();
  shell.signal.addEventListener("abort", () => stop.abort());
  const run = {
    spec: model.get("spec"),
    stage: null,
    build() {
      stop.abort();
      stop = new AbortController();
      const { signal } = stop;
      run.spec = model.get("spec");
      run.stage = makeStage({
        ...{ spec: run.spec, root, send, ask, signal },
        first: numbersOf(model.get("snapshot").numbers, Float64Array),
        on: (target, type, act, options) => shell.on(target, type, act, { signal, ...options }),
        chooseSample: (s) => shell.set("sample", s),
      });
      holders.graph.replaceChildren(run.stage.element);
      holders.answers.replaceChildren(run.stage.answers.element);
      holders.norms.replaceChildren(run.stage.bars.element);
    },
  };
  run.build();
  return run;
}

/** All that a frame shows. */
function makeShow({ shell, run, curves, pace, frames, toolbar, plot, status, root, askKernel }) {
  const { model } = shell;
  let painted = 0;
  return () => {
    const { moment } = frames;
    if (!moment) return;
    const words = shell.kernelWords();
    const playing = model.get("playing") && !words;
    const palette = shell.palette();
    const sample = Math.min(model.get("sample"), run.spec.samples - 1);
    run.stage.paint({ ...moment, sample, palette, resting: !playing, right: counted(moment, run.spec) });
    const runs = curves.runs();
    plot.paint({ runs, log: model.get("log"), palette });
    if (!playing) plot.describe(runs);
    toolbar.paint({ playing, words, perSecond: playing ? pace.at(moment.number) : 0 });
    for (const element of askKernel) element.inert = Boolean(words);
    write(status, { text: statusSaid(moment, run.spec, run.stage.selectedText()) });
    painted += 1;
    write(root, {
      "data-loss": moment.loss,
      "data-number": moment.number,
      "data-run": moment.run,
      "data-playing": playing,
      "data-painted": painted,
      "data-points": curves.count(),
    });
  };
}

export default asView(async (shell) => {
  const { model, listen, said, signal } = shell;
  const id = `${performance.now()}-${Math.random()}`;
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  const sliders = await Promise.all(model.get("_sliders").map(shell.widget));
  const send = (content) => {
    if (shell.kernel() === "here") model.send(content);
  };
  const settings = await Promise.all(
    sliders.map((slider) => makeSlider({ model: slider, shell, label: slider.get("description") })),
  );
  for (const slider of sliders) calm(slider, signal);
  signal.addEventListener("abort", () => send({ left: id }));

  // ---- the page
  const toolbar = makeToolbar(shell, send);
  const status = html("output", { class: "bp-train-status" });
  const choices = makeChoices({ ask: (name, value) => send({ do: "restart", name, value }), on: shell.on });
  const plot = makeLossPlot();
  const { element: grid, holders } = makeGrid(settings, plot);
  const line = html("div", { class: "bp-train-line" }, status);
  const root = html(
    "div",
    { class: "bp-root bp-train" },
    ...[toolbar.element, line, shell.problem.element, grid, choices.element, said],
  );
  const curves = makeCurves(model);
  const pace = makePace();
  const frames = makeFrames(send);
  const run = makeRun({ shell, root, holders, send, ask });
  const askKernel = [...settings.map(({ element }) => element), choices.element];

  // ---- frames
  function heard(content, [losses, ...buffers]) {
    if (content.message === undefined) return;
    frames.owe();
    if (content.frames[0].run === run.spec.run) {
      curves.take(content.curve, losses);
      frames.came(content.frames, buffers);
    }
    ask();
  }
  function seen() {
    const { frame, curve, losses, numbers, picture } = model.get("snapshot");
    if (frame.run !== run.spec.run) return;
    frames.jump(frame, numbers, picture);
    curves.take(curve, losses);
    ask();
    const rests = !model.get("playing") && frame.number;
    said.textContent = rests ? `Step ${frame.number}, loss ${format(frame.loss)}.${counted(frame, run.spec)}` : "";
  }
  function began() {
    if (model.get("spec").run === run.spec.run) return;
    curves.clear();
    pace.clear();
    run.build();
    for (const place of places) place();
    seen();
  }

  // ---- paint
  const slow = shell.timer();
  function ask() {
    if (document.hidden) return shell.paintNow(); // no frame will be drawn; training goes on
    if (shell.asked() || slow.runs()) return;
    if (reduced.matches && model.get("playing")) slow.start(shell.paintNow, CALM);
    else shell.ask();
  }
  const show = makeShow({ shell, run, curves, pace, frames, toolbar, plot, status, root, askKernel });
  function paint() {
    frames.next(document.hidden || reduced.matches);
    show();
    if (frames.more()) ask();
    else frames.answer(id);
  }

  // ---- listen
  listen(model, "msg:custom", heard);
  listen(model, "change:spec", began);
  listen(model, "change:snapshot", () => {
    began();
    seen();
  });
  for (const trait of ["pinned", "log", "sample"]) listen(model, `change:${trait}`, ask);
  listen(model, "change:playing", () => {
    pace.clear();
    if (model.get("playing")) said.textContent = "";
    ask();
  });
  const chosen = () => {
    choices.paint(model.get("choices"));
    toolbar.seeded(model.get("choices").seed);
  };
  listen(model, "change:choices", chosen);
  shell.on(document, "visibilitychange", () => {
    if (shell.asked() && document.hidden) shell.paintNow();
  });
  shell.begin(root, paint);
  const places = [
    shell.sized(holders.graph, (width) => run.stage.graph.place(Math.max(280, width)), { least: 0, first: 480 }),
    shell.sized(holders.answers, (width) => run.stage.answers.size(width), { least: 0, first: 480 }),
    shell.sized(plot.element.parentElement, (width) => plot.size(width - 26), { least: 0, first: 480 }),
  ];
  chosen();
  hearRefusals(shell, choices);
  seen();
  shell.paintNow();
  send({ hello: id });
});
