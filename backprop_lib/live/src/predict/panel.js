// The panel of a question: its elements, made once, and how they are painted.

import { format } from "../core/numbers.js";
import { html, write } from "../page/dom.js";

/** The options of a question as radio buttons. */
function makeOptions() {
  const element = html("div", { class: "bp-predict-options" });
  let radios = [];
  return {
    element,
    first: () => radios[0]?.input,
    /** Those of a question, which call `pick` with what was chosen. */
    offer(options, pick, on) {
      const group = `bp-predict-${Math.random()}`; // no count: each view has a copy of this text
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

/** The options, the button that makes the move, the verdict, and the way to the next question. */
export function makePanel({ button, make, goOn }) {
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
