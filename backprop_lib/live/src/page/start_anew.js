// What starts a run of training anew: data set, noise, architecture, activation, initializer.

import { html, write } from "./dom.js";

/** One choice: title, control, and a place for why it was refused. */
function makeChoice(title, input, does) {
  input.setAttribute("aria-label", title);
  input.setAttribute("title", does);
  return { title, input, note: html("span", { class: "bp-row-note", role: "alert" }) };
}

const select = () => html("select", { class: "bp-box" });
const text = (attributes) => html("input", { class: "bp-box", ...attributes });

/** By their names, in the order in which they stand. */
const allChoices = () => ({
  dataset: makeChoice("data set", select(), "what it learns; own: what the cell gave"),
  noise: makeChoice("noise", text({ type: "number", min: 0, step: 0.05 }), "how far the points are strewn"),
  hidden: makeChoice(
    ...["hidden layers", text({ type: "text", spellcheck: "false", placeholder: "such as 8, 8" })],
    "how many neurons each has",
  ),
  activation: makeChoice("activation", select(), "the function of the hidden neurons"),
  init: makeChoice("initializer", select(), "draws the first weights; own: those that the cell gave"),
});

const rowOf = ([name, { title, input, note }]) =>
  html(
    "div",
    { class: "bp-choice", "data-name": name },
    html("label", {}, html("span", { class: "bp-row-title" }, title), input),
    note,
  );

/** What a menu offers. `elsewhere`: what needs the notebook, and says so. */
function offer(menu, values, value, elsewhere = []) {
  const key = `${values.join()} but ${elsewhere.join()}`;
  if (menu.dataset.options !== key) {
    menu.dataset.options = key;
    const option = (one) =>
      elsewhere.includes(one)
        ? html("option", { value: one, disabled: "" }, `${one} (in the notebook)`)
        : html("option", { value: one }, one);
    menu.replaceChildren(...values.map(option));
  }
  menu.value = value;
}

/** `choose(name, value)` starts anew. @returns {{element, notes: Map<string, Element>, paint(choices)}} */
export function makeChoices({ choose, on }) {
  const all = allChoices();
  const { dataset, noise, hidden, activation, init } = all;
  const element = html(
    "details",
    { class: "bp-restart" },
    html("summary", {}, "Start anew with another data set or network"),
    html("div", { class: "bp-choices" }, ...Object.entries(all).map(rowOf)),
  );
  for (const [name, { input }] of Object.entries(all)) {
    on(input, "change", () => {
      const value = name === "noise" ? input.valueAsNumber : input.value;
      choose(name, Number.isNaN(value) ? null : value);
    });
    on(input, "keydown", (event) => event.key !== "Escape" && event.stopPropagation());
  }
  return {
    element,
    notes: new Map(Object.entries(all).map(([name, { note }]) => [name, note])),
    paint(choices) {
      offer(dataset.input, choices.datasets, choices.dataset, choices.elsewhere);
      offer(activation.input, choices.activations, choices.activation);
      offer(init.input, choices.inits, choices.init);
      hidden.input.value = choices.hidden;
      noise.input.value = choices.noise ?? "";
      write(noise.input.closest(".bp-choice"), { hidden: choices.noise === null }); // the data have none
    },
  };
}
