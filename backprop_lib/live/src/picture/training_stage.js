// The picture of one run: the network, what it answers, the gradient's size. Made anew for a new run.

import { makeAnswers } from "./answer_picture.js";
import { html, write } from "../page/dom.js";
import { makeGraph } from "./graph.js";
import { connectHands } from "../page/pointer_keys.js";
import { choose } from "./layout.js";
import { makeNormBars } from "./gradient_bars.js";
import { countScales, isNormalized, normsOf, partsSaid } from "../core/layer_parts.js";
import { format, nameOf, places, unpack } from "../core/numbers.js";
import { backward, forward } from "../core/pass.js";

const SOON = 60; // ms between two messages of a dragged weight
const REST = 300; // ms without a key after which a weight that keys move counts as let go
const WORDS = 400; // ms between two tellings of what a screen reader may look up

/** Rows of a matrix that came as bytes. */
function rows(bytes, width) {
  const all = numbersOf(bytes, Float64Array);
  return Array.from({ length: all.length / width }, (_, s) => Array.from(all.subarray(s * width, (s + 1) * width)));
}

/** A copy as a typed array: what a message brings may lie anywhere in its buffer. */
export const numbersOf = (bytes, Type) => new Type(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));

/**
 * @param {{spec, root, first: Float64Array, send, ask, chooseSample, signal}} options `first`: the
 *   numbers of the first frame, `send` a message to the kernel, `ask` for a frame
 */
export function makeStage({ spec, root, first, send, ask, chooseSample, signal }) {
  const { sizes } = spec;
  const L = sizes.length - 1;
  const all = places(sizes);
  const index = new Map(all.map((place, k) => [nameOf(place), k]));
  const P = all.filter(({ kind }) => kind === "W" || kind === "b").length;
  const [X, y] = [rows(spec.X, sizes[0]), rows(spec.y, sizes[L])];
  const activations = [null, ...spec.activations];
  const residual = [null, ...spec.residual];
  const normalized = isNormalized(spec);
  const scalesAt = 2 * P + L; // after the numbers that every network has
  const runningAt = scalesAt + countScales(spec);
  const starts = unpack(Array.from(first.subarray(0, P)), sizes);
  const choice = choose(sizes, starts.W, spec.image_shape);
  const graph = makeGraph({ spec, choice, index });
  const answers = makeAnswers({ spec, X, y, choose: chooseSample, signal });
  const bars = makeNormBars(L);
  let held = null; // {k, value}: the parameter under a hand
  let waits = null;
  let timer = 0;
  let resting = 0;
  let selected = -1;
  let values = Array.from(first.subarray(0, P));
  let told = 0;
  let record = null;

  // ---- a hand on a weight: it is told at once, then every SOON ms, and held until it is let go
  function tell() {
    timer = waits ? setTimeout(tell, SOON) : 0;
    if (waits) send(waits);
    waits = null;
  }
  const state = {
    grab() {},
    undo() {},
    redo() {},
    rowOf: () => true,
    value: (k) => (held?.k === k ? held.value : values[k] ?? 0),
    move(k, value) {
      if (k >= P) return;
      held = { k, value };
      waits = { do: "set", name: nameOf(all[k]), value, hold: true };
      timer ||= setTimeout(tell, 0);
      clearTimeout(resting);
      if (!root.hasAttribute("data-dragging")) resting = setTimeout(drop, REST);
      ask();
    },
  };
  function drop() {
    if (!held) return;
    clearTimeout(timer);
    clearTimeout(resting);
    tell();
    send({ do: "drop" });
    values[held.k] = held.value;
    held = null;
  }
  const select = (k) => { selected = k; ask(); };
  connectHands({ graph, root, state, select, range: spec.range, shared: true, signal });
  for (const type of ["pointerup", "pointercancel"]) graph.element.addEventListener(type, drop, { signal });
  signal.addEventListener("abort", () => [timer, resting].forEach(clearTimeout));
  for (const item of graph.items) {
    if (item.k >= P || item.l === 0 || item.l === undefined) write(item.group, { role: "img" });
  }
  graph.element.setAttribute("aria-label", "network; arrow keys walk, up and down move a weight or a bias");

  function recordOf(numbers, loss, sample) {
    values = Array.from(numbers.subarray(0, P));
    if (held) values[held.k] = held.value;
    const gradient = unpack(Array.from(numbers.subarray(P, 2 * P)), sizes);
    const { W, b } = unpack(values, sizes);
    const [scales, running] = [numbers.subarray(scalesAt, runningAt), numbers.subarray(runningAt)].map((part) => Array.from(part));
    const network = { W, b, activations, norms: normsOf(spec, scales, running), residual };
    const passed = forward(network, [X[sample]]);
    const back = backward(network, passed, [y[sample]], spec.loss);
    const shown = {
      ...passed, ...network, x: X[sample], y: y[sample], loss, arrives: back.arrives, slope: back.slope,
      delta: back.delta, dW: gradient.W,
    };
    return { ...shown, truth: shown, own: null };
  }

  function describe() {
    for (const { l, i, j, k, weight, group } of graph.items) {
      if (weight) {
        write(group, {
          "aria-label": `weight ${nameOf(all[k])}, slope dW ${format(record.dW[l][i][j])}`,
          "aria-valuenow": values[k], "aria-valuetext": format(values[k]),
          "aria-valuemin": spec.range[0], "aria-valuemax": spec.range[1],
        });
      } else if (l === undefined) write(group, { "aria-label": `loss ${format(record.loss)}` });
      else if (l === 0) write(group, { "aria-label": `input ${nameOf(all[k])} ${format(record.a[0][0][j])}` });
      else {
        write(group, {
          "aria-label": `neuron a[${l}][${j}], activation ${format(record.a[l][0][j])}, delta ${format(record.delta[l][0][j])}, bias`,
          "aria-valuenow": values[k], "aria-valuetext": format(values[k]),
          "aria-valuemin": spec.range[0], "aria-valuemax": spec.range[1],
        });
      }
    }
  }

  const notes = choice.note ? html("p", { class: "bp-note" }, `Left out of the picture: ${choice.note}.`) : "";
  return {
    graph, answers, bars, P, L,
    element: html("div", { class: "bp-stage" }, graph.element, html("p", { class: "bp-legend" },
      `a, δ: the chosen sample${normalized ? ", by running statistics, as what it answers" : ""}. dW (thin line beside an edge), ` +
      `loss: all samples${normalized ? ", by their own mean and variance, as in training" : ""}. Edge: solid + / dashed −; drag one.${partsSaid(spec)}`), notes),
    /** @param {{numbers, picture, loss, sample, palette, resting: boolean}} moment */
    paint({ numbers, picture, loss, sample, palette, resting, right }) {
      record = recordOf(numbers, loss, sample);
      graph.paint(record, { palette, deltas: true, showZ: false, before: null, differs: new Set(), selected });
      answers.paint({ picture, palette, sample });
      bars.paint(Array.from(numbers.subarray(2 * P, 2 * P + L)));
      const now = performance.now();
      if (resting || now - told > WORDS) {
        told = now;
        describe();
        answers.describe(right);
      }
    },
    selectedText() {
      if (selected < 0 || selected >= P || !record) return "";
      const { kind, l, i, j } = all[selected];
      const slope = kind === "W" ? `, dW ${format(record.dW[l][i][j])}` : "";
      return `${nameOf(all[selected])} = ${format(values[selected])}${slope}`;
    },
  };
}
