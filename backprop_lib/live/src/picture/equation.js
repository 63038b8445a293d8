// The stepper's equation: what the current step computes, in symbols and with this network's numbers.

import { phase } from "../core/steps.js";
import { html, write } from "../page/dom.js";
import { makeLine } from "./equation_parts.js";
import { FEW, says } from "./equation_steps.js";

const PHASES = { forward: "forward pass", loss: "loss", backward: "backward pass", update: "update" };

/** @param {{spec, all, steps: any[], rate: () => number}} options */
export function makeEquation({ spec, all, steps, rate }) {
  const where = html("p", { class: "bp-where" });
  const title = html("h3", { class: "bp-card-title" });
  const words = html("p", { class: "bp-card-words" });
  const body = html("div", {});
  const element = html(
    "section",
    { class: "bp-card bp-equation", "aria-label": "equation of this step" },
    where,
    title,
    words,
    body,
  );
  let built = "";
  let now = null;

  return {
    element,
    /** In one sentence, for a screen reader. */
    sentence: () => {
      const numbers = now.made.flatMap((line) => line.results()).slice(0, FEW);
      return `${where.textContent}. ${title.textContent}. ${numbers.join(", ")}`;
    },
    paint(record, n, selected) {
      const key = `${n} ${steps[n].kind === "update" ? `${selected} ${rate()}` : ""}`;
      if (key !== built) {
        built = key;
        now = says(steps[n], { spec, all, selected, rate });
        now.made = now.lines.map(([kind, parts]) => makeLine(kind, parts));
        body.replaceChildren(...now.made.map((line) => line.element));
        write(title, { text: now.title });
        write(where, { text: `Step ${n} of ${steps.length - 1}, ${PHASES[phase(steps[n])]}` });
      }
      write(words, { text: now.words(record) });
      for (const line of now.made) line.paint(record);
    },
  };
}
