// What each step of the stepper says: a title, a sentence, and lines of an equation.

import { bracketed, decimalsOf, format, nameOf, neuronName, signed, worked, workedProducts } from "../core/numbers.js";
import { ACTIVATIONS, slopeCancels } from "../core/pass.js";
import { number, shownOf, sumOf, term } from "./equation_parts.js";
import { lossFormula, lossSaid as lossNumbers, raised } from "./loss_said.js";

/** @typedef {{title: string, words: (record: any) => string, lines: [string, any[]][]}} Said */

export const FEW = 4; // neurons of a layer whose lines are written out
const MANY = 40; // parameters whose update is written out

// ---- numbers as parts of an equation
const a = (l, n, how = {}) => number((r) => r.a[l][0][n], { kind: "a", ...how });
const W = (l, m, n, how = {}) => number((r) => r.W[l][m][n], { kind: "w", ...how });
const delta = (l, n, how = {}) => number((r) => r.delta[l][0][n], { kind: "delta", ...how });
/** How factor `at` of product m is shown, so that a hand can calculate with it: see `worked`. */
const inSum = (products, result, m, at = 0) => ({
  show: (_, r) => bracketed(workedProducts(products(r), result(r))[m][at]),
});
const result = (of, name) => number(of, { mark: "now", name });
/** A line of its own: what is computed now, under its name. @returns {[string, any[]]} */
const named = (name, of) => ["result", [`${name} = `, result(of, name)]];

/** Lines for the first neurons of a layer, and how many are left out. @returns {[string, any[]][]} */
const each = (n, lines) => [
  ...[...Array(Math.min(n, FEW)).keys()].flatMap(lines),
  ...(n > FEW ? [["words", [`… and ${n - FEW} more.`]]] : []),
];

/** @returns {Said} */
function startSaid(_, { sizes }) {
  return {
    title: "Before the first step",
    words: () => "The input is there, and so are the weights. Nothing is computed yet.",
    lines: each(sizes[0], (n) => [["numbers", [`x[${n}] = `, a(0, n)]]]),
  };
}

/** @returns {Said} */
function sumSaid({ l }, { sizes }) {
  const shown = shownOf(sizes[l - 1]);
  const all = (n) => (r) => [...shown.map((m) => [r.a[l - 1][0][m], r.W[l][m][n]]), [r.b[l][n]]];
  const how = (n, place, at = 0) => inSum(all(n), (r) => r.z[l][0][n], place, at);
  const products = (n) =>
    sumOf(shown, sizes[l - 1], (m, place) => [a(l - 1, m, how(n, place)), "·", W(l, m, n, how(n, place, 1))]);
  const bias = (n) => number((r) => r.b[l][n], { kind: "w", ...how(n, shown.length) });
  return {
    title: `Layer ${l}: weighted sums z`,
    words: () => "Each neuron adds what arrives, each times its weight, and its bias.",
    lines: [
      ["formula", [term(`z[${l}]`, "now"), ` = a[${l - 1}] @ W[${l}] + b[${l}]`]],
      ...each(sizes[l], (n) => [
        ["numbers", [`z[${l}][${n}] = `, ...products(n), " + ", bias(n)]],
        ["result", ["= ", result((r) => r.z[l][0][n], `z[${l}][${n}]`)]],
      ]),
    ],
  };
}

/** @returns {Said} */
function activationSaid({ l }, { sizes, activations }) {
  const name = activations[l - 1];
  const isSoftmax = name === "softmax";
  const at = (n) => (_, r) => worked([[r.z[l][0][n], r.slope[l][0][n]]], r.a[l][0][n])[0];
  const parts = (n) => (isSoftmax ? ["e^z / Σ e^z"] : [`${name}(`, number((r) => r.z[l][0][n], { show: at(n) }), ")"]);
  return {
    title: `Layer ${l}: activations a`,
    words: () =>
      isSoftmax
        ? "Softmax makes the sums positive numbers that add up to 1."
        : `The activation, ${name}, bends each sum.`,
    lines: [
      ["formula", [term(`a[${l}]`, "now"), ` = ${name}(z[${l}])`]],
      ...each(sizes[l], (n) => [
        ["result", [`a[${l}][${n}] = `, ...parts(n), " = ", result((r) => r.a[l][0][n], `a[${l}][${n}]`)]],
      ]),
    ],
  };
}

/** @returns {Said} */
function lossSaid(_, { sizes, loss }) {
  const L = sizes.length - 1;
  const output = (n) => a(L, n, { mark: 1, show: (v) => `a ${format(v)}` });
  const target = (n) => number((r) => r.y[n], { mark: 2, show: (v) => `y ${format(v)}` });
  const sum = number((r) => lossNumbers(loss, r.a[L][0], r.y, r.loss));
  /** @type {[string, any[]][]} */
  const written = sizes[L] <= 2 ? [["numbers", ["= ", sum]]] : [];
  return {
    title: "The loss",
    words: () => "One number: how wrong the output is. The way back starts here.",
    lines: [
      ["formula", [term("loss", "now"), ` = ${lossFormula(loss, sizes[L])}`]],
      ...each(sizes[L], (n) => [["numbers", ["with ", output(n), ", ", target(n)]]]),
      ...written,
      ["result", ["= ", result((r) => r.loss, "loss")]],
    ],
  };
}

/** delta of a whole layer in one step. @returns {Said} */
function layerDeltaSaid({ l }, { sizes, loss }) {
  const last = slopeCancels(loss) ? " = a − y" : ` = dL/da * f'(z[${l}])`;
  const formula = l < sizes.length - 1 ? ` = (delta[${l + 1}] @ W[${l + 1}].T) * f'(z[${l}])` : last;
  return {
    title: `delta of layer ${l}`,
    words: () => "The slope of the loss along each z of the layer.",
    lines: [
      ["formula", [term(`delta[${l}]`, "now"), formula]],
      ...each(sizes[l], (n) => [named(`delta[${l}][${n}]`, (r) => r.delta[l][0][n])]),
    ],
  };
}

/** delta of an output whose slope cancels. @returns {Said} */
function outputDeltaSaid({ l, j }) {
  const symbols = [term(neuronName(l, j), 1), " − ", term(`y[${j}]`, 2)];
  const how = (m) =>
    inSum(
      (r) => [[r.a[l][0][j]], [r.y[j]]],
      (r) => r.delta[l][0][j],
      m,
    );
  const target = number((r) => r.y[j], { mark: 2, ...how(1) });
  return {
    title: `delta[${l}][${j}]: the output's error`,
    words: () => "The slope of the loss along z. With this loss the output's own slope cancels.",
    lines: [
      ["formula", [term(`delta[${l}][${j}]`, "now"), " = ", ...symbols]],
      ["numbers", ["= ", a(l, j, { mark: 1, ...how(0) }), " − ", target]],
      ["result", ["= ", result((r) => r.delta[l][0][j], `delta[${l}][${j}]`)]],
    ],
  };
}

/** delta of one neuron: what arrives, times the slope here. @returns {Said} */
function deltaSaid({ l, j }, { sizes, activations, loss }) {
  const L = sizes.length - 1;
  const from = l < L ? "arrives" : loss === "mse" ? `2·(a − y) / ${sizes[L]}` : "(a − y)";
  const symbols = [term(from, 1), " · ", term(`f'(z[${l}][${j}])`, 2)];
  const how = (at) =>
    inSum(
      (r) => [[r.arrives[l][0][j], slope(r)]],
      (r) => r.delta[l][0][j],
      0,
      at,
    );
  const arrives = number((r) => r.arrives[l][0][j], { kind: "delta", mark: 1, ...how(0) });
  const slope = (r) => r.slope[l][0][j];
  return {
    title: `delta[${l}][${j}]: ${l < L ? "a hidden neuron's error" : "the output's error"}`,
    words: () => "What comes from above passes through the activation: times its slope at this z.",
    lines: [
      ["formula", [term(`delta[${l}][${j}]`, "now"), " = ", ...symbols]],
      ["numbers", [`f'(z) = ${ACTIVATIONS[activations[l - 1]].says} = `, number(slope)]],
      ["numbers", ["= ", arrives, " · ", number(slope, { mark: 2, ...how(1) })]],
      ["result", ["= ", result((r) => r.delta[l][0][j], `delta[${l}][${j}]`)]],
    ],
  };
}

/** What arrives at a neuron, product by product. @returns {Said} */
function arrivesSaid({ l, j, k }, { sizes }) {
  const above = l + 1;
  const n = sizes[above];
  const so = (r) => r.delta[above][0].slice(0, k + 1).reduce((sum, d, m) => sum + d * r.W[above][j][m], 0);
  const shown = [...Array(n).keys()];
  const line = (parts) => sumOf(shown, n, (m) => (m > k ? [term("…")] : parts(m)));
  const products = (r) => r.delta[above][0].slice(0, k + 1).map((d, m) => [d, r.W[above][j][m]]);
  const how = (m, at) => ({ mark: mark(m, at + 1), ...inSum(products, so, m, at) });
  const mark = (m, which) => (m === k ? which : undefined);
  const symbols = (m) => [
    term(`delta[${above}][${m}]`, mark(m, 1)),
    " · ",
    term(`W[${above}][${j}, ${m}]`, mark(m, 2)),
  ];
  const numbers = (m) => [delta(above, m, how(m, 0)), " · ", W(above, j, m, how(m, 1))];
  return {
    title: `What arrives at ${neuronName(l, j)}`,
    words: () =>
      n === 1
        ? "Back over the weight that led forward: delta above times that weight."
        : `Back over the weights that led forward: ${n} arrows, ${n} products, one sum. This is arrow ${k + 1}.`,
    lines: [
      ["formula", [term("arrives", "now"), " = ", ...line(symbols)]],
      ["numbers", ["= ", ...line(numbers)]],
      ["result", ["= ", result(so, `arrives[${l}][${j}]`), ...(k < n - 1 ? [" so far"] : [])]],
    ],
  };
}

/** dW of a whole layer in one step. @returns {Said} */
function layerSlopesSaid({ l }, { sizes }) {
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

/** @returns {Said} */
function weightSlopeSaid({ l, i, j }) {
  const name = `dW[${l}][${i}, ${j}]`;
  const how = (at) =>
    inSum(
      (r) => [[r.a[l - 1][0][i], r.delta[l][0][j]]],
      (r) => r.dW[l][i][j],
      0,
      at,
    );
  const symbols = [term(neuronName(l - 1, i), 1), " · ", term(`delta[${l}][${j}]`, 2)];
  return {
    title: `${name}: slope along one weight`,
    words: (r) =>
      `Raise this weight by 0.01, and the loss changes by about ${raised(r.dW[l][i][j])}. The weight itself stays for now.`,
    lines: [
      ["formula", [term(name, "now"), " = ", ...symbols]],
      ["numbers", ["= ", a(l - 1, i, { mark: 1, ...how(0) }), " · ", delta(l, j, { mark: 2, ...how(1) })]],
      ["result", ["= ", result((r) => r.dW[l][i][j], name)]],
    ],
  };
}

/** @returns {Said} */
function biasSlopesSaid({ l }, { sizes }) {
  return {
    title: `Slopes along the biases of layer ${l}`,
    words: () => "A bias is a weight from an input that is always 1, so its slope is delta itself.",
    lines: [
      ["formula", [term(`db[${l}]`, "now"), " = ", term(`delta[${l}]`, 1)]],
      ...each(sizes[l], (n) => [named(`db[${l}][${n}]`, (r) => r.db[l][n])]),
    ],
  };
}

/** @returns {Said} */
function updateSaid(_, __, { all, selected, rate }) {
  const parameters = all.filter(({ kind }) => kind === "W" || kind === "b");
  const chosen = parameters.find((place) => nameOf(place) === selected) ?? parameters[0];
  const of = (r, { kind, l, i, j }) => (kind === "W" ? [r.W[l][i][j], r.dW[l][i][j]] : [r.b[l][j], r.db[l][j]]);
  const show = (v) => signed(v, 4);
  const after = (place) => (r) => of(r, place)[0] - rate() * of(r, place)[1];
  const old = (place) => number((r) => of(r, place)[0], { kind: "w", show });
  const next = (place) => number(after(place), { mark: "now", name: `new ${nameOf(place)}`, show });
  const four = (value) => decimalsOf(value, 4);
  const how = (m) => ({
    show: (_, r) =>
      bracketed(workedProducts([[of(r, chosen)[0]], [of(r, chosen)[1], rate()]], after(chosen)(r), four)[m][0]),
  });
  const slope = number((r) => of(r, chosen)[1], { kind: "delta", ...how(1) });
  const others = parameters.length > MANY ? [] : parameters.filter((place) => place !== chosen);
  return {
    title: "The update: old → new",
    words: (r) =>
      "Only now do weights change, all at once. " +
      `With the new ones the loss would be ${format(r.newLoss)} instead of ${format(r.loss)}.`,
    lines: [
      ["formula", [term("new W[l]", "now"), ` = W[l] − ${rate()} · dW[l]`]],
      ["numbers", [`${nameOf(chosen)} = `, { ...old(chosen), ...how(0) }, ` − ${rate()} · `, slope]],
      ["result", ["= ", next(chosen)]],
      ...others.map((place) => ["old-new", [`${nameOf(place)} `, old(place), " → ", next(place)]]),
    ],
  };
}

/** What one step says. @returns {Said} */
export function says(step, { spec, all, selected, rate }) {
  const { kind, l, j } = step;
  const isLast = l === spec.sizes.length - 1;
  let said = {
    ...{ start: startSaid, z: sumSaid, a: activationSaid, loss: lossSaid, arrives: arrivesSaid },
    ...{ delta: deltaSaid, dW: weightSlopeSaid, db: biasSlopesSaid, update: updateSaid },
  }[kind];
  if (kind === "delta" && isLast && slopeCancels(spec.loss)) said = outputDeltaSaid;
  if (j === undefined && kind === "delta") said = layerDeltaSaid;
  if (j === undefined && kind === "dW") said = layerSlopesSaid;
  return said(step, spec, { all, selected, rate });
}
