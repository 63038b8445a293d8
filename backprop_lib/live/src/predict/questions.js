// The question that is open: what it asks, what the move does, and why.

import { bracketed, decimalsOf, format, signed, workedProducts } from "../core/numbers.js";
import { compute } from "../core/state.js";

const SIGNS = ["rises", "falls", "stays the same"];
const STILL = 1e-9; // as in predict.py

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

/** The question that is open, and what has been answered: the view's own traits. */
export function makeQuestions({ model, spec, all, index }) {
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
    /** Whether the number is where the question moves it. */
    isReached(value) {
      const { from, to } = open.target();
      return (value - from) * Math.sign(to - from) >= Math.abs(to - from) - STILL;
    },
    /** What the panel says of it. */
    shown() {
      const { from, to } = open.target();
      const [answers, picked, answer] = [model.get("answers"), model.get("picked"), open.answer()];
      return { question: open.now(), at: open.at(), isLast: open.isLast(), answers, picked, answer, from, to };
    },
    /** The records at both ends of a question's move, and what became of it. */
    outcome(n = number()) {
      const start = [...model.get("start")];
      const before = compute(start, spec);
      start[index.get(questions[n].name)] += questions[n].by;
      const after = compute(start, spec);
      return { before, ...judge(questions[n], before, after) };
    },
    /** Why a change of the loss was to be expected: its slope, where the slopes are shown. */
    reason({ truth }) {
      const { ask, of, by } = open.now();
      const { kind, l, i, j } = all[open.target().k];
      if (ask === "neuron" || of !== "loss" || !"Wb".includes(kind)) return "";
      const slope = kind === "W" ? truth.dW[l][i][j] : truth.db[l][j];
      const places = (value) => decimalsOf(value, value === by ? 2 : 4);
      const [[steep, moved]] = workedProducts([[slope, by]], slope * by, places);
      return (
        `Its slope was ${steep}: times ${bracketed(moved)} ` + `that predicts a change of ${signed(slope * by, 4)}.`
      );
    },
  };
  return open;
}
