// The formula card: the equation of what is selected, with this network's numbers in it.

import { html, write } from "../page/dom.js";
import { flatness } from "./graph.js";
import { factor, format, nameOf, neuronName, signed } from "../core/numbers.js";
import { slopeCancels } from "../core/pass.js";

const FEW = 4; // terms of a sum that are written out

/** Each activation's slope, in words that fit a formula. */
export const SLOPES = {
  identity: "1", sigmoid: "a·(1 − a)", tanh: "1 − a²", relu: "1 if z > 0, else 0",
  leaky_relu: "1 if z > 0, else 0.01", gelu: "slope of gelu at z",
};

/** Terms 0 … n-1 joined by " + ", the middle left out where there are many. */
export function sum(n, term) {
  if (n <= FEW) return Array.from({ length: n }, (_, i) => term(i)).join(" + ");
  return `${term(0)} + ${term(1)} + … + ${term(n - 1)}`;
}

/** A loss: its formula, and the same with the numbers of one output. */
export function lossFormula(loss, outputs) {
  return {
    squared_error: ["½ Σ (a − y)²", (a, y) => `½·(${format(a)} − ${factor(y)})²`],
    mse: [`Σ (a − y)² / ${outputs}`, (a, y) => `(${format(a)} − ${factor(y)})²`],
    bce: ["−[y·log a + (1 − y)·log(1 − a)]", (a, y) => `−[${format(y)}·log ${format(a)} + ${format(1 - y)}·log ${format(1 - a)}]`],
    cross_entropy: ["−Σ y·log a", (a, y) => `−${format(y)}·log ${format(a)}`],
  }[loss];
}

/** Lines of the card: [what kind, text of the record]; an empty text hides its line. */
function lines(place, spec) {
  const { sizes, loss } = spec;
  const activations = [null, ...spec.activations];
  const L = sizes.length - 1;
  const { kind, l, i, j } = place;
  const isNormalized = (layer) => spec.epsilon[layer - 1] !== null;
  const hasSkip = (layer) => spec.residual[layer - 1];
  const delta = (layer, neuron) => `delta[${layer}][${neuron}]`;

  function neuronLines(layer, neuron) {
    const name = activations[layer];
    const a = `a[${layer}][${neuron}]`;
    const out = [
      ["formula", () => `z[${layer}][${neuron}] = ${sum(sizes[layer - 1], (n) =>
        `${neuronName(layer - 1, n)}·W[${layer}][${n}, ${neuron}]`)} + b[${layer}][${neuron}]`],
      ["numbers", (r) => `= ${sum(sizes[layer - 1], (n) =>
        `${factor(r.a[layer - 1][0][n])}·${factor(r.W[layer][n][neuron])}`)} + ${factor(r.b[layer][neuron])}`],
      ["result", (r) => `= ${format(r.z[layer][0][neuron])}`],
    ];
    const seen = isNormalized(layer) ? "u" : "z";
    if (isNormalized(layer)) {
      const at = `[${layer}][${neuron}]`;
      out.push(["formula", () => `u${at} = gamma${at}·(z − mean) / √(var + ε) + beta${at}`]);
      out.push(["numbers", (r) => {
        const { gamma, beta, mean, var: variance, epsilon } = r.norms[layer];
        return `= ${factor(gamma[neuron])}·(${format(r.z[layer][0][neuron])} − ${factor(mean[neuron])}) / ` +
          `√(${format(variance[neuron])} + ${epsilon}) + ${factor(beta[neuron])}`;
      }]);
      out.push(["result", (r) => `= ${format(r.u[layer][0][neuron])}`]);
    }
    const before = neuronName(layer - 1, neuron);
    const inside = (r) => (name === "softmax" ? `e^${seen} / Σ e^${seen}` : `${name}(${format(r.u[layer][0][neuron])})`) +
      (hasSkip(layer) ? ` + ${factor(r.a[layer - 1][0][neuron])}` : "");
    out.push(["formula", () => `${a} = ${name}(${seen})${hasSkip(layer) ? ` + ${before}, by the skip` : ""}`]);
    out.push(["result", (r) => `= ${inside(r)} = ${format(r.a[layer][0][neuron])}`]);
    return out;
  }

  /** From du, the slope along u, to delta, along z. */
  function throughNorm(layer, neuron) {
    const s = (r) => r.normalized[layer].s[neuron];
    return [
      ["backward formula", () => `${delta(layer, neuron)} = du × gamma / √(var + ε)`],
      ["backward result", (r) => `= ${factor(r.du[layer][0][neuron])} × ${factor(r.norms[layer].gamma[neuron])} / ${format(s(r))} = ${format(r.delta[layer][0][neuron])}`],
    ];
  }

  function deltaLines(layer, neuron) {
    const own = ["backward result", (r) =>
      (r.own ? `${spec.laboratory ? "with the mistake:" : "your"} ${delta(layer, neuron)} = ${format(r.own.delta[layer][0][neuron])}` : "")];
    const made = isNormalized(layer) ? `du[${layer}][${neuron}]` : delta(layer, neuron);
    const along = isNormalized(layer) ? (r) => r.du[layer][0][neuron] : (r) => r.truth.delta[layer][0][neuron];
    const rest = isNormalized(layer) ? throughNorm(layer, neuron) : [];
    if (layer === L && slopeCancels(loss)) {
      return [
        ["backward words", () => "The slope that starts the way back: how far the output is from its target. With this loss the output's own slope cancels."],
        ["backward formula", () => `${made} = a − y`],
        ["backward result", (r) => `= ${format(r.a[L][0][neuron])} − ${factor(r.y[neuron])} = ${format(along(r))}`],
        ...rest,
        own,
      ];
    }
    const above = layer + 1;
    const arrives =
      layer === L
        ? [["backward formula", () => (loss === "mse" ? `from the loss: 2·(a − y) / ${sizes[L]}` : "from the loss: a − y")],
           ["backward numbers", (r) => `= ${format(r.truth.arrives[L][0][neuron])}`]]
        : [["backward formula", () => `arrives from above: ${sum(sizes[above], (n) => `W[${above}][${neuron}, ${n}]·${delta(above, n)}`)}` +
             (hasSkip(above) ? ` + what arrives at ${neuronName(above, neuron)}, by the skip` : "")],
           ["backward numbers", (r) => `= ${sum(sizes[above], (n) => `${factor(r.W[above][neuron][n])}·${factor(r.truth.delta[above][0][n])}`)}` +
             `${hasSkip(above) ? ` + ${factor(r.truth.arrives[above][0][neuron])}` : ""} = ${format(r.truth.arrives[layer][0][neuron])}`]];
    const name = activations[layer];
    // With a skip a is not the activation's own answer.
    const slope = hasSkip(layer) ? `slope of ${name} at ${isNormalized(layer) ? "u" : "z"}`
      : isNormalized(layer) ? SLOPES[name].replace("z", "u") : SLOPES[name];
    return [
      ...arrives,
      ["backward formula", () => `slope here: ${slope}`],
      ["backward numbers", (r) => {
        const s = r.truth.slope[layer][0][neuron];
        const word = flatness(activations[layer], s);
        return `= ${format(s)}${word ? `: ${word}, so little gets through` : ""}`;
      }],
      ["backward formula", () => `${made} = ${layer === L ? "from the loss" : "arrives"} × slope here`],
      ["backward result", (r) => `= ${factor(r.truth.arrives[layer][0][neuron])} × ${format(r.truth.slope[layer][0][neuron])} = ${format(along(r))}`],
      ...rest,
      own,
    ];
  }

  if (kind === "W") {
    return {
      title: `Weight ${nameOf(place)}`,
      words: `From ${neuronName(l - 1, i)} to ${neuronName(l, j)}.`,
      lines: [
        ...neuronLines(l, j),
        ["backward formula", () => `dW[${l}][${i}, ${j}] = ${neuronName(l - 1, i)} · ${delta(l, j)}`],
        ["backward result", (r) => `= ${factor(r.a[l - 1][0][i])} · ${factor(r.delta[l][0][j])} = ${format(r.dW[l][i][j])}`],
        ["backward words", (r) => `A slope: raise this weight by 0.01 and the loss changes by about ${signed(0.01 * r.truth.dW[l][i][j], 5)}.`],
      ],
    };
  }
  if (kind === "b") {
    return {
      title: `Neuron ${neuronName(l, j)}`,
      words: `Its bias ${nameOf(place)} is a weight from an input that is always 1.`,
      lines: [
        ...neuronLines(l, j),
        ...deltaLines(l, j),
        ["backward formula", () => `db[${l}][${j}] = ${delta(l, j)}`],
        ["backward result", (r) => `= ${format(r.db[l][j])}`],
      ],
    };
  }
  if (kind === "gamma" || kind === "beta") {
    const zHat = (r) => r.normalized[l].zHat[0][j];
    return {
      title: `${kind === "gamma" ? "Scale" : "Shift"} ${nameOf(place)}`,
      words: `It ${kind === "gamma" ? "stretches" : "shifts"} the normalized z of ${neuronName(l, j)}.`,
      lines: [
        ...neuronLines(l, j),
        ...deltaLines(l, j),
        ...(kind === "gamma"
          ? [["backward formula", () => `dgamma[${l}][${j}] = du · (z − mean) / √(var + ε)`],
             ["backward result", (r) => `= ${factor(r.du[l][0][j])} · ${factor(zHat(r))} = ${format(r.dgamma[l][j])}`]]
          : [["backward formula", () => `dbeta[${l}][${j}] = du`], ["backward result", (r) => `= ${format(r.dbeta[l][j])}`]]),
      ],
    };
  }
  if (kind === "x") {
    return {
      title: `Input ${nameOf(place)}`,
      words: "An input is given, not learned. Layer 0 has no z and no delta.",
      lines: [["result", (r) => `a[0][${j}] = ${nameOf(place)} = ${format(r.a[0][0][j])}`]],
    };
  }
  const [formula, numbers] = lossFormula(loss, sizes[L]);
  return {
    title: "The loss",
    words: `Target ${nameOf(place)}: what the output should be.`,
    lines: [
      ["formula", () => `loss = ${formula}`],
      ["numbers", (r) => (sizes[L] <= 2 ? `= ${r.y.map((y, n) => numbers(r.a[L][0][n], y)).join(" + ")}` : "")],
      ["result", (r) => `= ${format(r.loss)}`],
    ],
  };
}

/** @returns {{element, select(place), paint(record, deltas)}} */
export function makeCard(spec) {
  const title = html("h4", { class: "bp-card-title" });
  const words = html("p", { class: "bp-card-words" });
  const body = html("div", {});
  const element = html("section", { class: "bp-card", "aria-label": "formula" }, title, words, body);
  let parts = [];

  function select(place) {
    const card = lines(place, spec);
    title.textContent = card.title;
    words.textContent = card.words;
    parts = card.lines.map(([kind, text]) => ({ text, line: html("div", { class: kind.split(" ").map((k) => `bp-${k}`).join(" ") }) }));
    body.replaceChildren(...parts.map(({ line }) => line));
  }

  function paint(record, deltas) {
    for (const { text, line } of parts) {
      const said = text(record);
      const hidden = said === "" || (!deltas && line.classList.contains("bp-backward"));
      write(line, { text: said, hidden });
    }
  }

  return { element, select, paint };
}
