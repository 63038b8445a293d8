// TrainingPlayer: the kernel trains or, where there is none, the page; the picture does not know who,
// but says it. A frame is plain numbers. The next one comes only when this one is on the screen.

import { format } from "./core/numbers.js";
import { makeArrivals, makeCurves, makePace } from "./core/training_stream.js";
import { html, write } from "./page/dom.js";
import { oneRow } from "./page/one_stop.js";
import { makeSlider } from "./page/settings.js";
import { asView, NARROWEST } from "./page/shell.js";
import { watchSight } from "./page/sight.js";
import { calm } from "./page/slow_saves.js";
import { makeChoices } from "./page/start_anew.js";
import { makeGrid } from "./page/train_grid.js";
import { counted, makeStatus } from "./page/train_status.js";
import { makeToolbar } from "./page/train_toolbar.js";
import { makeLossPlot } from "./picture/chart_loss.js";
import { makeRunPicture } from "./picture/training_run.js";
import { makeSeat } from "./trainer/seat.js";

const UNITS = { speed: ["× 10 steps/s", "at most so many times ten steps a second"] };
const NARROW = 80; // px: no plot is drawn narrower
const CALM = 500; // ms between two frames where somebody prefers less motion
const AWAY = "paused while it was out of sight: Play goes on";

/** What became of a setting that starts anew, beside it; other words of the kernel in the box. */
function hearRefusals({ model, listen, problem, hearProblems }, choices) {
  const showProblem = hearProblems();
  listen(model, "change:refused", () => {
    const { name, message } = model.get("refused");
    choices.paint(model.get("choices")); // what was refused goes back
    for (const [other, note] of choices.notes) note.textContent = other === name ? message : "";
    if (message && !choices.notes.has(name)) problem.show(message);
    else showProblem();
  });
}

/** The page of one view: what acts, what answers, and the run's picture in its place. */
async function makePage(shell, sliders, seat, ask) {
  const { said } = shell;
  const { send } = seat;
  const settings = await Promise.all(
    sliders.map((slider) => {
      const label = slider.get("description");
      return makeSlider({ model: slider, shell, label, unit: UNITS[label] }, shell.spec.means[label]);
    }),
  );
  for (const slider of sliders) calm(slider, shell.signal);
  const toolbar = makeToolbar(shell, send);
  const choices = makeChoices({ choose: (name, value) => send({ do: "restart", name, value }), on: shell.on });
  const plot = makeLossPlot();
  const { bar, element: grid, holders } = makeGrid(settings, plot);
  let run = null;
  const status = makeStatus(shell, () => run);
  const root = html(
    "div",
    { class: "bp-root bp-train" },
    ...[toolbar.element, shell.problem.element, bar, status.element, grid, choices.element, said],
  );
  run = makeRunPicture({ shell, root, holders, seat, ask });
  oneRow(root, settings, shell.on);
  const asking = [...settings.map(({ element }) => element), choices.element]; // what asks who trains
  return { root, toolbar, choices, plot, holders, run, status, asking, settings };
}

/** Every picture as wide and as tall as its place; returns what does it for a new run. */
function fitPictures({ shell, run, holders, plot }) {
  const first = { least: 0, first: 480 };
  const places = [
    shell.sized(holders.graph, (width, room) => run.stage.graph.place(Math.max(NARROWEST, width), room), first),
    shell.sized(holders.answers, (width, room) => run.stage.answers.size(Math.min(width, room)), first),
    shell.sized(plot.element.parentElement, (width, room) => plot.size(Math.max(NARROW, width - 26), room - 42), first),
  ];
  return () => {
    for (const place of places) place();
  };
}

/** All that a frame shows. */
function makeShow(shell, page, seat, { curves, pace, frames }) {
  const { root, toolbar, plot, run, status, asking, settings } = page;
  const { model } = shell;
  let painted = 0;
  /** Whether the kernel has not heard of what stands on a slider. */
  const isAhead = () => {
    const heard = model.get("in_force");
    return settings.some(({ label, value }) => Math.abs(value() - heard[label]) > 1e-6 * Math.abs(value()));
  };
  return () => {
    const { moment } = frames;
    if (!moment) return;
    shell.awaits("a setting", isAhead());
    const trains = seat.trains();
    const playing = model.get("playing") && trains;
    const palette = shell.palette();
    const sample = Math.min(model.get("sample"), run.spec.samples - 1);
    run.stage.paint({ ...moment, sample, palette, resting: !playing, right: counted(moment, run.spec) });
    const runs = curves.runs();
    plot.paint({ runs, beside: curves.beside(), log: model.get("log"), palette });
    if (!playing) plot.describe(runs);
    const perSecond = playing ? pace.at(moment.number) : 0;
    const why = model.get("unseen") ? { who: AWAY } : {};
    toolbar.paint({ playing, ...seat.said(), ...why, trains, perSecond, past: Boolean(moment.past) });
    for (const element of asking) element.inert = !trains;
    status.paint(moment, run, trains);
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

/** What the kernel tells, taken in; `ask` for a frame, `fit` a new run's pictures. */
function makeHearing(shell, run, { curves, pace, frames }, { ask, fit }) {
  const { model, said } = shell;
  const hearing = {
    heard(content, [losses, ...buffers]) {
      shell.awaits("answered" in content ? "an answer" : "a frame", false);
      if (content.message === undefined) return;
      frames.owe();
      if (content.frames[0].run === run.spec.run) {
        curves.take(content.curve, losses);
        frames.came(content.frames, buffers);
      }
      ask();
    },
    seen() {
      const { frame, curve, losses, numbers, picture } = model.get("snapshot");
      if (frame.run !== run.spec.run) return;
      frames.jump(frame, numbers, picture);
      curves.take(curve, losses);
      ask();
      const rests = !model.get("playing") && frame.number;
      const why = model.get("unseen") ? `Training ${AWAY}. ` : "";
      said.textContent = rests
        ? `${why}Step ${frame.number}, loss ${format(frame.loss)}.${counted(frame, run.spec)}`
        : "";
    },
    began() {
      const now = model.get("spec");
      const isRun = now.run === run.spec.run;
      if (isRun && String(now.extent) === String(run.spec.extent)) return run.data();
      if (!isRun) curves.clear();
      pace.clear();
      run.build();
      fit();
      hearing.seen();
    },
    played() {
      pace.clear();
      if (model.get("playing")) said.textContent = "";
      shell.awaits("a frame", false);
      ask();
    },
  };
  return hearing;
}

function listenTo({ model, listen }, { choices, toolbar, settings }, hearing, ask) {
  listen(model, "msg:custom", hearing.heard);
  listen(model, "change:spec", hearing.began);
  listen(model, "change:snapshot", () => {
    hearing.began();
    hearing.seen();
  });
  for (const trait of ["pinned", "log", "sample", "title", "in_force", "unseen"]) listen(model, `change:${trait}`, ask);
  for (const { model: slider } of settings) listen(slider, "change:value", ask);
  listen(model, "change:playing", hearing.played);
  const chosen = () => {
    choices.paint(model.get("choices"));
    const { init, seed } = model.get("choices");
    toolbar.seeded(init === "own" ? null : seed); // no seed draws weights that were given
  };
  listen(model, "change:choices", chosen);
  chosen();
}

export default asView(async (shell) => {
  const { model, signal, awaits } = shell;
  const id = `${performance.now()}-${Math.random()}`;
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  const slow = shell.timer();
  function ask() {
    if (document.hidden) return shell.paintNow(); // no frame will be drawn; training goes on
    if (shell.asked() || slow.runs()) return;
    if (reduced.matches && model.get("playing")) slow.start(shell.paintNow, CALM);
    else shell.ask();
  }
  const sliders = await Promise.all(model.get("_sliders").map(shell.widget));
  const curves = makeCurves(model);
  const seat = await makeSeat(shell, {
    id,
    sliders,
    known: () => ({ moment: frames.newest(), curve: curves.whole() }),
  });
  const frames = makeArrivals(seat.send);
  const page = await makePage(shell, sliders, seat, ask);
  const stream = { curves, pace: makePace(), frames };
  const show = makeShow(shell, page, seat, stream);
  shell.begin(page.root, () => {
    seat.look();
    frames.next(document.hidden || reduced.matches);
    show();
    if (frames.more()) return ask();
    frames.answer(id);
    awaits("a frame", model.get("playing") && shell.hasKernel());
  });
  const hearing = makeHearing(shell, page.run, stream, { ask, fit: fitPictures({ shell, ...page }) });
  seat.heard = hearing.heard;
  listenTo(shell, page, hearing, ask);
  shell.on(document, "visibilitychange", () => {
    if (shell.asked() && document.hidden) shell.paintNow();
  });
  const look = watchSight(page.root, shell, {
    plays: () => model.get("playing") && seat.trains(),
    tell: (isAway) => seat.send({ [isAway ? "away" : "back"]: id }),
  });
  shell.listen(model, "change:playing", look);
  hearRefusals(shell, page.choices);
  hearing.seen();
  seat.look();
  shell.paintNow();
  seat.send({ hello: id });
  signal.addEventListener("abort", () => seat.send({ left: id }));
});
