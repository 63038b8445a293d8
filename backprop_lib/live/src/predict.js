// Predict: say what a move will do before you make it; the move then tells, and the score is kept.

import { format, signed } from "./core/numbers.js";
import { compute, PAUSE } from "./core/state.js";
import { html, write } from "./page/dom.js";
import { mount } from "./page/network_page.js";
import { asView } from "./page/shell.js";

const SIGNS = ["rises", "falls", "stays the same"];
const STILL = 1e-9; // as in predict.py
const FRAMES = 24; // of the move that the button makes

let groups = 0; // a radio group needs a name of its own on the page

/** "loss", "a[1][2]", "dW[1][0, 2]" in a record. */
function numberOf(of, record) {
  if (of === "loss") return record.loss;
  const [kind, l, i, j] = of.match(/^\w+|\d+/g);
  const array = (record.truth[kind] ?? record[kind])[l];
  if (kind === "dW") return array[i][j];
  return kind === "db" ? array[i] : array[0][i];
}

/** What the move does: the true option, and a sentence. */
function judge(question, before, after) {
  const { ask, of, options, sizes } = question;
  if (ask === "neuron") {
    const all = before.a.slice(1).flatMap((layer, n) => layer[0].map((was, j) => after.a[n + 1][0][j] - was));
    const sizesOf = all.map(Math.abs);
    const most = sizesOf.indexOf(Math.max(...sizesOf));
    const [name, by] = [options[most], all[most]];
    return { truth: name, said: `${name} changes most, by ${signed(by)}.` };
  }
  const [was, now] = [numberOf(of, before), numberOf(of, after)];
  const change = now - was;
  const thing = of === "loss" ? "the loss" : of;
  const still = Math.abs(change) <= STILL * (1 + Math.abs(was));
  const way = still ? SIGNS[2] : change > 0 ? SIGNS[0] : SIGNS[1];
  const path = still ? ` at ${format(was, 4)}` : ` from ${format(was, 4)} to ${format(now, 4)}`;
  const truth = ask === "sign" ? way : options[sizes.filter((size) => size <= Math.abs(change)).length];
  const much = ask === "size" ? `, a change of ${format(Math.abs(change), 4)}` : "";
  return { truth, said: `${thing} ${way}${path}${much}.` };
}

/** The options of a question as radio buttons. */
function makeOptions() {
  const element = html("div", { class: "bp-predict-options" });
  let radios = [];
  return {
    element,
    first: () => radios[0]?.input,
    /** Those of a question, which call `pick` with what was chosen. */
    offer(options, pick, on) {
      const group = `bp-predict-${groups++}`;
      radios = options.map((option) => {
        const input = html("input", { type: "radio", name: group, value: option });
        const mark = html("span", { class: "bp-predict-mark", "aria-hidden": "true" });
        on(input, "change", () => pick(option));
        return { option, input, mark, label: html("label", { class: "bp-predict-option" }, input, option, mark) };
      });
      element.replaceChildren(...radios.map(({ label }) => label));
    },
    /** @param {string} picked @param {any[]} [answer] */
    paint(picked, answer) {
      for (const { option, input, mark, label } of radios) {
        if (input.checked !== (option === picked)) input.checked = option === picked;
        if (input.disabled !== Boolean(answer)) input.disabled = Boolean(answer);
        const found = !answer ? null : option === answer[2] ? "right" : option === answer[1] ? "wrong" : null;
        write(label, { "data-state": found, "data-picked": option === picked });
        write(mark, { text: { right: "✓", wrong: "✗" }[found] ?? "" });
      }
    },
  };
}

/** What became of the move, and why. */
function makeVerdict() {
  const element = html("p", { class: "bp-predict-verdict", tabindex: -1, role: "status", "aria-live": "polite" });
  const why = html("p", { class: "bp-small" });
  return {
    element,
    why,
    tell([, chosen, truth] = [], sentence = "", reason = "") {
      write(why, { text: reason });
      if (truth === undefined) return write(element, { text: "", "data-state": null, "data-truth": null });
      write(element, {
        text: chosen === truth ? `✓ Right: ${sentence}` : `✗ You said “${chosen}”. But ${sentence}`,
        "data-state": chosen === truth ? "right" : "wrong",
        "data-truth": truth,
      });
    },
  };
}

/** The panel of the question: its elements, made once, and how they are painted. */
function makePanel({ button, make, goOn }) {
  const title = html("h3", { class: "bp-panel-title" }, "Predict first");
  const count = html("span", { class: "bp-predict-count" });
  const score = html("span", { class: "bp-predict-score" });
  const legend = html("legend", { class: "bp-predict-question" });
  const choices = makeOptions();
  const field = html("fieldset", { class: "bp-predict-field" }, legend, choices.element);
  const move = button("", "make the move", make);
  move.classList.add("bp-predict-move");
  const next = button("Next question", "back to the network as it was, and on", goOn);
  const hint = html("span", { class: "bp-small" });
  const verdict = makeVerdict();
  const element = html(
    "section",
    { class: "bp-panel bp-predict", "aria-label": "predict first" },
    html("div", { class: "bp-predict-row" }, title, count, score),
    ...[field, verdict.element, verdict.why],
    html("div", { class: "bp-predict-row" }, move, next, hint),
  );

  return {
    element,
    move,
    offer: choices.offer,
    tell: verdict.tell,
    /** Where the focus goes to the verdict itself, that says it; else the page does. */
    focusSays(isSaid) {
      write(verdict.element, { role: isSaid ? null : "status", "aria-live": isSaid ? "off" : "polite" });
    },
    toOptions: () => choices.first()?.focus(),
    /** Where to go on when the move has been made. */
    toNext: () => (next.hidden ? verdict.element : next).focus(),
    /** @param {{question, at: string, answers: any[], picked: string, answer?: any[], from: number, to: number,
     *   isLast: boolean}} now */
    paint({ question, at, answers, picked, answer, from, to, isLast }) {
      const right = answers.filter(([, chosen, truth]) => chosen === truth).length;
      write(count, { text: at });
      write(score, { text: `score ${right} of ${answers.length}`, "data-right": right, "data-asked": answers.length });
      write(legend, { text: question.text });
      choices.paint(picked, answer);
      write(move, { text: `Move ${question.name} to ${format(to)}`, hidden: Boolean(answer), disabled: !picked });
      write(next, { hidden: !answer || isLast });
      const waits = picked
        ? "or move its slider there yourself"
        : `${question.name} is now ${format(from)}. The sliders wait for your answer.`;
      write(hint, { text: answer ? "" : waits });
    },
  };
}

/** The move that the button makes, as a hand would, over some frames. */
function makeMove(state, { signal, guard }) {
  let frame = 0;
  const stop = () => cancelAnimationFrame(frame);
  signal.addEventListener("abort", stop);
  return {
    stop,
    start(k, to) {
      const from = state.value(k);
      stop();
      state.grab();
      let n = matchMedia("(prefers-reduced-motion: reduce)").matches ? FRAMES : 0;
      const step = guard(() => {
        n += 1;
        const t = Math.min(1, n / FRAMES);
        state.move(k, t < 1 ? from + (to - from) * t * t * (3 - 2 * t) : to);
        if (t < 1) frame = requestAnimationFrame(step);
      });
      step();
    },
  };
}

/** The question that is open, and what has been answered: the view's own traits. */
function makeQuestions({ model, spec, all, index }) {
  const questions = model.get("questions");
  const number = () => model.get("number");
  const open = {
    now: () => questions[number()],
    at: () => (questions.length > 1 ? `question ${number() + 1} of ${questions.length}` : ""),
    isLast: () => number() + 1 === questions.length,
    answer: () => model.get("answers").find(([asked]) => asked === number()),
    target() {
      const { name, by } = open.now();
      const from = model.get("start")[index.get(name)];
      return { k: index.get(name), from, to: from + by };
    },
    /** The records at both ends of the move, and what became of it. */
    outcome() {
      const start = [...model.get("start")];
      const before = compute(start, spec, null);
      start[open.target().k] = open.target().to;
      const after = compute(start, spec, null);
      return { before, ...judge(open.now(), before, after) };
    },
    /** Why a change of the loss was to be expected: its slope, where the slopes are shown. */
    reason({ truth }) {
      const { ask, of, by } = open.now();
      const { kind, l, i, j } = all[open.target().k];
      if (ask === "neuron" || of !== "loss" || !"Wb".includes(kind)) return "";
      const slope = kind === "W" ? truth.dW[l][i][j] : truth.db[l][j];
      return (
        `Its slope was ${signed(slope, 4)}: times ${signed(by, 2)} ` +
        `that predicts a change of ${signed(slope * by, 4)}.`
      );
    },
  };
  return open;
}

/** Which hands are off: all before an answer, all but the question's until the move is made. */
function makeLock({ model, all, state, root }, open) {
  const toLock = [...root.querySelectorAll(".bp-toolbar .bp-button, .bp-seed")].filter(
    (element) => ["Reset", "Random"].includes(element.textContent) || element.classList.contains("bp-seed"),
  );
  const box = root.querySelector(".bp-controls");
  return () => {
    const isOpen = !open.answer();
    const { k } = open.target();
    const picked = model.get("picked");
    state.locked = isOpen ? (n) => n === undefined || !picked || n !== k : null;
    for (const element of toLock) element.inert = isOpen;
    const rows = new Set(all.map((_, n) => state.rowOf(n)).filter(Boolean));
    for (const row of rows) row.element.inert = Boolean(state.locked?.(row.k));
    const isShut = [...rows].every((row) => row.element.inert);
    write(box, { tabindex: isShut ? 0 : null }); // then nothing in it takes the keys that scroll it
    write(root, { "data-locked": isOpen });
  };
}

/** For a while nothing is said of what was moved. */
function makeQuiet({ said, timer }) {
  const quiet = timer();
  return () => {
    write(said, { "aria-live": "off" });
    quiet.start(() => write(said, { "aria-live": "polite" }), 2 * PAUSE);
  };
}

export default asView(async (shell) => {
  const view = await mount(shell);
  const { model, state, root, listen, set } = view;
  const beQuiet = makeQuiet(view);
  const open = makeQuestions(view);
  const hand = makeMove(state, view);
  const lock = makeLock(view, open);
  const make = () => hand.start(open.target().k, open.target().to);
  const panel = makePanel({ button: view.button, make, goOn });
  root.querySelector(".bp-main").before(panel.element);
  let refocus = false;

  function refresh() {
    lock();
    view.ask();
  }
  function offer() {
    panel.offer(open.now().options, (option) => set("picked", option), view.on);
    refresh();
  }

  function paint(_, { deltas }) {
    const question = open.now();
    const { k, from, to } = open.target();
    const picked = model.get("picked");
    const answer = open.answer();
    const moved = (state.value(k) - from) * Math.sign(question.by) >= Math.abs(question.by) - STILL;
    if (!answer && picked && moved) return tell();
    panel.paint({
      ...{ question, at: open.at(), answers: model.get("answers"), picked, answer, from, to },
      isLast: open.isLast(),
    });
    const outcome = answer && open.outcome();
    if (answer && refocus) panel.focusSays(open.isLast());
    panel.tell(answer, outcome?.said, outcome && deltas ? open.reason(outcome.before) : "");
    if (answer && refocus) {
      refocus = false;
      panel.toNext();
    }
  }

  /** The number is where the question moves it: keep the answer, open the sliders. */
  function tell() {
    const entry = [model.get("number"), model.get("picked"), open.outcome().truth];
    set("answers", [...model.get("answers"), entry]);
    refocus = document.activeElement === panel.move; // which the next frame hides
    beQuiet(); // the verdict says it
  }
  function goOn() {
    hand.stop();
    refocus = false;
    state.reset();
    state.before = null;
    model.set({ picked: "", number: model.get("number") + 1 });
    model.save_changes();
    view.select(open.target().k);
    panel.toOptions();
  }

  listen(model, "change:number", offer);
  listen(model, "change:picked", refresh);
  listen(model, "change:answers", refresh);
  listen(model, "change:selected", lock); // one shared slider follows the selection
  offer();
  view.onPaint(paint);
});
