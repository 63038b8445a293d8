// What a view of a network shows, taken from its model; and put into it, from a text or a file that
// somebody else wrote: every part is checked before the view sees any.

import { countScales } from "../core/layer_parts.js";
import { nameOf, places } from "../core/numbers.js";
import { ACTIVATIONS } from "../core/pass.js";
import { compute, SAME } from "../core/state.js";

/** @typedef {{sizes: number[], activations: string[], epsilon: (number|null)[], residual: boolean[],
 *   running: number[], loss: string, momentum?: (number|null)[]}} Made what a network is made of, as a view's `spec` has it */

const OUTPUT = { squared_error: null, mse: null, bce: "sigmoid", cross_entropy: "softmax" }; // that a loss needs
const MANY = 40; // more parameters share one slider: parameter_sliders.py
const isWhole = (value) => Number.isInteger(value) && value >= 1;
const isNumbers = (list) => Array.isArray(list) && list.every(Number.isFinite);
const isOf = (table, name) => typeof name === "string" && Object.hasOwn(table, name);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
export const named = ({ sizes }) => `network ${sizes.join("-")}`;

function must(holds, words) {
  if (!holds) throw new Error(`it holds no network that can be shown: ${words}`);
}

/** How many weights, biases, gammas and betas. */
export const count = (made) =>
  made.sizes.slice(1).reduce((sum, n, l) => sum + n * (made.sizes[l] + 1), 0) + countScales(made);

export const fits = (loss, { activations, residual }) => {
  const output = activations.at(-1);
  return OUTPUT[loss] === null ? output !== "softmax" : OUTPUT[loss] === output && !residual.at(-1);
};

/** What a network is made of, checked. @returns {Made} */
export function checkMade({ sizes, activations, epsilon, residual, running, loss }, many) {
  must(Array.isArray(sizes) && sizes.length > 1 && sizes.every(isWhole), "its sizes are no whole numbers from 1");
  must(sizes.reduce((sum, n) => sum + n, 0) <= many, "it has more neurons than numbers");
  const L = sizes.length - 1;
  const layers = (list, test) => Array.isArray(list) && list.length === L && list.every(test);
  const isKnown = (name, l) => isOf(ACTIVATIONS, name) || (name === "softmax" && l === L - 1);
  must(layers(activations, isKnown), "an activation is unknown");
  must(
    layers(epsilon, (one) => one === null || (Number.isFinite(one) && one > 0)),
    "its normalization",
  );
  must(
    layers(residual, (one, l) => one === false || (one === true && sizes[l] === sizes[l + 1])),
    "its skips",
  );
  must(isOf(OUTPUT, loss) && fits(loss, { activations, residual }), "its loss does not fit its output");
  const made = { sizes, activations, epsilon, residual, running, loss };
  must(isNumbers(running) && running.length === countScales(made), "its running statistics");
  for (let l = 0, at = 0; l < L; l++) {
    if (epsilon[l] === null) continue;
    const variance = running.slice(at + sizes[l + 1], at + 2 * sizes[l + 1]);
    must(!variance.some((one) => one < 0), "a running variance is below 0");
    at += 2 * sizes[l + 1];
  }
  return made;
}

/** The layers of a header as a spec has them, checked. */
export function layersOf({ sizes, activations, normalization, residual, running, loss }, many) {
  must(Array.isArray(sizes) && Array.isArray(activations), "its layers");
  must(!normalization || Array.isArray(normalization), "its normalization");
  const none = (value) => activations.map(() => value);
  const part = (k) => (normalization ? normalization.map((one) => one?.[k] ?? null) : none(null));
  const plain = { epsilon: part(0), residual: residual || none(false), running: running ?? [] };
  const made = checkMade({ sizes, activations, loss, ...plain }, many);
  const momentum = part(1);
  const holds = momentum.every((one) => one === null || (one >= 0 && one <= 1));
  must(holds, "its normalization");
  return { ...made, momentum };
}

/** @param {Made} made */
export function checkValues(made, values) {
  const { sizes } = made;
  const expected = count(made) + sizes[0] + sizes.at(-1);
  must(values.length === expected, `it has ${values.length} numbers for ${named(made)}, expected ${expected}`);
  must(isNumbers(values), "a number is not finite");
  const y = values.slice(-sizes.at(-1));
  must(OUTPUT[made.loss] === null || y.every((one) => one >= 0 && one <= 1), "a target is outside 0 … 1");
  must(Number.isFinite(compute(values, made).loss), "its loss overflows");
}

/** The situation that a state's header and values tell. */
export function read(header, values) {
  const { image, deltas, selected, controls } = header;
  const made = layersOf(header, values.length);
  const { sizes, epsilon } = made;
  checkValues(made, values);
  const names = new Set(places(sizes, epsilon).map(nameOf));
  must(typeof deltas === "boolean", "whether deltas are shown");
  must(names.has(selected), "what is selected is not in it");
  const isList = Array.isArray(controls) && controls.length > 0;
  must(controls === null || (isList && controls.every((one) => names.has(one))), "a slider is of nothing in it");
  const isImage = image === null || (Array.isArray(image) && image.every(isWhole) && image[0] * image[1] === sizes[0]);
  must(isImage && (image === null || image.length === 2), "its picture has other pixels than inputs");
  const before = header.before ?? [];
  const isOne = (k, was) => Number.isInteger(k) && k >= 0 && k < values.length && Number.isFinite(was);
  must(
    Array.isArray(before) && before.every((one) => Array.isArray(one) && isOne(one[0], one[1])),
    "what it was before",
  );
  const start = [...values];
  for (const [k, was] of before) start[k] = was;
  checkValues(made, start);
  return { made, values, start, image, deltas, selected, controls: controls && [...new Set(controls)], more: header };
}

/** The header and values of what a view shows. @param {(ref: string) => any} widget */
export function take(model, widget) {
  const { sizes, activations, epsilon, momentum, residual, running, loss, image_shape, shared } = model.get("spec");
  const start = model.get("start");
  const values = [...start];
  for (const { changes } of model.get("history").slice(0, model.get("position"))) {
    for (const [k, , value] of changes) values[k] = value;
  }
  const names = places(sizes, epsilon).map(nameOf);
  const sliders = model.get("_sliders").map(widget);
  for (const slider of sliders) {
    const k = names.indexOf(slider.get("parameter")); // a hand may not have let go of it yet
    if (Math.abs(slider.get("value") - values[k]) >= SAME) values[k] = slider.get("value");
  }
  const controls = shared ? null : sliders.map((slider) => slider.get("parameter"));
  const header = { sizes, activations, loss, image: image_shape, deltas: model.get("deltas") };
  Object.assign(header, { selected: model.get("selected"), controls });
  if (epsilon.some((one) => one !== null) || residual.includes(true)) {
    Object.assign(header, { normalization: epsilon.map((one, m) => one && [one, momentum[m]]), residual, running });
  }
  const { asked, laboratory, blind, seed } = model.get("spec");
  if (laboratory) Object.assign(header, { blind, seed });
  if (asked) {
    const before = start.flatMap((was, k) => (was === values[k] ? [] : [[k, was]]));
    Object.assign(header, { asked, before });
  }
  for (const [name, { get }] of Object.entries(MORE)) {
    const value = get(model, widget);
    if (value !== undefined) header[name] = value;
  }
  return { header, values };
}

/** The state of a slider, as parameter_sliders.py makes it; it goes to all these `ends`, too. */
function sliderOf(name, value, limit, loss, ends) {
  const reach = "xy".includes(name[0]) ? 2 : limit;
  let [min, max] = [Math.min(-reach, value, ...ends), Math.max(reach, value, ...ends)];
  if (name[0] === "y" && OUTPUT[loss] !== null) [min, max] = [0, 1];
  return { value, min, max, step: null, parameter: name, description: name };
}

/** The questions of Predict, as far as they are answered; what is true the view finds anew. */
const quiz = {
  get: (model) =>
    model.get("questions") && {
      ...{ number: model.get("number"), picked: model.get("picked") },
      answers: model.get("answers").map(([n, said]) => [n, said]),
    },
  put(model, _, { number, picked, answers }) {
    const questions = model.get("questions");
    const isAnswer = (/** @type {any} */ [n, said]) =>
      Number.isInteger(n) && Boolean(questions[n]?.options.includes(said));
    must(Array.isArray(answers) && answers.every((one) => Array.isArray(one) && isAnswer(one)), "its answers");
    must(new Set(answers.map(([n]) => n)).size === answers.length, "its answers");
    must(isAnswer([number, picked || questions[number]?.options?.[0]]), "its question");
    return () => model.set({ number, picked, answers: answers.map(([n, said]) => [n, said, null]) });
  },
};

/** The mistake of BugLab, or its riddle and what was said of it. */
const lab = {
  get(model, widget) {
    const { laboratory, blind } = model.get("spec");
    if (!laboratory) return undefined;
    if (blind) return { riddle: model.get("_riddle"), guess: model.get("_guess"), score: model.get("score") };
    const menu = widget(model.get("_menu"));
    const k = menu.get("index");
    return { mistake: k ? menu.get("_options_labels")[k] : null };
  },
  put(model, widget, told) {
    const menu = widget(model.get("_menu"));
    const names = menu.get("_options_labels").slice(1);
    if (!model.get("spec").blind) {
      must(told.mistake === null || names.includes(told.mistake), "its mistake");
      return () => menu.set("index", names.indexOf(told.mistake) + 1);
    }
    const { riddle, guess, score } = told;
    must(Number.isInteger(riddle) && names[riddle] && (guess === "" || names.includes(guess)), "its riddle");
    const [right, asked] = Array.isArray(score) ? score : [];
    must(Number.isInteger(right) && Number.isInteger(asked) && 0 <= right && right <= asked, "its score");
    return () => model.set({ _riddle: riddle, _guess: guess, score: [right, asked] });
  },
};

/** The samples of a laboratory: its own. */
const batch = {
  get: (model) => (model.get("spec").laboratory && model.get("_sample") ? model.get("spec").batch : undefined),
  put(model, _, told) {
    must(same(told, model.get("spec").batch), "its samples are others");
    return () => {};
  },
};
const sample = {
  get: (model, widget) => batch.get(model) && widget(model.get("_sample")).get("value"),
  put(model, widget, told) {
    must(Number.isInteger(told) && told in batch.get(model).X, "its sample");
    return () => widget(model.get("_sample")).set("value", told);
  },
};

function ofTrait(name, test) {
  return {
    get: (model) => model.get(name),
    put(model, _, value) {
      must(Number.isFinite(value) && test(value), `its ${name}`);
      return () => model.set(name, value);
    },
  };
}

/** A position along a slider of a view; `last` says where that ends, and nothing of another view. */
function ofSlider(last) {
  return {
    get: (model, widget) =>
      last(model, model.get("selected")) === undefined ? undefined : widget(model.get("slider")).get("value"),
    put(model, widget, value, selected) {
      const max = last(model, selected);
      must(Number.isInteger(value) && value >= 0 && value <= max, "where it stands");
      return () => widget(model.get("slider")).set({ value, max });
    },
  };
}

/**
 * Of a view's own: what else its state holds; `put` checks it and returns what puts it back.
 * @type {Record<string, {get: (...args: any[]) => any, put: (...args: any[]) => () => void}>}
 */
const MORE = {
  ...{ quiz, lab, batch, sample },
  step: ofSlider((model) => (model.get("steps") ? model.get("steps").length - 1 : undefined)),
  path: ofSlider((model, selected) => model.get("routes")?.[selected]?.length),
  learning_rate: ofTrait("learning_rate", (value) => value > 0),
  epsilon: {
    get: (model, widget) => model.get("_epsilon") && widget(model.get("_epsilon")).get("value"),
    put(model, widget, value) {
      must(value >= 1e-8 && value <= 0.1, "its epsilon");
      return () => widget(model.get("_epsilon")).set("value", value);
    },
  },
};

/** Whether a view shows any network, or any plain one; the others show the one that they were made of. */
function showsAny(view, { epsilon, residual }) {
  const isDense = !residual.includes(true) && epsilon.every((one) => one === null);
  return view === "network_view" || (view === "nudge_test" && isDense);
}

/**
 * Put a situation into a view's model; the view is mounted after it.
 * @param {Omit<ReturnType<typeof read>, "start"> & {start?: number[]}} situation
 * @param {{model: any, widget: (ref: string) => any, add: (state: any) => Promise<string>}} options
 *   `add` makes a slider and says its reference
 */
export async function put(situation, { model, widget, add }) {
  const { made, values, start = values, image, deltas, selected, controls, more } = situation;
  const spec = model.get("spec");
  const isSame = Object.keys(made).every((key) => same(made[key], spec[key]));
  if (!isSame && !showsAny(model.get("_view"), made)) {
    throw new Error(`it holds a ${named(made)}, loss ${made.loss}, and this view is made for its own alone`);
  }
  const { asked } = spec;
  if (asked && !same(asked, more.asked)) throw new Error("it asks other questions than this view");
  const others = Object.entries(MORE).flatMap(([name, { get, put: checked }]) => {
    const isThere = more[name] !== undefined && get(model, widget) !== undefined;
    must(!isThere || more[name] !== null, `its ${name}`);
    return isThere ? [checked(model, widget, more[name], selected)] : [];
  });
  const parameters = values.slice(0, count(made));
  const limit = parameters.reduce((most, one) => Math.max(most, Math.ceil(1.5 * Math.abs(one))), 4);
  const names = places(made.sizes, made.epsilon).map(nameOf);
  const shared = controls === null && parameters.length > MANY;
  const shown = controls ?? (shared ? [selected] : names);
  const sliders = [];
  for (const name of shown) {
    const k = names.indexOf(name);
    const moves = (asked?.move ?? []).filter(([moved]) => moved === name);
    const ends = [start[k], ...moves.map(([, by]) => start[k] + by)];
    sliders.push(await add(sliderOf(name, values[k], limit, made.loss, ends)));
  }
  const own = isSame && spec.own; // a function of the learner's was for that network
  const now = { ...spec, ...made, image_shape: image, range: [-limit, limit], shared, own };
  const changes = values.flatMap((value, k) => (value === start[k] ? [] : [[k, start[k], value]]));
  const history = changes.length ? [{ label: "before the link", changes }] : [];
  const _sample = batch.get(model) ? model.get("_sample") : null;
  model.set({ spec: now, start, history, position: history.length, deltas, selected });
  for (const set of others) set();
  model.set({ start, confirmed: [], own: {}, problem: {}, _sliders: sliders, _sample }); // another sample moves the start
}
