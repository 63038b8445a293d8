// What the formula card says of a weight, a neuron, an input or the loss.

import { bracketed, format, nameOf, neuronName, whose, worked, workedProducts } from "../core/numbers.js";
import { off } from "../core/state.js";
import { ACTIVATIONS, flatness, slopeCancels } from "../core/pass.js";
import { lossFormula, lossSaid, raised } from "./loss_said.js";

/**
 * A line of the card: what kind it is, and its text for a record; an empty text hides it.
 * @typedef {[string, (record: any) => string]} Line
 */
/** @typedef {{title: string, words: string, lines: Line[]}} Card */

const FEW = 4; // terms of a sum that are written out

/** Terms 0 … n-1 joined by " + ", the middle left out where there are many. */
export function sum(n, term) {
  if (n <= FEW) return Array.from({ length: n }, (_, i) => term(i)).join(" + ");
  return `${term(0)} + ${term(1)} + … + ${term(n - 1)}`;
}

/** A sum of products with the numbers in it; what is left out of its middle needs no digits. */
function sumSaid(products, result, rest = []) {
  const n = products.length;
  const shown = n <= FEW ? products : [products[0], products[1], products[n - 1]];
  const all = [...shown, ...rest.map((value) => [value])];
  const texts = workedProducts(all, result).map((factors) => factors.map(bracketed).join("·"));
  const left = texts.splice(shown.length);
  return [sum(n, (i) => texts[i] ?? texts.at(-1)), ...left].join(" + ");
}

/** `a · b = product`, as a hand can multiply it. */
const productSaid = (factors, result, sign) =>
  `${workedProducts([factors], result)[0].map(bracketed).join(` ${sign} `)} = ${format(result)}`;

/** @returns {Line} the same number as a learner's function, or a mistake, computes it. */
const ownLine = (spec, name, number) => [
  "backward result",
  (r) => {
    if (!r.own) return "";
    const own = number(r.own);
    return `${whose(spec)}: ${name} = ${format(own)}${off(own, number(r.truth)) ? " ≠" : ""}`;
  },
];
/** What an equation gives, told apart from what somebody else's function gives. */
const truly = (r) => (r.own ? "right: " : "");

const delta = (l, j) => `delta[${l}][${j}]`;
const isNormalized = ({ epsilon }, l) => epsilon[l - 1] !== null;
const hasSkip = ({ residual }, l) => residual[l - 1];
const activationOf = ({ activations }, l) => activations[l - 1];

/** @returns {Line[]} z of a neuron: a sum of products. */
function sumLines({ sizes }, l, j) {
  const before = sizes[l - 1];
  const product = (n) => `${neuronName(l - 1, n)}·W[${l}][${n}, ${j}]`;
  return [
    ["formula", () => `z[${l}][${j}] = ${sum(before, product)} + b[${l}][${j}]`],
    [
      "numbers",
      (r) => {
        const products = r.a[l - 1][0].map((a, n) => [a, r.W[l][n][j]]);
        return `= ${sumSaid(products, r.z[l][0][j], [r.b[l][j]])}`;
      },
    ],
    ["result", (r) => `= ${format(r.z[l][0][j])}`],
  ];
}

/** @returns {Line[]} u of a neuron of a normalized layer. */
function normLines(l, j) {
  const at = `[${l}][${j}]`;
  return [
    ["formula", () => `u${at} = gamma${at}·(z − mean) / √(var + ε) + beta${at}`],
    [
      "numbers",
      (r) => {
        const { gamma, beta, mean, var: variance, epsilon } = r.norms[l];
        const { s: spread, zHat } = r.normalized[l];
        const steep = gamma[j] / spread[j];
        const [scale, z, middle, wide, shift] = worked(
          [
            [gamma[j], zHat[0][j]],
            [r.z[l][0][j], steep],
            [mean[j], steep],
            [variance[j], (steep * zHat[0][j]) / (2 * spread[j])],
            [beta[j], 1],
          ],
          r.u[l][0][j],
        );
        const centred = `(${z} − ${bracketed(middle)})`;
        return `= ${bracketed(scale)}·${centred} / √(${wide} + ${epsilon}) + ${bracketed(shift)}`;
      },
    ],
    ["result", (r) => `= ${format(r.u[l][0][j])}`],
  ];
}

/** @returns {Line[]} how a neuron gets its activation. */
function neuronLines(spec, l, j) {
  const name = activationOf(spec, l);
  const isNorm = isNormalized(spec, l);
  const seen = isNorm ? "u" : "z";
  const numbers = (r) => {
    if (name === "softmax") return `e^${seen} / Σ e^${seen}`;
    const skip = hasSkip(spec, l) ? [[r.a[l - 1][0][j], 1]] : [];
    const [at, ...more] = worked([[r.u[l][0][j], r.truth.slope[l][0][j]], ...skip], r.a[l][0][j]);
    return [`${name}(${at})`, ...more.map(bracketed)].join(" + ");
  };
  const skipped = hasSkip(spec, l) ? ` + ${neuronName(l - 1, j)}, by the skip` : "";
  return [
    ...sumLines(spec, l, j),
    ...(isNorm ? normLines(l, j) : []),
    ["formula", () => `a[${l}][${j}] = ${name}(${seen})${skipped}`],
    ["result", (r) => `= ${numbers(r)} = ${format(r.a[l][0][j])}`],
  ];
}

/** @returns {Line[]} from du, the slope along u, to delta, along z. */
function throughNorm(l, j) {
  const numbers = (r) => {
    const [du, gamma, spread, result] = [r.du[l][0][j], r.norms[l].gamma[j], r.normalized[l].s[j], r.delta[l][0][j]];
    const [first, second, third] = worked(
      [
        [du, gamma / spread],
        [gamma, du / spread],
        [spread, result / spread],
      ],
      result,
    );
    return `${bracketed(first)} × ${bracketed(second)} / ${third}`;
  };
  return [
    ["backward formula", () => `${delta(l, j)} = du × gamma / √(var + ε)`],
    ["backward result", (r) => `= ${numbers(r)} = ${format(r.delta[l][0][j])}`],
  ];
}

/** @returns {Line[]} what arrives at a neuron from the layer above, or from the loss. */
function arrivesLines(spec, l, j) {
  const { sizes, loss } = spec;
  if (l === sizes.length - 1) {
    return [
      ["backward formula", () => (loss === "mse" ? `from the loss: 2·(a − y) / ${sizes[l]}` : "from the loss: a − y")],
      ["backward numbers", (r) => `= ${format(r.truth.arrives[l][0][j])}`],
    ];
  }
  const above = l + 1;
  const skips = hasSkip(spec, above);
  const products = sum(sizes[above], (n) => `W[${above}][${j}, ${n}]·${delta(above, n)}`);
  const skipped = skips ? ` + what arrives at ${neuronName(above, j)}, by the skip` : "";
  const numbers = (r) => {
    const all = r.truth.delta[above][0].map((delta, n) => [r.W[above][j][n], delta]);
    return sumSaid(all, r.truth.arrives[l][0][j], skips ? [r.truth.arrives[above][0][j]] : []);
  };
  return [
    ["backward formula", () => `arrives from above: ${products}${skipped}`],
    ["backward numbers", (r) => `= ${numbers(r)} = ${format(r.truth.arrives[l][0][j])}`],
  ];
}

/** The activation's slope, as a formula. */
function slopeFormula(spec, l) {
  const name = activationOf(spec, l);
  const seen = isNormalized(spec, l) ? "u" : "z";
  if (hasSkip(spec, l)) return `slope of ${name} at ${seen}`; // then a is not the activation's own answer
  return ACTIVATIONS[name].says.replace("z", seen);
}

/** @returns {Line[]} how a neuron gets its delta. */
function deltaLines(spec, l, j) {
  const isLast = l === spec.sizes.length - 1;
  const isNorm = isNormalized(spec, l);
  const made = isNorm ? `du[${l}][${j}]` : delta(l, j);
  const along = isNorm ? (r) => r.du[l][0][j] : (r) => r.truth.delta[l][0][j];
  /** @type {Line[]} */
  const rest = [...(isNorm ? throughNorm(l, j) : []), ownLine(spec, delta(l, j), (numbers) => numbers.delta[l][0][j])];
  if (isLast && slopeCancels(spec.loss)) {
    const words =
      "The slope that starts the way back: how far the output is from its target. " +
      "With this loss the output's own slope cancels.";
    return [
      ["backward words", () => words],
      ["backward formula", () => `${made} = a − y`],
      [
        "backward result",
        (r) => {
          const [[a], [y]] = workedProducts([[r.a[l][0][j]], [r.y[j]]], along(r));
          return `${truly(r)}= ${a} − ${bracketed(y)} = ${format(along(r))}`;
        },
      ],
      ...rest,
    ];
  }
  const product = (r) => productSaid([r.truth.arrives[l][0][j], r.truth.slope[l][0][j]], along(r), "×");
  return [
    ...arrivesLines(spec, l, j),
    ["backward formula", () => `slope here: ${slopeFormula(spec, l)}`],
    [
      "backward numbers",
      (r) => {
        const slope = r.truth.slope[l][0][j];
        const word = flatness(activationOf(spec, l), slope);
        return `= ${format(slope)}${word ? `: ${word}, so little gets through` : ""}`;
      },
    ],
    ["backward formula", () => `${made} = ${isLast ? "from the loss" : "arrives"} × slope here`],
    ["backward result", (r) => `${truly(r)}= ${product(r)}`],
    ...rest,
  ];
}

/** @returns {Card} */
function weightCard(place, spec) {
  const { l, i, j } = place;
  const before = neuronName(l - 1, i);
  return {
    title: `Weight ${nameOf(place)}`,
    words: `From ${before} to ${neuronName(l, j)}.`,
    lines: [
      ...neuronLines(spec, l, j),
      ["backward formula", () => `dW[${l}][${i}, ${j}] = ${before} · ${delta(l, j)}`],
      [
        "backward result",
        (r) => `${truly(r)}= ${productSaid([r.a[l - 1][0][i], r.truth.delta[l][0][j]], r.truth.dW[l][i][j], "·")}`,
      ],
      ownLine(spec, `dW[${l}][${i}, ${j}]`, (numbers) => numbers.dW[l][i][j]),
      [
        "backward words",
        (r) =>
          `${r.own ? "The right slope" : "A slope"}: raise this weight by 0.01 and the loss changes by about ` +
          `${raised(r.truth.dW[l][i][j])}.`,
      ],
    ],
  };
}

/** @returns {Card} */
function neuronCard(place, spec) {
  const { l, j } = place;
  return {
    title: `Neuron ${neuronName(l, j)}`,
    words: `Its bias ${nameOf(place)} is a weight from an input that is always 1.`,
    lines: [
      ...neuronLines(spec, l, j),
      ...deltaLines(spec, l, j),
      ["backward formula", () => `db[${l}][${j}] = ${delta(l, j)}`],
      ["backward result", (r) => `${truly(r)}= ${format(r.truth.db[l][j])}`],
      ownLine(spec, `db[${l}][${j}]`, (numbers) => numbers.db[l][j]),
    ],
  };
}

/** @returns {Card} of gamma or beta */
function scaleCard(place, spec) {
  const { kind, l, j } = place;
  const isGamma = kind === "gamma";
  const zHat = (r) => r.normalized[l].zHat[0][j];
  /** @type {Line[]} */
  const slope = isGamma
    ? [
        ["backward formula", () => `dgamma[${l}][${j}] = du · (z − mean) / √(var + ε)`],
        ["backward result", (r) => `= ${productSaid([r.du[l][0][j], zHat(r)], r.dgamma[l][j], "·")}`],
      ]
    : [
        ["backward formula", () => `dbeta[${l}][${j}] = du`],
        ["backward result", (r) => `= ${format(r.dbeta[l][j])}`],
      ];
  return {
    title: `${isGamma ? "Scale" : "Shift"} ${nameOf(place)}`,
    words: `It ${isGamma ? "stretches" : "shifts"} the normalized z of ${neuronName(l, j)}.`,
    lines: [...neuronLines(spec, l, j), ...deltaLines(spec, l, j), ...slope],
  };
}

/** @returns {Card} */
function inputCard(place) {
  const { j } = place;
  return {
    title: `Input ${nameOf(place)}`,
    words: "An input is given, not learned. Layer 0 has no z and no delta.",
    lines: [["result", (r) => `a[0][${j}] = ${nameOf(place)} = ${format(r.a[0][0][j])}`]],
  };
}

/** @returns {Card} */
function lossCard(place, { sizes, loss }) {
  const L = sizes.length - 1;
  return {
    title: "The loss",
    words: `Target ${nameOf(place)}: what the output should be.`,
    lines: [
      ["formula", () => `loss = ${lossFormula(loss, sizes[L])}`],
      ["numbers", (r) => (sizes[L] <= 2 ? `= ${lossSaid(loss, r.a[L][0], r.y, r.loss)}` : "")],
      ["result", (r) => `= ${format(r.loss)}`],
    ],
  };
}

const CARDS = { W: weightCard, b: neuronCard, gamma: scaleCard, beta: scaleCard, x: inputCard, y: lossCard };

/** @returns {Card} what the card says of a place (a weight, a neuron by its bias, …) */
export const cardOf = (place, spec) => CARDS[place.kind](place, spec);
