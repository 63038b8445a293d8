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
  return { made, values, image, deltas, selected, controls: controls && [...new Set(controls)], more: header };
}

/** The header and values of what a view shows. @param {(ref: string) => any} widget */
export function take(model, widget) {
  const { sizes, activations, epsilon, momentum, residual, running, loss, image_shape, shared } = model.get("spec");
  const values = [...model.get("start")];
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
  for (const [name, { get }] of Object.entries(MORE)) {
    const value = get(model, widget);
    if (value !== undefined) header[name] = value;
  }
  return { header, values };
}

/** The state of a slider, as parameter_sliders.py makes it. */
function sliderOf(name, value, limit, loss) {
  let [min, max] = [Math.min(-limit, value), Math.max(limit, value)];
  if (name[0] === "y" && OUTPUT[loss] !== null) [min, max] = [0, 1];
  else if ("xy".includes(name[0])) [min, max] = [Math.min(-2, value), Math.max(2, value)];
  return { value, min, max, step: null, parameter: name, description: name };
}

/** Of a view's own: what else its state holds; `put` checks it and returns what puts it back. */
const MORE = {
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

/** Whether a view shows any network, or any plain one; the others show the one that they were made of. */
function showsAny(view, { epsilon, residual }) {
  const isDense = !residual.includes(true) && epsilon.every((one) => one === null);
  return view === "network_view" || (view === "nudge_test" && isDense);
}

/**
 * Put a situation into a view's model; the view is mounted after it.
 * @param {ReturnType<typeof read>} situation
 * @param {{model: any, widget: (ref: string) => any, add: (state: any) => Promise<string>}} options
 *   `add` makes a slider and says its reference
 */
export async function put({ made, values, image, deltas, selected, controls, more }, { model, widget, add }) {
  const spec = model.get("spec");
  const isSame = Object.keys(made).every((key) => same(made[key], spec[key]));
  if (!isSame && !showsAny(model.get("_view"), made)) {
    throw new Error(`it holds a ${named(made)}, loss ${made.loss}, and this view is made for its own alone`);
  }
  const others = Object.entries(MORE).flatMap(([name, { get, put: checked }]) => {
    const isThere = more[name] !== undefined && get(model, widget) !== undefined;
    return isThere ? [checked(model, widget, more[name], selected)] : [];
  });
  const parameters = values.slice(0, count(made));
  const limit = parameters.reduce((most, one) => Math.max(most, Math.ceil(1.5 * Math.abs(one))), 4);
  const names = places(made.sizes, made.epsilon).map(nameOf);
  const shared = controls === null && parameters.length > MANY;
  const shown = controls ?? (shared ? [selected] : names);
  const sliders = [];
  for (const name of shown) sliders.push(await add(sliderOf(name, values[names.indexOf(name)], limit, made.loss)));
  const own = isSame && spec.own; // a function of the learner's was for that network
  const now = { ...spec, ...made, image_shape: image, range: [-limit, limit], shared, own };
  model.set({ spec: now, start: values, history: [], position: 0, deltas, selected });
  for (const set of others) set();
  model.set({ confirmed: [], own: {}, problem: {}, _sliders: sliders, _sample: null });
}
