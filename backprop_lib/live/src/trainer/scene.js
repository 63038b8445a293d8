// What a player that no kernel trains starts from: backprop_lib/live/training_scene.py, in the page.
// What is offered and what was handed over stands in the view's `recipe`.

import { DATASETS } from "../core/datasets.js";
import { canDraw, drawn } from "../core/initializers.js";
import { countScales } from "../core/layer_parts.js";
import { matrixOf, numbersOf } from "../core/training_frame.js";

const OWN = "own"; // what was handed over: data, very weights, a mix of activations
const MOST_NEURONS = 256;
const OUTPUT_OF = { bce: "sigmoid", cross_entropy: "softmax" }; // of the losses that need one
const PYTHON = "needs Python, which does not run here: it is in the notebook.";

/** @typedef {{dataset: string, hidden: number[], activation: string, init: string, noise: number|null, seed: number}} Scene */
/** @typedef {{X: number[][], y: number[][]}} Data */

const sizesOf = (text) => (text.trim() ? text.replaceAll(",", " ").trim().split(/\s+/).map(Number) : []);

const CHECKS = {
  hidden(value) {
    const sizes = Array.isArray(value) ? value : sizesOf(value);
    if (sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= MOST_NEURONS)) return sizes;
    const expected = `the neurons of each hidden layer, from 1 to ${MOST_NEURONS}, such as 8, 8`;
    throw new RangeError(`hidden is ${value}; expected ${expected}.`);
  },
  noise(value) {
    if (value === null || (Number.isFinite(value) && value >= 0)) return value;
    throw new RangeError(`noise is ${value}; expected one number from 0, a standard deviation.`);
  },
  init(value) {
    if (value === OWN || canDraw(value)) return value;
    throw new RangeError(`init: "${value}" ${PYTHON}`);
  },
};

/** A network that was handed over, as far as it is known here. */
function readHanded(handed) {
  if (!handed) return null;
  const names = [...new Set(handed.activations.slice(0, -1))];
  return {
    ...handed,
    params: numbersOf(handed.params, Float64Array),
    running: numbersOf(handed.running, Float64Array),
    activation: names.length === 1 ? names[0] : OWN,
  };
}

/** Normalization and skips for other sizes: layer by layer as in what was handed over. */
function keptParts({ epsilon, momentum, residual, activations: own }, sizes, activations) {
  const entries = (each, none) => {
    const hidden = each.slice(0, -1);
    const more = new Array(sizes.length).fill(hidden.at(-1) ?? none);
    return [...[...hidden, ...more].slice(0, sizes.length - 2), each.at(-1)];
  };
  const skips = entries(residual, false);
  skips[skips.length - 1] &&= activations.at(-1) === own.at(-1);
  return {
    epsilon: entries(epsilon, null),
    momentum: entries(momentum, null),
    residual: skips.map((skip, m) => skip && sizes[m] === sizes[m + 1]),
  };
}

/** The scene with other choices; what depends on a new data set follows it. `lacks`: whether one is not here. */
function changed(scene, changes, { handed, recipe, lacks }) {
  if (changes.init === OWN && handed) {
    const { sizes, activation } = handed; // back to its very weights
    return { ...scene, hidden: sizes.slice(1, -1), activation, init: OWN };
  }
  let all = changes;
  const name = changes.dataset ?? scene.dataset;
  if (lacks(name)) throw new RangeError(`data set: "${name}" ${PYTHON}`);
  if (name !== scene.dataset) {
    if (name === OWN) {
      const { sizes, activation } = handed;
      return {
        ...scene,
        dataset: OWN,
        hidden: sizes.slice(1, -1),
        activation,
        init: OWN,
        noise: null,
      };
    }
    const { hidden, noise } = recipe.kinds[name];
    all = { hidden, noise, ...(scene.activation === OWN ? { activation: "tanh" } : {}), ...all };
  }
  const redraws = ["dataset", "hidden", "activation", "seed"].some((one) => one in all);
  if (scene.init === OWN && redraws) all = { init: recipe.redraw, ...all };
  const checked = Object.entries(all).map(([one, value]) => [one, CHECKS[one]?.(value) ?? value]);
  return { ...scene, ...Object.fromEntries(checked) };
}

/** The name of a scene's loss. */
function lossOf({ dataset, init }, handed, kinds) {
  if (dataset === OWN) return handed.loss;
  const kind = kinds[dataset];
  if (!handed?.loss) return kind.loss;
  const needs = OUTPUT_OF[handed.loss];
  const fits = needs ? needs === kind.output : kind.output !== "softmax";
  return init === OWN || fits ? handed.loss : kind.loss;
}

/** Running mean 0 and variance 1 of each normalized layer. */
function firstRunning(made) {
  const running = new Float64Array(countScales(made));
  let at = 0;
  made.epsilon.forEach((value, m) => {
    if (value === null) return;
    running.fill(1, at + made.sizes[m + 1], at + 2 * made.sizes[m + 1]);
    at += 2 * made.sizes[m + 1];
  });
  return running;
}

/** Layers and first numbers of a scene's network. @param {Scene} scene @param {Data} data */
function networkOf(scene, { X, y }, handed, kinds) {
  if (scene.init === OWN) {
    const { sizes, activations, epsilon, momentum, residual, params, running } = handed;
    return {
      spec: { sizes, activations, epsilon, momentum, residual },
      params,
      running,
    };
  }
  const sizes = [X[0].length, ...scene.hidden, y[0].length];
  const own = scene.dataset === OWN ? handed.activations.at(-1) : kinds[scene.dataset].output;
  const hidden = scene.activation === OWN ? "tanh" : scene.activation;
  const isMix = scene.activation === OWN && scene.hidden.length === handed.activations.length - 1;
  const activations = isMix ? handed.activations : [...scene.hidden.map(() => hidden), own];
  const none = (value) => activations.map(() => value);
  const plain = { epsilon: none(null), momentum: none(null), residual: none(false) };
  const made = { sizes, activations, ...(handed ? keptParts(handed, sizes, activations) : plain) };
  return {
    spec: made,
    params: drawn(made, CHECKS.init(scene.init), scene.seed),
    running: firstRunning(made),
  };
}

/**
 * The run's own scene and data (`ofRun`), and what comes of another one.
 * @param {any} recipe of the view @param {{choices: any, spec: any}} now what the kernel said last
 */
export function makeScenes(recipe, { choices: first, spec }) {
  const { kinds } = recipe;
  const handed = readHanded(recipe.handed);
  const read = ({ X, y }, sizes) => ({ X: matrixOf(X, sizes[0]), y: matrixOf(y, sizes.at(-1)) });
  const ofRun = read(spec, spec.sizes);
  /** Data that no formula draws, as they came in the state. @type {Map<string, Data>} */
  const known = new Map();
  if (!DATASETS[first.dataset] && !spec.placed) known.set(first.dataset, ofRun);
  if (handed?.X) known.set(OWN, read(handed, handed.sizes));
  const lacks = (name) => !DATASETS[name] && !known.has(name);
  const isFirst = ({ dataset }) => dataset === first.dataset; // for its data the given network fits
  return {
    /** @type {Scene} */
    scene: { ...first, hidden: sizesOf(first.hidden) },
    ofRun,
    changed: (scene, changes) => changed(scene, changes, { handed, recipe, lacks }),
    data: ({ dataset, noise }) => known.get(dataset) ?? DATASETS[dataset](noise),
    loss: (scene) => lossOf(scene, handed, kinds),
    network: (scene, data) => networkOf(scene, data, handed, kinds),
    /** What the menus show; `elsewhere`: data sets that are in the notebook alone. */
    choices: (scene) => ({
      ...{ ...first, ...scene, hidden: scene.hidden.join(", ") },
      inits: first.inits.filter((init) => init === scene.init || canDraw(init) || (init === OWN && isFirst(scene))),
      activations: first.activations.filter((name) => name !== OWN || scene.activation === OWN),
      elsewhere: first.datasets.filter(lacks),
    }),
  };
}
