// ask: a question of the course. It needs no kernel: the page judges, says why, and keeps what was
// answered; a kernel that is there hears of it. Each kind of question has its own way to answer.

import { fits, judge } from "./ask/judge.js";
import { makeNumber, makeSentence } from "./ask/written.js";
import { makeLines } from "./ask/lines.js";
import { makeChoice } from "./ask/choice.js";
import { inline } from "./ask/inline.js";
import { html, write } from "./page/dom.js";
import { asView } from "./page/shell.js";

/**
 * @typedef {{element: HTMLElement, given(): any, take(given: any): void, mark(right: boolean | null | undefined): void,
 *   isWritten?(): boolean, refuse?(): void}} Answering
 *   `given` is the answer or null, `take` shows one, `mark` says of what is chosen whether it is right;
 *   something may be written that is no answer: `refuse` says why
 */
const MAKE = { number: makeNumber, free: makeSentence, order: makeLines }; // all others are chosen
const TRIES = 2; // then the answer may be seen
// A kernel may be there, and idle: where the line to it broke for a moment, JupyterLab's widgets stay cut off.
const UNKEPT = "No kernel hears this question: this page keeps your answer until the cells run again.";

/** What the browser keeps by itself, by the question; it may refuse. */
function makeStore(place) {
  const all = () => {
    try {
      return JSON.parse(localStorage.getItem(place) ?? "{}") ?? {};
    } catch {
      return {};
    }
  };
  return {
    read: (key) => all()[key],
    write(key, tries) {
      try {
        localStorage.setItem(place, JSON.stringify({ ...all(), [key]: tries }));
      } catch {
        // a page of a file, or a private window: what was answered is then kept until it closes
      }
    },
  };
}
const store = makeStore("bp-answers"); // of a page that never had a kernel
const waiting = makeStore("bp-answers-waiting"); // given while the kernel was gone: the next one gets them

const wrongTries = (tries) => tries.filter(({ right }) => right === false).length;

/** Verdict and reasons, in an element that a screen reader hears when it changes. */
function makeVerdict() {
  const element = html("div", { class: "bp-ask-verdict", role: "status" });
  const WORDS = { true: "✓ Right.", false: "✗ Not yet.", null: "Kept. Compare it with this one:" };
  return {
    element,
    say(right, reasons) {
      const [first, ...rest] = reasons.length ? reasons : [""];
      const lead = html("p", {}, html("strong", {}, WORDS[String(right)]), " ", ...inline(first));
      element.replaceChildren(lead, ...rest.map((reason) => html("p", {}, ...inline(reason))));
    },
    clear: () => element.replaceChildren(),
  };
}

/** The answer with its reasons, as if it had been given. */
function solution({ kind, options, lines }) {
  const right = options.filter((option) => option.right);
  const reasons = right.map(({ reason }) => reason).filter(Boolean);
  if (kind === "number") return { given: Number(right[0].value.toPrecision(4)), reasons };
  if (kind === "order") return { given: lines, reasons };
  return { given: kind === "several" ? right.map(({ text }) => text) : right[0].text, reasons };
}

/** Where the tries are kept: by the kernel, by a page that has none, until a kernel comes back. */
function makeKeeping({ model, spec, set, kernel, hasKernel }) {
  const alone = () => kernel() === "none";
  const late = () => waiting.read(spec.key) ?? [];
  const own = () => (store.read(spec.key) ?? model.get("tries")).filter(({ given }) => fits(spec, given));
  if (alone()) model.set("tries", own());
  let unkept = false; // the last answer was given while no kernel was there
  return {
    isUnkept: () => unkept,
    add(given) {
      const tries = [...model.get("tries"), given];
      set("tries", tries);
      if (alone()) store.write(spec.key, tries);
      else if (!hasKernel()) waiting.write(spec.key, [...late(), given]);
      unkept = !alone() && !hasKernel();
    },
    /** A kernel is there: it gets what was answered while none was. */
    handOver() {
      const tries = late();
      if (!hasKernel() || !tries.length) return;
      waiting.write(spec.key, []);
      set("tries", [...model.get("tries"), ...tries]);
    },
  };
}

/** The question's elements, and how they are painted. */
function makePage({ spec, button, problem, on }, answering, { answer, reveal }) {
  const verdict = makeVerdict();
  const send = button("Answer", "say what you think (Enter)", answer);
  send.classList.add("bp-ask-answer");
  on(send, "mousedown", (event) => event.preventDefault()); // what is being written stays so until it is judged
  const show = button("Show the answer", "see what is right, and why", reveal);
  const label = html("legend", { class: "bp-unseen" }, spec.label);
  const field = html("fieldset", { class: "bp-ask-field" }, label, answering.element);
  const note = html("p", { class: "bp-ask-unkept" });
  const root = html(
    "div",
    { class: "bp-root bp-ask", "data-name": spec.name, "data-kind": spec.kind },
    ...[field, html("div", { class: "bp-ask-row" }, send, show), verdict.element, note, problem.element],
  );
  return {
    ...{ root, field, verdict },
    /** @param {any[]} tries @param {{said: string, isUnkept: boolean}} now */
    paint(tries, { said, isUnkept }) {
      const last = tries.at(-1)?.right;
      const solved = tries.some(({ right }) => right);
      const state = said !== "try" ? "open" : last === null ? "kept" : last ? "right" : "wrong";
      write(root, { "data-state": state, "data-tries": tries.length, "data-solved": solved });
      const isOpen = answering.given() !== null || answering.isWritten?.();
      write(send, { text: tries.length && !solved ? "Answer again" : "Answer", disabled: !isOpen });
      write(note, { text: isUnkept ? UNKEPT : "", hidden: !isUnkept });
      write(show, { hidden: solved || spec.kind === "free" || wrongTries(tries) < TRIES });
    },
  };
}

export default asView(async (shell) => {
  const { model, spec, listen, on } = shell;
  if (shell.manager && model.get("own")) await shell.widget(model.get("own")); // its comm tells who is there
  const keeping = makeKeeping(shell);
  /** @type {Answering} */
  const answering = (MAKE[spec.kind] ?? makeChoice)(spec, shell, { changed, answer });
  const { root, field, verdict, paint } = makePage(shell, answering, { answer, reveal });
  /** @type {"" | "try" | "answer"} what is said of: the last try, or the answer that was asked for */
  let said = "";

  function tell(now, given, right, reasons) {
    answering.take(given);
    answering.mark(right);
    verdict.say(right, reasons);
    said = now;
  }
  function answer() {
    const given = answering.given();
    if (given === null) {
      if (!answering.isWritten?.()) return;
      changed();
      return answering.refuse?.();
    }
    const detail = { name: spec.name, given, ...judge(spec, given) };
    keeping.add({ given, right: detail.right });
    // For the page around it: a learning platform's page tells the platform, all others nobody.
    root.dispatchEvent(new CustomEvent("bp-answer", { bubbles: true, detail }));
  }
  function reveal() {
    const { given, reasons } = solution(spec);
    tell("answer", given, true, reasons);
    shell.ask();
  }
  /** Another answer is chosen: what was said of the last one goes. */
  function changed() {
    if (said) {
      said = "";
      answering.mark(undefined);
      verdict.clear();
    }
    shell.ask();
  }
  function heard() {
    const last = model.get("tries").at(-1);
    if (last) {
      const { right, reasons } = judge(spec, last.given);
      tell("try", last.given, right, reasons);
    }
    shell.ask();
  }

  listen(model, "change:tries", heard);
  const hearEnter = (event) => {
    const inButton = event.target instanceof HTMLButtonElement || event.target instanceof HTMLTextAreaElement;
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || inButton) return;
    event.preventDefault();
    answer();
  };
  on(field, "keydown", hearEnter, { capture: true }); // before a box takes what is written
  keeping.handOver();
  heard(); // what was kept: before the page has it, so that no screen reader reads it out
  shell.begin(root, () => paint(model.get("tries"), { said, isUnkept: keeping.isUnkept() }));
  shell.hearProblems();
  shell.paintNow();
});
