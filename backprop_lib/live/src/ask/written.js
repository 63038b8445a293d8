// What is written: a number, or a sentence of one's own.

import { html } from "../page/dom.js";
import { makeNumberBox, readNumber } from "../page/number_box.js";

const LIMITS = { min: -1e9, max: 1e9 }; // no number of a lesson lies beyond

export function makeNumber(_, { on }, { changed }) {
  /** @type {number | null} */
  let value = null;
  const mark = html("span", { class: "bp-ask-mark" });
  const box = makeNumberBox({
    ...{ label: "your number", on, range: () => [LIMITS.min, LIMITS.max], optional: true },
    value: () => value,
    act(now) {
      value = now;
      changed();
    },
  });
  // The button is live while a number is being written, not only after it was left.
  on(box.element, "input", changed);
  return {
    element: html("div", { class: "bp-ask-number" }, box.element, mark, box.note),
    given() {
      if (document.activeElement !== box.element) return value;
      const { value: now, refused } = readNumber(box.element.value, { ...LIMITS, optional: true });
      return refused ? null : (now ?? null);
    },
    isWritten: () => box.element.value.trim() !== "",
    refuse: box.take, // it says why, and brings back what was there
    take(given) {
      value = given;
      box.paint();
    },
    mark(right) {
      mark.textContent = right === undefined ? "" : right ? "✓" : "✗";
    },
  };
}

export function makeSentence(_, { on }, { changed }) {
  const element = html("textarea", { class: "bp-ask-sentence", "aria-label": "your sentence", rows: 3 });
  on(element, "input", changed);
  return {
    element,
    given: () => element.value.trim() || null,
    take(given) {
      element.value = given;
    },
    mark() {},
  };
}
