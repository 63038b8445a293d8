// The data sets of points, drawn as backprop_lib/datasets.py draws them: a test holds them to it.
// Rows of X and y, as plain arrays of numbers.

import { makeRandom } from "./random.js";

const DATA_SEED = 0; // the player's seed is of the weights; the data stay
const range = (n) => Array.from({ length: n }, (_, s) => s);
const oneHot = (classes) => (label) => range(classes).map((k) => Number(k === label));
const column = (label) => [label];
/** @returns {[number, number]} */
const polar = (radius, angle) => [radius * Math.cos(angle), radius * Math.sin(angle)];

/** Class numbers in mixed order, as many of each, and the stream that they came from. */
function mixedLabels(n, classes) {
  const random = makeRandom(DATA_SEED);
  return { random, labels: random.permutation(range(n).map((s) => s % classes)) };
}

/** The rows with noise on each number. */
function noisy(X, noise, random) {
  const width = X[0].length;
  const drawn = random.normal(noise, X.length * width);
  return X.map((row, s) => row.map((value, i) => value + drawn[s * width + i]));
}

function xor() {
  const X = [0, 1].flatMap((first) => [0, 1].map((second) => [first, second]));
  return { X, y: X.map(([first, second]) => [first ^ second]) };
}

function moons(noise) {
  const { labels, random } = mixedLabels(200, 2);
  const angle = random.uniform(0, Math.PI, 200);
  const X = labels.map((label, s) => {
    const [x, y] = polar(1, angle[s] + Math.PI * label);
    const middle = label ? 0.5 : -0.5;
    return [x + middle, y + 0.5 * middle];
  });
  return { X: noisy(X, noise, random), y: labels.map(column) };
}

function circles(noise) {
  const { labels, random } = mixedLabels(200, 2);
  const angle = random.uniform(0, 2 * Math.PI, 200);
  const X = labels.map((label, s) => polar(label ? 0.5 : 1, angle[s]));
  return { X: noisy(X, noise, random), y: labels.map(column) };
}

function spirals(noise, arms) {
  const { labels, random } = mixedLabels(300, arms);
  const squares = random.uniform(0.2 ** 2, 1.4 ** 2, 300);
  const X = labels.map((label, s) => {
    const radius = Math.sqrt(squares[s]);
    return polar(radius, 2 * Math.PI * (radius / 1.4 + label / arms));
  });
  return { X: noisy(X, noise, random), y: labels.map(arms === 2 ? column : oneHot(arms)) };
}

/** 0 in the half with the upper bulge, 1 in the other, 2 in the dots. */
function partOfYinYang([x, y]) {
  const [above, below] = [Math.hypot(x, y - 0.5), Math.hypot(x, y + 0.5)];
  if (Math.min(above, below) < 0.2) return 2;
  return above <= 0.5 || (x < 0 && below > 0.5) ? 0 : 1;
}

function yinYang(noise) {
  const { labels, random } = mixedLabels(300, 3);
  const X = labels.map(() => polar(0, 0));
  for (let missing = range(300); missing.length; ) {
    const squares = random.uniform(0, 1, missing.length);
    const angle = random.uniform(0, 2 * Math.PI, missing.length);
    missing.forEach((s, n) => {
      X[s] = polar(Math.sqrt(squares[n]), angle[n]);
    });
    missing = missing.filter((s) => partOfYinYang(X[s]) !== labels[s]);
  }
  return { X: noisy(X, noise, random), y: labels.map(oneHot(3)) };
}

function curve(noise) {
  const { random } = mixedLabels(100, 1);
  const X = Array.from(random.uniform(-1.5, 1.5, 100), (x) => [x]);
  return {
    X,
    y: noisy(
      X.map(([x]) => [Math.sin(Math.PI * x)]),
      noise,
      random,
    ),
  };
}

/** By their names: from the noise to X and y. @type {Record<string, (noise: number) => {X: number[][], y: number[][]}>} */
export const DATASETS = {
  ...{ xor, moons, circles, curve, yin_yang: yinYang },
  spirals: (noise) => spirals(noise, 2),
  spirals3: (noise) => spirals(noise, 3),
};
