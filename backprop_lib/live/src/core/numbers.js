// Numbers as a person reads them, and the flat list of a view's values as arrays.

const MINUS = "\u2212";

/**
 * So many decimals, and what is small in as many digits that say something: 0.531, 0.00448, 4.48e−4.
 * Where fewer than three are asked for there is no room: 0.08 stays 0.08.
 */
export function decimalsOf(value, digits = 3) {
  const size = Math.abs(value);
  const small = digits < 3 ? 0.5 * 10 ** -digits : 10 ** (1 - digits);
  if (size === 0 || (size >= small && size < 1e5)) return digits;
  return significant(value, Math.max(digits, 2));
}

/** The decimals of so many digits that say something. */
export const significant = (value, digits) => (value === 0 ? 0 : digits - 1 - Math.floor(Math.log10(Math.abs(value))));

/** A number with so many decimals; far from 1 with an exponent. */
export function written(value, decimals) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  const within = (digits) => Math.min(Math.max(digits, 0), 20);
  const isFar = size !== 0 && (size < 1e-3 || size >= 1e5);
  const text = isFar
    ? size.toExponential(within(decimals - significant(size, 1))).replace("-", MINUS)
    : size.toFixed(within(decimals));
  return value < 0 ? MINUS + text : text;
}

/** A number as every view writes it. */
export const format = (value, digits = 3) => written(value, decimalsOf(value, digits));

/** As `format`, but a whole number has no decimals: a target of 0 is 0, an answer of 0.00 is near it. */
export const targetSaid = (value, digits) => written(value, Number.isInteger(value) ? 0 : decimalsOf(value, digits));

/** Fixed decimals always, where there is no room for an exponent. */
export const plain = (value, digits) =>
  Math.abs(value) < 100 ? value.toFixed(digits).replace("-", MINUS) : format(value, 0);

/** With its sign always: weights and gradients. */
export const signed = (value, digits = 3) => (value > 0 ? "+" : "") + format(value, digits);

/** A whole number as the lessons write it: 12,000. */
export const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

const SUPERSCRIPT = { "-": "⁻", ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((digit, n) => [n, digit])) };

/** 10 to a whole power, as 10⁻³. */
export const power = (exponent) => `10${[...String(exponent)].map((sign) => SUPERSCRIPT[sign]).join("")}`;

/** Always with an exponent: −5.091 · 10⁻⁴. */
export function scientific(value, digits = 3) {
  if (!Number.isFinite(value) || value === 0) return value === 0 ? "0" : format(value);
  const [mantissa, exponent] = Math.abs(value).toExponential(digits).split("e");
  return `${value < 0 ? MINUS : ""}${mantissa} · ${power(Number(exponent))}`;
}

/** Two decimals where they say something, else a power of ten. */
export const brief = (value) =>
  value !== 0 && (Math.abs(value) < 0.01 || Math.abs(value) >= 1e4) ? scientific(value, 1) : format(value, 2);

/** As a factor in a product: negative numbers in brackets. */
export const bracketed = (text) => (text.startsWith(MINUS) ? `(${text})` : text);

const MOST = 12; // digits that a calculation is written with

/** Whether so many decimals are all that a number has. */
function isExact(value, decimals) {
  const rounded = Number(value.toFixed(Math.min(Math.max(decimals, 0), 20)));
  return Math.abs(rounded - value) <= 1e-9 * Math.abs(value);
}

/**
 * So many decimals that who calculates with the numbers gets the result as it is written, up to one
 * in its last digit: what rounding takes from them adds up to half of one, that of the result is the
 * other half. None has fewer decimals than it has elsewhere.
 * @param {number[][]} parts a number, and how far the result moves with it
 * @param {number} result
 * @param {(value: number) => number} places how many decimals a number has elsewhere
 * @returns {number[]} by number
 */
export function workedDecimals(parts, result, places = decimalsOf) {
  const rounded = parts.filter(([value]) => !isExact(value, places(value)));
  return parts.map((part) => {
    const [value, slope] = part;
    const share = rounded.length * Math.abs(slope);
    const isEnough = !rounded.includes(part) || !(share > 0 && share < Infinity);
    const needed = isEnough ? 0 : places(result) + Math.ceil(Math.log10(share) - 1e-9);
    return Math.max(places(value), Math.min(needed, significant(value, MOST)));
  });
}

/** The numbers, so written. @returns {string[]} */
export function worked(parts, result, places = decimalsOf) {
  const decimals = workedDecimals(parts, result, places);
  return parts.map(([value], n) => written(value, decimals[n]));
}

/**
 * The factors of a sum of products, so written.
 * @param {number[][]} products
 * @returns {string[][]}
 */
export function workedProducts(products, result, places = decimalsOf) {
  const slopeAt = (factors, n) => factors.reduce((all, value, m) => (m === n ? all : all * value), 1);
  const texts = worked(
    products.flatMap((factors) => factors.map((value, n) => [value, slopeAt(factors, n)])),
    result,
    places,
  );
  return products.map((factors) => texts.splice(0, factors.length));
}

/**
 * Where each of a view's values lives. The order is the core's: W[1] row by row, b[1], W[2], …,
 * gamma and beta of each normalized layer, then the inputs x and the targets y.
 * @param {number[]} sizes
 * @param {(number|null)[]} [epsilon] by layer after the input; null: not normalized
 * @returns {{kind: "W"|"b"|"gamma"|"beta"|"x"|"y", l: number, i: number, j: number}[]}
 */
export function places(sizes, epsilon = []) {
  const all = [];
  for (let l = 1; l < sizes.length; l++) {
    for (let i = 0; i < sizes[l - 1]; i++) {
      for (let j = 0; j < sizes[l]; j++) all.push({ kind: "W", l, i, j });
    }
    for (let j = 0; j < sizes[l]; j++) all.push({ kind: "b", l, i: -1, j });
  }
  epsilon.forEach((value, m) => {
    for (const kind of value === null ? [] : ["gamma", "beta"]) {
      for (let j = 0; j < sizes[m + 1]; j++) all.push({ kind, l: m + 1, i: -1, j });
    }
  });
  for (let j = 0; j < sizes[0]; j++) all.push({ kind: "x", l: 0, i: -1, j });
  for (let j = 0; j < sizes.at(-1); j++) all.push({ kind: "y", l: sizes.length, i: -1, j });
  return all;
}

/** The name a learner types for it: W[1][0, 2], b[1][2], gamma[1][2], x[0], y[0]. */
export function nameOf({ kind, l, i, j }) {
  if (kind === "W") return `W[${l}][${i}, ${j}]`;
  return kind === "x" || kind === "y" ? `${kind}[${j}]` : `${kind}[${l}][${j}]`;
}

/** Who computes the backward pass that is not the course's: a function by its name, or a mistake. */
export const whose = ({ laboratory, whose: name }) => (laboratory ? "the mistake" : name);

/** The neuron's own name: x[0] for an input, a[1][2] above. */
export const neuronName = (l, j) => (l === 0 ? `x[${j}]` : `a[${l}][${j}]`);

/** Flat values as W[l][i][j], b[l][j], so many gammas and betas as they are, x, y. */
export function unpack(values, sizes, count = 0) {
  const W = [null];
  const b = [null];
  let k = 0;
  for (let l = 1; l < sizes.length; l++) {
    W[l] = [];
    for (let i = 0; i < sizes[l - 1]; i++, k += sizes[l]) W[l].push(values.slice(k, k + sizes[l]));
    b[l] = values.slice(k, k + sizes[l]);
    k += sizes[l];
  }
  const scales = values.slice(k, k + count);
  k += count;
  return { W, b, scales, x: values.slice(k, k + sizes[0]), y: values.slice(k + sizes[0]) };
}
