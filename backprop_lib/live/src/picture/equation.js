// The stepper's equation: what the current step computes, in symbols and with this network's numbers.

import { lossFormula, SLOPES } from "./card.js";
import { html, write } from "../page/dom.js";
import { factor, format, nameOf, neuronName, signed } from "../core/numbers.js";
import { slopeCancels } from "../core/pass.js";
import { phase } from "../core/steps.js";
import { makeLine, number, sumOf, term } from "./equation_parts.js";

const FEW = 4; // neurons of a layer whose lines are written out
const MANY = 40; // parameters whose update is written out

const PHASES = { forward: "forward pass", loss: "loss", backward: "backward pass", update: "update" };

/** What one step says: {title, words(record), lines: [kind, parts]}. */
function says(step, { spec, all, selected, rate }) {
  const { sizes, loss } = spec;
  const L = sizes.length - 1;
  const activation = (l) => spec.activations[l - 1];
  const { kind, l, i, j, k } = step;
  const a = (layer, n, how = {}) => number((r) => r.a[layer][0][n], { kind: "a", show: factor, ...how });
  const W = (layer, m, n, how = {}) => number((r) => r.W[layer][m][n], { kind: "w", show: factor, ...how });
  const delta = (layer, n, how = {}) =>
    number((r) => r.delta[layer][0][n], { kind: "delta", show: factor, ...how });
  const result = (of, name) => number(of, { mark: "now", name });
  /** Lines for the first neurons of a layer, and how many are left out. */
  const each = (n, lines) => [
    ...[...Array(Math.min(n, FEW)).keys()].flatMap(lines),
    ...(n > FEW ? [["words", [`… and ${n - FEW} more.`]]] : []),
  ];

  if (kind === "start") {
    return {
      title: "Before the first step",
      words: () => "The input is there, and so are the weights. Nothing is computed yet.",
      lines: each(sizes[0], (n) => [["numbers", [`x[${n}] = `, a(0, n, { show: format })]]]),
    };
  }
  if (kind === "z") {
    return {
      title: `Layer ${l}: weighted sums z`,
      words: () => "Each neuron adds what arrives, each times its weight, and its bias.",
      lines: [
        ["formula", [term(`z[${l}]`, "now"), ` = a[${l - 1}] @ W[${l}] + b[${l}]`]],
        ...each(sizes[l], (n) => [
          ["numbers", [`z[${l}][${n}] = `, ...sumOf(sizes[l - 1], (m) => [a(l - 1, m), "·", W(l, m, n)]),
            " + ", number((r) => r.b[l][n], { kind: "w", show: factor })]],
          ["result", ["= ", result((r) => r.z[l][0][n], `z[${l}][${n}]`)]],
        ]),
      ],
    };
  }
  if (kind === "a") {
    const name = activation(l);
    const parts = (n) => (name === "softmax"
      ? ["e^z / Σ e^z"]
      : [`${name}(`, number((r) => r.z[l][0][n]), ")"]);
    return {
      title: `Layer ${l}: activations a`,
      words: () => (name === "softmax"
        ? "Softmax makes the sums positive numbers that add up to 1."
        : `The activation, ${name}, bends each sum.`),
      lines: [
        ["formula", [term(`a[${l}]`, "now"), ` = ${name}(z[${l}])`]],
        ...each(sizes[l], (n) => [["result",
          [`a[${l}][${n}] = `, ...parts(n), " = ", result((r) => r.a[l][0][n], `a[${l}][${n}]`)]]]),
      ],
    };
  }
  if (kind === "loss") {
    const [formula, numbers] = lossFormula(loss, sizes[L]);
    return {
      title: "The loss",
      words: () => "One number: how wrong the output is. The way back starts here.",
      lines: [
        ["formula", [term("loss", "now"), ` = ${formula}`]],
        ...each(sizes[L], (n) => [["numbers", ["with ", a(L, n, { mark: 1, show: (v) => `a ${format(v)}` }), ", ",
          number((r) => r.y[n], { mark: 2, show: (v) => `y ${format(v)}` })]]]),
        ...(sizes[L] <= 2
          ? [["numbers", ["= ", number((r) => r.y.map((y, n) => numbers(r.a[L][0][n], y)).join(" + "))]]]
          : []),
        ["result", ["= ", result((r) => r.loss, "loss")]],
      ],
    };
  }
  if (kind === "delta" && j === undefined) { // a whole layer in one step
    return {
      title: `delta of layer ${l}`,
      words: () => "The slope of the loss along each z of the layer.",
      lines: [
        ["formula", [term(`delta[${l}]`, "now"), l < L
          ? ` = (delta[${l + 1}] @ W[${l + 1}].T) * f'(z[${l}])`
          : slopeCancels(loss) ? " = a − y" : ` = dL/da * f'(z[${l}])`]],
        ...each(sizes[l], (n) => [["result",
          [`delta[${l}][${n}] = `, result((r) => r.delta[l][0][n], `delta[${l}][${n}]`)]]]),
      ],
    };
  }
  if (kind === "delta" && l === L && slopeCancels(loss)) {
    return {
      title: `delta[${L}][${j}]: the output's error`,
      words: () => "The slope of the loss along z. With this loss the output's own slope cancels.",
      lines: [
        ["formula", [term(`delta[${L}][${j}]`, "now"), " = ", term(neuronName(L, j), 1), " − ", term(`y[${j}]`, 2)]],
        ["numbers", ["= ", a(L, j, { mark: 1, show: format }), " − ", number((r) => r.y[j], { mark: 2, show: factor })]],
        ["result", ["= ", result((r) => r.delta[L][0][j], `delta[${L}][${j}]`)]],
      ],
    };
  }
  if (kind === "delta") {
    const from = l < L ? "arrives" : loss === "mse" ? `2·(a − y) / ${sizes[L]}` : "(a − y)";
    return {
      title: `delta[${l}][${j}]: ${l < L ? "a hidden neuron's error" : "the output's error"}`,
      words: () => "What comes from above passes through the activation: times its slope at this z.",
      lines: [
        ["formula", [term(`delta[${l}][${j}]`, "now"), " = ", term(from, 1), " · ", term(`f'(z[${l}][${j}])`, 2)]],
        ["numbers", [`f'(z) = ${SLOPES[activation(l)]} = `, number((r) => r.slope[l][0][j])]],
        ["numbers", ["= ", number((r) => r.arrives[l][0][j], { kind: "delta", mark: 1, show: factor }), " · ",
          number((r) => r.slope[l][0][j], { mark: 2 })]],
        ["result", ["= ", result((r) => r.delta[l][0][j], `delta[${l}][${j}]`)]],
      ],
    };
  }
  if (kind === "arrives") {
    const above = l + 1;
    const n = sizes[above];
    const so = (r) => r.delta[above][0].slice(0, k + 1).reduce((sum, d, m) => sum + d * r.W[above][j][m], 0);
    const line = (parts) => sumOf(n, (m) => (m > k ? [term("…")] : parts(m)), n);
    const mark = (m, which) => (m === k ? which : undefined);
    return {
      title: `What arrives at ${neuronName(l, j)}`,
      words: () => (n === 1
        ? "Back over the weight that led forward: delta above times that weight."
        : `Back over the weights that led forward: ${n} arrows, ${n} products, one sum. This is arrow ${k + 1}.`),
      lines: [
        ["formula", [term("arrives", "now"), " = ", ...line((m) => [
          term(`delta[${above}][${m}]`, mark(m, 1)), " · ", term(`W[${above}][${j}, ${m}]`, mark(m, 2))])]],
        ["numbers", ["= ", ...line((m) => [
          delta(above, m, { mark: mark(m, 1) }), " · ", W(above, j, m, { mark: mark(m, 2) })])]],
        ["result", ["= ", result(so, `arrives[${l}][${j}]`), ...(k < n - 1 ? [" so far"] : [])]],
      ],
    };
  }
  if (kind === "dW" && j === undefined) {
    const largest = (r) => r.dW[l].flat().reduce((most, v) => (Math.abs(v) > Math.abs(most) ? v : most), 0);
    return {
      title: `Slopes along all weights of layer ${l}`,
      words: () => `${sizes[l - 1]} · ${sizes[l]} products: what comes in, times delta.`,
      lines: [
        ["formula", [term(`dW[${l}]`, "now"), ` = a[${l - 1}].T @ delta[${l}]`]],
        ["result", ["largest: ", result(largest)]],
      ],
    };
  }
  if (kind === "dW") {
    return {
      title: `dW[${l}][${i}, ${j}]: slope along one weight`,
      words: (r) => `Raise this weight by 0.01, and the loss changes by about ${signed(0.01 * r.dW[l][i][j], 5)}. The weight itself stays for now.`,
      lines: [
        ["formula", [term(`dW[${l}][${i}, ${j}]`, "now"), " = ", term(neuronName(l - 1, i), 1), " · ", term(`delta[${l}][${j}]`, 2)]],
        ["numbers", ["= ", a(l - 1, i, { mark: 1 }), " · ", delta(l, j, { mark: 2 })]],
        ["result", ["= ", result((r) => r.dW[l][i][j], `dW[${l}][${i}, ${j}]`)]],
      ],
    };
  }
  if (kind === "db") {
    return {
      title: `Slopes along the biases of layer ${l}`,
      words: () => "A bias is a weight from an input that is always 1, so its slope is delta itself.",
      lines: [
        ["formula", [term(`db[${l}]`, "now"), " = ", term(`delta[${l}]`, 1)]],
        ...each(sizes[l], (n) => [["result", [`db[${l}][${n}] = `, result((r) => r.db[l][n], `db[${l}][${n}]`)]]]),
      ],
    };
  }
  const parameters = all.filter((place) => place.kind === "W" || place.kind === "b");
  const chosen = parameters.find((place) => nameOf(place) === selected) ?? parameters[0];
  const old = (place) => (r) => (place.kind === "W" ? r.W[place.l][place.i][place.j] : r.b[place.l][place.j]);
  const slope = (place) => (r) => (place.kind === "W" ? r.dW[place.l][place.i][place.j] : r.db[place.l][place.j]);
  const next = (place) => (r) => old(place)(r) - rate() * slope(place)(r);
  const shown = parameters.length > MANY ? [] : parameters.filter((place) => place !== chosen);
  return {
    title: "The update: old → new",
    words: (r) => `Only now do weights change, all at once. With the new ones the loss would be ${format(r.newLoss)} instead of ${format(r.loss)}.`,
    lines: [
      ["formula", [term("new W[l]", "now"), ` = W[l] − ${rate()} · dW[l]`]],
      ["numbers", [`${nameOf(chosen)} = `, number(old(chosen), { kind: "w", show: (v) => signed(v, 4) }),
        ` − ${rate()} · `, number(slope(chosen), { kind: "delta", show: (v) => factor(v, 4) })]],
      ["result", ["= ", number(next(chosen), { mark: "now", name: `new ${nameOf(chosen)}`, show: (v) => signed(v, 4) })]],
      ...shown.map((place) => ["old-new", [`${nameOf(place)} `, number(old(place), { kind: "w", show: (v) => signed(v, 4) }), " → ",
        number(next(place), { mark: "now", name: `new ${nameOf(place)}`, show: (v) => signed(v, 4) })]]),
    ],
  };
}

/** @param {{spec, all, steps: object[], rate: () => number}} options @returns {{element, paint}} */
export function makeEquation({ spec, all, steps, rate }) {
  const where = html("p", { class: "bp-where" });
  const title = html("h4", { class: "bp-card-title" });
  const words = html("p", { class: "bp-card-words" });
  const body = html("div", {});
  const element = html("section", { class: "bp-card bp-equation", "aria-label": "equation of this step" },
    where, title, words, body);
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
