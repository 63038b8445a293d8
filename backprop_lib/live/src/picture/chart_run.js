// A recorded run over training time: its loss, and the gradient norms of its layers.

import { isNormalized } from "../core/layer_parts.js";
import { format, power } from "../core/numbers.js";
import { write } from "../page/dom.js";
import { makeChart } from "./chart_lines.js";

/** The axes of the two charts. */
function makeAxes(spec) {
  const { steps, axes } = spec;
  const x = { from: 0, to: Math.max(1, steps.at(-1)), ticks: axes.steps, text: String, name: "steps taken" };
  const loss = makeChart({
    x,
    y: { from: 0, to: axes.loss.at(-1), ticks: axes.loss, text: (value) => String(value), name: "loss" },
    label: "loss curve",
    height: 180,
  });
  const norms = makeChart({
    x,
    y: {
      from: axes.norms[0],
      to: axes.norms.at(-1),
      ticks: axes.norms,
      log: true,
      text: (value) => power(Math.round(Math.log10(value))),
      name: `|dW, db${isNormalized(spec) ? ", dγ, dβ" : ""}|`,
    },
    label: "gradient norms, logarithmic",
    height: 190,
  });
  return { loss, norms };
}

/** The two curves over training time, drawn once, each with a mark at the moment that is shown. */
export function makeRunCharts(spec, data) {
  const { steps, sizes } = spec;
  const L = sizes.length - 1;
  const { loss, norms } = makeAxes(spec);
  const over = (values) => values.map((value, k) => [steps[k], value]);
  const kind = (l) => (l <= 3 ? `bp-layer-${l}` : "bp-layer-more");
  const layerNorms = steps.map((_, k) => data.layerNorms(k));
  const lossLine = loss.line("loss-line", "");
  const lines = Array.from({ length: L }, (_, m) => norms.line(kind(m + 1).slice(3), `layer ${m + 1}`));
  const own = norms.line("neuron-line", "");
  const lossMark = loss.mark("at", "circle", { rule: true });
  const marks = lines.map((_, m) => norms.mark("at", "circle", { rule: m === 0 }));
  lossLine.paint(over(data.loss));
  lines.forEach((line, m) => line.paint(over(layerNorms.map((row) => row[m]))));
  let drawn = "";

  return {
    loss,
    norms,
    place(width, room) {
      loss.place(width, room);
      norms.place(width, room);
    },
    paint(k, step, value, sizesNow, picked) {
      if ((picked?.name ?? "") !== drawn) {
        drawn = picked?.name ?? "";
        const n = picked ? data.neurons.findIndex(({ name }) => name === drawn) : -1;
        own.paint(picked ? over(steps.map((_, at) => data.neuronNorms(at)[n])) : [], drawn);
        lines.forEach((line, m) => write(line.path, { "data-selected": picked?.l === m + 1 }));
      }
      lossMark.paint([step, value]);
      sizesNow.forEach((size, m) => marks[m].paint([step, size]));
      loss.describe(
        `Loss against steps taken: ${format(data.loss[0])} at first, ${format(value)} at step ${step}, ` +
          `${format(data.loss.at(-1))} in the end.`,
      );
      norms.describe(
        `Gradient norms against steps taken, logarithmic. At step ${step}: ` +
          sizesNow.map((size, m) => `layer ${m + 1} ${format(size)}`).join(", "),
      );
    },
  };
}
