// The buttons of the training player, and its seed.

import { grouped } from "../core/numbers.js";
import { html, write } from "./dom.js";
import { makeSeed } from "./seed_box.js";

/** The buttons, and the seed; all but Log ask who trains. */
export function makeToolbar({ model, button, large, on, set }, send) {
  const play = button("▶ Play", "play and pause", () => send({ do: model.get("playing") ? "pause" : "play" }));
  play.classList.add("bp-play");
  const back = button("Back", "back to the picture before", () => send({ do: "back" }));
  const step = button("Step", "one step of training", () => send({ do: "step" }));
  const startAnew = () => send({ do: "reset", name: "seed", value: seed.value });
  const seed = makeSeed({ label: "seed", on, optional: true });
  on(seed.box.element, "keydown", (event) => {
    const plain = !(event.shiftKey || event.ctrlKey || event.metaKey);
    if (event.key === "Enter" && plain && !seed.box.note.textContent) startAnew();
  });
  const reset = button("Reset", "start anew from this seed; without one, from the same start", startAnew);
  const pin = button("Pin", "keep this loss curve; the next one is drawn over it", () => send({ do: "pin" }));
  const unpin = button("Unpin", "take the pinned curves away", () => send({ do: "unpin" }));
  const log = button("Log", "logarithmic loss axis", () => set("log", !model.get("log")));
  const pace = html("span", { class: "bp-kernel" });
  return {
    element: html(
      "div",
      { class: "bp-toolbar", role: "toolbar", "aria-label": "training" },
      ...[play, back, step, reset, ...seed.elements, pin, unpin, log, large, pace],
    ),
    seeded(value) {
      seed.value = value;
      seed.box.paint();
    },
    /** `who` trains, `words`: why it is not at work, or late, or ""; `past`: whether there is a way back. */
    paint({ playing, who, words, trains, perSecond, past }) {
      write(play, { text: playing ? "❚❚ Pause" : "▶ Play", "aria-pressed": null });
      for (const one of [play, step, reset, pin, unpin]) write(one, { disabled: !trains });
      write(back, { disabled: !trains || !past });
      write(unpin, { hidden: model.get("pinned").length === 0 });
      write(log, { "aria-pressed": String(model.get("log")) });
      const speed = perSecond ? `now ${grouped(perSecond)} steps/s` : "playing"; // not measured yet
      write(pace, { text: words || (playing ? speed : who), "data-alert": words !== "" });
    },
  };
}
