// What starts a run of training anew: data set, noise, architecture, activation, initializer.

import { html, write } from "./dom.js";

/** @returns {{element, notes: Map<string, Element>, paint(choices)}} */
export function makeChoices({ ask, on }) {
  const notes = new Map();
  const inputs = {};
  function row(name, title, input, does) {
    const note = html("span", { class: "bp-row-note", role: "alert" });
    notes.set(name, note);
    inputs[name] = input;
    input.setAttribute("aria-label", title);
    input.setAttribute("title", does);
    return html(
      "div",
      { class: "bp-choice", "data-name": name },
      html("label", {}, html("span", { class: "bp-row-title" }, title), input),
      note,
    );
  }
  const select = () => html("select", { class: "bp-box" });
  const text = (attributes) => html("input", { class: "bp-box", ...attributes });
  const element = html(
    "details",
    { class: "bp-restart" },
    html("summary", {}, "Start anew with another data set or network"),
    html(
      "div",
      { class: "bp-choices" },
      row("dataset", "data set", select(), "what it learns; own: what the cell gave"),
      row("noise", "noise", text({ type: "number", min: 0, step: 0.05 }), "how far the points are strewn"),
      row(
        ...["hidden", "hidden layers"],
        text({ type: "text", spellcheck: "false", placeholder: "such as 8, 8" }),
        "how many neurons each has",
      ),
      row("activation", "activation", select(), "the function of the hidden neurons"),
      row("init", "initializer", select(), "draws the first weights; own: those that the cell gave"),
    ),
  );
  for (const [name, input] of Object.entries(inputs)) {
    on(input, "change", () => {
      const value = name === "noise" ? input.valueAsNumber : input.value;
      ask(name, Number.isNaN(value) ? null : value);
    });
    on(input, "keydown", (event) => event.key !== "Escape" && event.stopPropagation());
  }
  /** `elsewhere`: what needs the notebook, and says so. */
  function options(name, values, value, elsewhere = []) {
    const key = `${values.join()} but ${elsewhere.join()}`;
    if (inputs[name].dataset.options !== key) {
      inputs[name].dataset.options = key;
      const option = (one) =>
        elsewhere.includes(one)
          ? html("option", { value: one, disabled: "" }, `${one} (in the notebook)`)
          : html("option", { value: one }, one);
      inputs[name].replaceChildren(...values.map(option));
    }
    inputs[name].value = value;
  }
  return {
    element,
    notes,
    paint(choices) {
      options("dataset", choices.datasets, choices.dataset, choices.elsewhere);
      options("activation", choices.activations, choices.activation);
      options("init", choices.inits, choices.init);
      inputs.hidden.value = choices.hidden;
      inputs.noise.value = choices.noise ?? "";
      write(inputs.noise.closest(".bp-choice"), { hidden: choices.noise === null }); // the data have none
    },
  };
}
