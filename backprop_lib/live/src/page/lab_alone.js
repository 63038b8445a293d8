// A bug laboratory on a page that never had a kernel: the page computes with the mistake itself, checks
// it and trains with it, and puts what it finds where a kernel would, into the traits of BugLab.

import { checked, numbersOf, tried } from "../core/laboratory.js";

/** What is found of a mistake, or of none (""): on the batch as it stands on the page, and on XOR. */
function makeFinds({ batch, loss, trial }, all, row) {
  const right = tried("", trial);
  /** The sample that is shown may have been moved. */
  function now({ x, y }) {
    const put = (rows, own) => rows.map((one, n) => (n === row() ? own : one));
    return [put(batch.X, x), put(batch.y, y)];
  }
  return {
    right,
    check: (one, record) => checked(one, record, ...now(record), loss, all),
    run: (one) => (one ? tried(one, trial, right.reached) : right),
  };
}

/** Those of the names that show somehow, again and again. */
function* riddles(names, { check, run }, state) {
  const told = (one) => {
    const { rows, message } = check(one, state.record);
    const { losses, message: end } = run(one);
    const seen = rows.map(([, own, , differs]) => [own.toPrecision(6), differs]);
    return JSON.stringify([seen, message, losses.map((value) => value.toPrecision(4)), end]);
  };
  for (;;) for (const one of names) if (told(one) !== told("")) yield one;
}

/**
 * @param {any} view of a network @param {any} choice the model of the menu of mistakes
 * @param {() => number} row the sample that is shown
 */
export function answerAlone(view, choice, row) {
  const { model, spec, state, all, listen, ask } = view;
  const { blind, loss, order } = spec;
  const labels = choice.get("_options_labels");
  const [, ...names] = labels;
  const factsOf = (one) => (one ? { name: one, ...spec.facts[names.indexOf(one)] } : {});
  const finds = makeFinds(spec, all, row);
  const { right, check, run } = finds;
  const soon = view.timer(); // training takes a moment: the picture comes first
  const first = Math.max(0, order.indexOf(model.get("_riddle"))); // a link may tell of a later one
  const inOrder = [...order.slice(first), ...order.slice(0, first)].map((n) => names[n]);
  const hidden = riddles(inOrder, finds, state);
  let name = "";
  let isOpen = false; // whether a diagnosis still counts
  let last = "";

  function computeWith(one) {
    name = one;
    model.set({ known: blind ? {} : factsOf(one), run: {} });
    soon.start(() => {
      const { steps, losses, reached, verdict, message } = run(name);
      const ends = [right.reached, reached];
      const mistake = name ? [steps, losses] : [[], []];
      model.set("run", { right: [right.steps, right.losses], mistake, reached: ends, verdict, message });
    }, 0);
    ask();
  }
  function next() {
    model.set("answer", {});
    isOpen = true;
    choice.set("index", 0);
    const { value } = hidden.next();
    model.set({ _riddle: names.indexOf(value), _guess: "" });
    computeWith(value);
  }
  function diagnose(guess) {
    const isIt = guess === name;
    const [hits, asked] = model.get("score");
    if (isOpen) model.set("score", [hits + Number(isIt), asked + 1]);
    isOpen = false;
    model.set("_guess", guess);
    if (isIt) model.set("known", factsOf(name));
    const text = isIt ? `Right: ${name}.` : `Not '${guess}'. A hint: look at ${factsOf(name).equation}.`;
    model.set("answer", { right: isIt, text });
  }

  state.ours = (record) => (name ? numbersOf(name, record, record, [record.y], loss).own : null);
  const chosen = () => computeWith(choice.get("index") ? labels[choice.get("index")] : "");
  if (!blind) listen(choice, "change:index", chosen);
  state.compute();
  if (!blind) chosen();
  else {
    const said = model.get("_guess");
    next();
    isOpen = !said; // what a link tells has been counted
    if (said) diagnose(said);
  }
  return {
    send: ({ diagnose: guess }) => (guess === undefined ? next() : diagnose(guess)),
    isHere: () => true,
    paint(record) {
      const { W, b, x, y } = record;
      const key = JSON.stringify([name, row(), W, b, x, y]);
      if (key === last) return;
      last = key;
      model.set("check", check(name, record));
    },
  };
}
