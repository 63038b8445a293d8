// The row of buttons above a network: what is shown, undo and redo, new weights, who answers.

import { html, write } from "./dom.js";
import { makeSeed } from "./seed_box.js";

const OTHERS = "One sample is shown: the notebook shows the others, too.";

/**
 * @param {import("./shell.js").Shell} shell
 * @param {any} state
 * @returns {{element, toggles: Record<string, HTMLElement>, addForBatch(element), paint(status)}}
 */
export function makeToolbar({ model, spec, button, large, on, set, hasKernel, kernel }, state) {
  const toggle = (text, title, trait) => button(text, title, () => set(trait, !model.get(trait)));
  const toggles = {
    deltas: toggle("Deltas", "show the backward pass: delta of each neuron, dW of each weight", "deltas"),
    show_z: toggle("z", "show in each neuron its z, the weighted sum before the activation", "show_z"),
  };
  const undo = button("Undo", "take the last move back (Ctrl+Z)", state.undo);
  const redo = button("Redo", "make it again (Ctrl+Shift+Z)", state.redo);
  const reset = button("Reset", "back to the exact start", state.reset);
  const seed = makeSeed({ label: "seed of the random weights", first: spec.seed, on });
  const random = button("Random", "draw new weights; the same seed draws the same ones", () => {
    state.finish();
    state.before = state.record;
    model.send({ randomize: seed.value });
  });
  let forBatch = null;
  const status = html("span", { class: "bp-kernel" });
  const gap = () => html("span", { class: "bp-gap" });
  const element = html(
    "div",
    { class: "bp-toolbar", role: "toolbar", "aria-label": "network view" },
    ...Object.values(toggles),
    large,
    gap(),
    undo,
    redo,
    reset,
    gap(),
    random,
    ...seed.elements,
    status,
  );

  return {
    element,
    toggles,
    /** The slider of samples: it is off where nobody answers, and never there will. */
    addForBatch(more) {
      element.insertBefore(more, status);
      forBatch = more;
    },
    paint(words) {
      write(undo, { disabled: !state.canUndo() });
      write(redo, { disabled: !state.canRedo() });
      write(random, { disabled: !hasKernel() }); // no kernel, no new draws
      for (const one of [random, ...seed.elements]) write(one, { hidden: kernel() === "none" }); // nor ever
      if (forBatch) forBatch.inert = !hasKernel() && !(spec.batch && kernel() === "none");
      if (forBatch?.inert && kernel() === "none") write(forBatch, { text: OTHERS });
      for (const [trait, made] of Object.entries(toggles)) {
        write(made, { "aria-pressed": String(model.get(trait)) });
      }
      write(status, words);
    },
  };
}
