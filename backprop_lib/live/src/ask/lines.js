// Lines to be put in order: a click adds a line to the answer, another takes it back.

import { html } from "../page/dom.js";
import { inline } from "./inline.js";

export function makeLines({ options }, { on }, { changed }) {
  const pool = html("ul", { "aria-label": "lines that are left" });
  const order = html("ol", { "aria-label": "your order" });
  const mark = html("span", { class: "bp-ask-mark" });
  /** @type {any[]} */
  let chosen = [];
  const lines = options.map((option) => {
    const button = html("button", { type: "button", class: "bp-ask-line" }, ...inline(option.text));
    const line = { option, button, item: html("li", {}, button) };
    on(button, "click", () => move(line));
    return line;
  });

  function move(line) {
    const taken = chosen.includes(line);
    const left = taken ? chosen : lines.filter((one) => !chosen.includes(one));
    const next = left[left.indexOf(line) + 1] ?? left[left.indexOf(line) - 1] ?? line;
    chosen = taken ? chosen.filter((one) => one !== line) : [...chosen, line];
    lay();
    next.button.focus(); // where the hand was; the line itself has gone to the other list
    changed();
  }
  function lay() {
    order.replaceChildren(...chosen.map(({ item }) => item));
    pool.replaceChildren(...lines.filter((one) => !chosen.includes(one)).map(({ item }) => item));
    for (const line of lines) {
      const at = chosen.indexOf(line);
      const does = at < 0 ? `make it line ${chosen.length + 1}` : `line ${at + 1}: take it back`;
      line.button.setAttribute("title", does);
    }
  }
  lay();
  return {
    element: html(
      "div",
      { class: "bp-ask-lines" },
      html("div", {}, html("p", { class: "bp-ask-title" }, "Click the lines in their order"), pool),
      html("div", {}, html("p", { class: "bp-ask-title" }, "Your order ", mark), order),
    ),
    given: () => (chosen.length ? chosen.map(({ option }) => option.text) : null),
    take(given) {
      chosen = given.map((text) => lines.find(({ option }) => option.text === text));
      lay();
    },
    mark(right) {
      mark.textContent = right === undefined ? "" : right ? "✓" : "✗";
    },
  };
}
