// The row of buttons above a network: what is shown, undo and redo, new weights, who answers.

import { html, write } from "./dom.js";
import { makeNumberBox } from "./number_box.js";

/**
 * @param {import("./shell.js").Shell} shell
 * @param {any} state
 * @returns {{element, toggles: Record<string, HTMLElement>, add(element), paint(status)}}
 */
export function makeToolbar({ model, spec, button, on, set, kernel }, state) {
  const toggle = (text, title, trait) => button(text, title, () => set(trait, !model.get(trait)));
  const toggles = {
    deltas: toggle("Deltas", "show the backward pass", "deltas"),
    show_z: toggle("z", "show z in the neurons", "show_z"),
    projector: toggle("Large", "a size for the projector", "projector"),
  };
  const undo = button("Undo", "one step back (Ctrl+Z)", state.undo);
  const redo = button("Redo", "one step forward (Ctrl+Shift+Z)", state.redo);
  const reset = button("Reset", "back to the exact start", state.reset);
  let seed = spec.seed;
  const box = makeNumberBox({
    ...{ label: "seed of the random weights", name: "bp-seed", on, whole: true, range: () => [0, 2 ** 53] },
    value: () => seed,
    act: (value) => {
      seed = value;
    },
  });
  const random = button("Random", "draw new weights from this seed", () => {
    state.finish();
    state.before = state.record;
    model.send({ randomize: seed });
  });
  const status = html("span", { class: "bp-kernel" });
  const gap = () => html("span", { class: "bp-gap" });
  const element = html(
    "div",
    { class: "bp-toolbar", role: "toolbar", "aria-label": "network view" },
    ...Object.values(toggles),
    gap(),
    undo,
    redo,
    reset,
    gap(),
    random,
    html("label", { class: "bp-seed-label" }, "seed ", box.element),
    box.note,
    status,
  );

  return {
    element,
    toggles,
    add: (more) => element.insertBefore(more, status),
    paint(words) {
      write(undo, { disabled: !state.canUndo() });
      write(redo, { disabled: !state.canRedo() });
      write(random, { disabled: kernel() !== "here" }); // no kernel, no new draws
      for (const [trait, made] of Object.entries(toggles)) {
        write(made, { "aria-pressed": String(model.get(trait)) });
      }
      write(status, words);
    },
  };
}
