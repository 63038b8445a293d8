// What the buttons, the keys and the words of a view mean: each in one sentence, folded at its end.

import { html } from "./dom.js";

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}${/[.)]$/.test(text) ? "" : "."}`;

/** The lines of what is there: [what, what it does]. @returns {[string, string][]} */
function linesOf(root) {
  const has = (css) => root.querySelector(css) !== null;
  const buttons = [...root.querySelectorAll(".bp-button[title]")].filter((one) => one.checkVisibility());
  const choices = [...root.querySelectorAll(".bp-choice [title]")];
  /** @type {HTMLElement[]} */
  const words = [...root.querySelectorAll("[data-means]")];
  const status = root.querySelector(".bp-kernel[title]");
  const [moves, walks] = [has(".bp-graph [data-moves]"), has(".bp-graph")];
  const keysMove = "walk over it; Up and Down move what has the focus (Shift: ten times as far, Alt: a tenth)";
  /** @type {[boolean, string, string][]} */
  const keys = [
    [moves, "A line, a circle", "drag it up or down: that moves a weight, a bias or an input"],
    [moves, "Left, Right in the picture", keysMove],
    [walks && !moves, "Arrow keys in the picture", "walk from neuron to neuron; Enter chooses one"],
    [has(".bp-row > .bp-row-name"), "Up, Down on a name", "go from slider to slider, Tab to the slider itself"],
    [true, "Tab, Escape", "Tab walks through the view, Escape leaves it"],
  ];
  return [
    ...buttons.map((one) => /** @type {[string, string]} */ ([one.textContent, one.title])),
    ...choices.map((one) => /** @type {[string, string]} */ ([one.ariaLabel, one.title])),
    ...words.map((one) => /** @type {[string, string]} */ ([one.dataset.word ?? one.textContent, one.dataset.means])),
    ...(status?.textContent ? [/** @type {[string, string]} */ ([status.textContent, status.title])] : []),
    ...keys.filter(([isThere]) => isThere).map(([, what, does]) => /** @type {[string, string]} */ ([what, does])),
  ];
}

/** @param {HTMLElement} root of the view; read when it is opened, as views add their own @param on */
export function makeHelp(root, on) {
  const list = html("dl", {});
  const element = html("details", { class: "bp-help" }, html("summary", {}, "Buttons, keys and words"), list);
  on(element, "toggle", () => {
    if (!element.open) return;
    const lines = linesOf(root).map(([what, does]) => [html("dt", {}, what), html("dd", {}, sentence(does))]);
    list.replaceChildren(...lines.flat());
  });
  return element;
}
