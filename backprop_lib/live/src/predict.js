// Predict: say what a move will do before you make it; the move then tells, and the score is kept.

import { html, write } from "./page/dom.js";
import { format, nameOf, signed } from "./core/numbers.js";
import { compute } from "./core/state.js";
import { mount } from "./page/network_page.js";

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

async function render(props) {
  const view = await mount(props);
  const { model, spec, all, index, state, root, signal, listen, graph } = view;
  const questions = model.get("questions");

  // ---- the page
  const title = html("h4", { class: "bp-panel-title" }, "Predict first");
  const count = html("span", { class: "bp-predict-count" });
  const score = html("output", { class: "bp-predict-score" });
  const legend = html("legend", { class: "bp-predict-question" });
  const choices = html("div", { class: "bp-predict-options" });
  const field = html("fieldset", { class: "bp-predict-field" }, legend, choices);
  const move = view.button("", "make the move", make);
  move.classList.add("bp-predict-move");
  const next = view.button("Next question", "back to the network as it was, and on", goOn);
  const hint = html("span", { class: "bp-small" });
  const verdict = html("p", { class: "bp-predict-verdict", tabindex: -1, role: "status", "aria-live": "polite" });
  const why = html("p", { class: "bp-small" });
  const panel = html("section", { class: "bp-panel bp-predict", "aria-label": "predict first" },
    html("div", { class: "bp-predict-row" }, title, count, score),
    field, verdict, why, html("div", { class: "bp-predict-row" }, move, next, hint));
  root.querySelector(".bp-main").before(panel);
  const toLock = [...root.querySelectorAll(".bp-toolbar .bp-button, .bp-seed")].filter(
    (element) => ["Reset", "Random"].includes(element.textContent) || element.classList.contains("bp-seed"));

  // ---- the question that is open
  const current = () => questions[model.get("number")];
  const kept = () => model.get("answers").find(([number]) => number === model.get("number"));
  const target = () => {
    const k = index.get(current().name);
    return { k, from: model.get("start")[k], to: model.get("start")[k] + current().by };
  };

  let radios = [];
  let refocus = false;
  function ask() {
    const group = `bp-predict-${groups++}`;
    radios = current().options.map((option) => {
      const input = html("input", { type: "radio", name: group, value: option });
      const mark = html("span", { class: "bp-predict-mark", "aria-hidden": "true" });
      input.addEventListener("change", () => {
        model.set("picked", option);
        model.save_changes();
      }, { signal });
      return { option, input, mark, label: html("label", { class: "bp-predict-option" }, input, option, mark) };
    });
    choices.replaceChildren(...radios.map(({ label }) => label));
    refresh();
  }

  /** Which hands are off: all before an answer, all but the question's until the move is made. */
  function lock() {
    const open = !kept();
    const { k } = target();
    const picked = model.get("picked");
    state.locked = open ? (n) => n === undefined || !picked || n !== k : null;
    for (const element of toLock) element.inert = open;
    const rows = new Set(all.map((_, n) => state.rowOf(n)).filter(Boolean));
    for (const row of rows) row.element.inert = Boolean(state.locked?.(row.k));
    write(root, { "data-locked": open });
  }

  function refresh() {
    lock();
    view.ask();
  }

  function paint(record, { deltas }) {
    const question = current();
    const { k, from, to } = target();
    const picked = model.get("picked");
    const answer = kept();
    if (!answer && picked && (state.value(k) - from) * Math.sign(question.by) >= Math.abs(question.by) - STILL) {
      return tell();
    }
    const [right, asked] = [model.get("answers").filter(([, said, truth]) => said === truth).length,
      model.get("answers").length];
    write(count, { text: questions.length > 1 ? `question ${model.get("number") + 1} of ${questions.length}` : "" });
    write(score, { text: `score ${right} of ${asked}`, "data-right": right, "data-asked": asked });
    write(legend, { text: question.text });
    for (const { option, input, mark, label } of radios) {
      if (input.checked !== (option === picked)) input.checked = option === picked;
      if (input.disabled !== Boolean(answer)) input.disabled = Boolean(answer);
      const state_ = !answer ? null : option === answer[2] ? "right" : option === answer[1] ? "wrong" : null;
      write(label, { "data-state": state_, "data-picked": option === picked });
      write(mark, { text: { right: "✓", wrong: "✗" }[state_] ?? "" });
    }
    write(move, { text: `Move ${question.name} to ${format(to)}`, hidden: Boolean(answer), disabled: !picked });
    write(next, { hidden: !answer || model.get("number") + 1 === questions.length });
    write(hint, { text: answer ? "" : picked
      ? "or move its slider there yourself"
      : `${question.name} is now ${format(from)}. The sliders wait for your answer.` });
    if (answer) {
      const [, said, truth] = answer;
      const sentence = outcome().said;
      write(verdict, {
        text: said === truth ? `✓ Right: ${sentence}` : `✗ You said “${said}”. But ${sentence}`,
        "data-state": said === truth ? "right" : "wrong", "data-truth": truth,
      });
    } else write(verdict, { text: "", "data-state": null, "data-truth": null });
    const place = all[k];
    const sloped = answer && deltas && question.ask !== "neuron" && question.of === "loss" && "Wb".includes(place.kind);
    if (sloped) {
      const { truth } = outcome().before;
      const slope = place.kind === "W" ? truth.dW[place.l][place.i][place.j] : truth.db[place.l][place.j];
      write(why, { text: `Its slope was ${signed(slope, 4)}: times ${signed(question.by, 2)} that predicts a change of ${signed(slope * question.by, 4)}.` });
    } else write(why, { text: "" });
    if (answer && refocus) {
      refocus = false;
      (next.hidden ? verdict : next).focus();
    }
  }

  /** The records at both ends of the move, and what became of it. */
  function outcome() {
    const start = [...model.get("start")];
    const before = compute(start, spec, null);
    start[target().k] = target().to;
    const after = compute(start, spec, null);
    return { before, ...judge(current(), before, after) };
  }

  /** The number is where the question moves it: keep the answer, open the sliders. */
  function tell() {
    const entry = [model.get("number"), model.get("picked"), outcome().truth];
    model.set("answers", [...model.get("answers"), entry]);
    model.save_changes();
    refocus = document.activeElement === move; // which the next frame hides
  }

  // ---- the move
  let frame = 0;
  function make() {
    const { k, to } = target();
    const from = state.value(k);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    cancelAnimationFrame(frame);
    state.grab();
    let n = still ? FRAMES : 0;
    const step = () => {
      n += 1;
      const t = Math.min(1, n / FRAMES);
      state.move(k, t < 1 ? from + (to - from) * t * t * (3 - 2 * t) : to);
      if (t < 1) frame = requestAnimationFrame(step);
    };
    step();
  }
  signal.addEventListener("abort", () => cancelAnimationFrame(frame));

  function goOn() {
    cancelAnimationFrame(frame);
    refocus = false;
    state.reset();
    state.before = null;
    model.set({ picked: "", number: model.get("number") + 1 });
    model.save_changes();
    view.select(target().k);
    radios[0]?.input.focus();
  }

  listen(model, "change:number", ask);
  listen(model, "change:picked", refresh);
  listen(model, "change:answers", refresh);
  listen(model, "change:selected", lock); // one shared slider follows the selection
  ask();
  view.onPaint(paint);
  return view.unmount;
}

export default { render };
