// One line below a player's buttons, and the words of a frame.

import { format, grouped } from "../core/numbers.js";
import { html, write } from "./dom.js";
import { makeNumberBox } from "./number_box.js";

const STEP = 0.05; // of an arrow key in the box of a weight

/** In words: how many of the samples it reads right. */
export const counted = ({ right }, { rows }) => (right === undefined ? "" : ` ${right} of ${rows} read right.`);

/** One line: where the run is, and a box for the weight or bias that is chosen. */
export function makeStatus({ model, on, spec }, run) {
  const who = html("strong", { class: "bp-train-name" });
  const epoch = { "data-word": "epoch", "data-means": spec.means.epoch };
  const status = html("div", { class: "bp-train-status", ...epoch });
  const name = html("span", {});
  const box = makeNumberBox({
    ...{ label: "chosen weight, number box", name: "bp-train-chosen", on },
    range: () => run()?.spec.range ?? [0, 0],
    value: () => run()?.stage.chosen()?.value ?? 0,
    act: (value) => run().stage.move(value),
    move: (now, by) => now + by * STEP,
    show: (value) => String(Number(value.toFixed(4))),
  });
  const slope = html("span", {});
  const chosen = html("label", { class: "bp-train-hand" }, name, " = ", box.element, slope);
  return {
    element: html("div", { class: "bp-train-line" }, who, status, chosen, box.note),
    paint(moment, { spec, stage }, trains) {
      const some = spec.rows < spec.of ? `the first ${spec.rows}` : String(spec.rows);
      const parts = [
        `step ${grouped(moment.number)}`,
        `epoch ${grouped(moment.epoch)}`,
        `loss ${format(moment.loss, 4)}`,
        ...(moment.right === undefined ? [] : [`${moment.right} of ${some} read right`]),
      ];
      write(who, { text: model.get("title"), hidden: !model.get("title") });
      write(status, { text: parts.join(" · ") });
      const one = stage.chosen();
      write(chosen, { hidden: !one });
      if (!one) return;
      write(name, { text: one.name });
      write(slope, { text: one.slope === null ? "" : `, dW ${format(one.slope)}` });
      write(box.element, { disabled: !trains });
      box.named(`${one.name}, number box`);
      box.paint();
    },
  };
}
