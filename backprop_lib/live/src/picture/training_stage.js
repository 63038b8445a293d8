// The picture of one run: the network, what it answers, the gradient's size. Made anew for a new run.

import { isNormalized, partsSaid } from "../core/layer_parts.js";
import { format, grouped, nameOf, unpack } from "../core/numbers.js";
import { makeReader } from "../core/training_frame.js";
import { html, write } from "../page/dom.js";
import { itemSaid } from "../page/network_words.js";
import { connectHands } from "../page/pointer_keys.js";
import { makeSeldom } from "../page/seldom.js";
import { makeAnswers } from "./answer_picture.js";
import { makeDigitPad } from "./digit_pad.js";
import { makeGraph } from "./graph.js";
import { makeNormBars } from "./gradient_bars.js";
import { choose as chooseLayout } from "./layout.js";
import { makeLegend } from "./legend.js";

const SOON = 60; // ms between two messages of a dragged weight
const REST = 300; // ms without a key after which a weight that keys move counts as let go
const WORDS = 400; // ms between two tellings of what a screen reader may look up

/** A hand on a weight: it is told at once, then every SOON ms, and held until it is let go. */
function makeHand({ root, all, P, send, ask, canMove, signal }) {
  let held = null; // {k, value}: the parameter under a hand
  const seldom = makeSeldom(send, SOON);
  let resting = 0;
  signal.addEventListener("abort", () => {
    seldom.stop();
    clearTimeout(resting);
  });
  const hand = {
    values: [], // the run's, with what is held
    grab() {},
    undo() {},
    redo() {},
    rowOf: (k) => k < P,
    value: (k) => (held?.k === k ? held.value : (hand.values[k] ?? 0)),
    move(k, value) {
      if (k >= P || !canMove()) return;
      held = { k, value };
      seldom.tell({ do: "set", name: nameOf(all[k]), value, hold: true });
      clearTimeout(resting);
      if (!root.hasAttribute("data-dragging")) resting = setTimeout(hand.drop, REST);
      ask();
    },
    drop() {
      if (!held) return;
      clearTimeout(resting);
      seldom.now();
      send({ do: "drop" });
      hand.values[held.k] = held.value;
      held = null;
    },
    /** New numbers of the run, but for what is held. */
    take(values) {
      hand.values = values;
      if (held) values[held.k] = held.value;
      return values;
    },
  };
  return hand;
}

/** An edge or a neuron, as attributes for a screen reader; an input or the loss is no slider here. */
function attributesOf(item, record, { all, values, range }) {
  const { l, j, k } = item;
  if (l === undefined) return { "aria-label": `loss ${format(record.loss)}` };
  if (l === 0) return { "aria-label": `input ${nameOf(all[k])} ${format(record.a[0][0][j])}` };
  return itemSaid(item, record, { all, deltas: true, value: values[k], range });
}

/** What a screen reader may look up of every edge and neuron, and of the answers: told now and then. */
function makeWords({ graph, answers, all, P, range, canMove }) {
  let told = 0;
  for (const item of graph.items) {
    if (item.k >= P || item.l === 0 || item.l === undefined) write(item.group, { role: "img" });
  }
  return (record, values, { resting, right }) => {
    const now = performance.now();
    if (!resting && now - told <= WORDS) return;
    told = now;
    const off = canMove() ? null : "true";
    for (const item of graph.items) {
      write(item.group, { ...attributesOf(item, record, { all, values, range }), "aria-disabled": off });
    }
    graph.tell(record);
    answers.describe(right);
  };
}

/** A pad for a digit of one's own, where the samples are pictures; what was drawn is shown until a sample is chosen. */
function makePad({ spec, on, ask }) {
  if (!spec.image_shape || !spec.classes) return null;
  return makeDigitPad({ shape: spec.image_shape, classes: spec.sizes.at(-1), on, changed: ask });
}

/** The picture, and under it what its numbers are of. */
function makeElement(spec, graph, choice) {
  const isNorm = isNormalized(spec);
  const { rows, of } = spec;
  const some = rows < of ? `the first ${grouped(rows)} of ${grouped(of)} samples` : "all samples";
  const legend = makeLegend(
    `a, δ: the chosen sample${isNorm ? ", by running statistics, as what it answers" : ""}. ` +
      `dW, loss: ${some}${isNorm ? ", by their own mean and variance, as in training" : ""}. ` +
      `Drag a weight.${partsSaid(spec)}`,
  );
  const note = choice.note ? html("p", { class: "bp-note" }, `Left out of the picture: ${choice.note}.`) : "";
  return html("div", { class: "bp-stage" }, graph.element, note, legend.element);
}

/**
 * @param {{spec, root, first: Float64Array, send, ask, chooseSample, canMove, on, signal: AbortSignal}} options
 *   `first`: the numbers of the first frame, `send` a message to the kernel, `ask` for a frame,
 *   `canMove`: whether somebody hears of a moved weight, `on` listens until the run ends, as `signal` says
 */
export function makeStage({ spec, root, first, send, ask, chooseSample, canMove, on, signal }) {
  const reader = makeReader(spec);
  const { all, P } = reader;
  const { X, y } = reader.data(spec);
  const index = new Map(all.map((place, k) => [nameOf(place), k]));
  const choice = chooseLayout(spec.sizes, unpack(reader.values(first), spec.sizes).W, spec.image_shape);
  const graph = makeGraph({ spec, choice, index, ask });
  const pad = makePad({ spec, on, ask });
  const choose = (s) => {
    pad?.leave();
    chooseSample(s);
    ask();
  };
  const answers = makeAnswers({ spec, X, y, choose, on, hands: { send, canMove, signal, ask } });
  const bars = makeNormBars(spec.sizes.length - 1);
  const hand = makeHand({ root, all, P, send, ask, canMove, signal });
  hand.take(reader.values(first));
  let selected = -1;
  let record = null;

  const select = (k) => {
    selected = k;
    ask();
  };
  connectHands({ graph, root, state: hand, select, range: spec.range, shared: false, on });
  for (const type of ["pointerup", "pointercancel"]) on(graph.element, type, hand.drop);
  const say = makeWords({ graph, answers, all, P, range: spec.range, canMove });
  const beside = pad ? html("div", {}, answers.element, pad.element) : answers.element;

  return {
    graph,
    answers: { ...answers, element: beside },
    bars,
    element: makeElement(spec, graph, choice),
    /** @param {{numbers, picture, loss, sample, palette, resting: boolean, right: string}} moment */
    paint({ numbers, picture, loss, sample, palette, resting, right }) {
      const values = hand.take(reader.values(numbers));
      const drawn = pad?.sample();
      record = reader.record(numbers, values, loss, sample, drawn);
      const deltas = !drawn || drawn.y !== null;
      graph.paint(record, { palette, deltas, showZ: false, before: null, differs: new Set(), selected });
      pad?.paint(drawn ? record : null, palette);
      answers.paint({ picture, palette, sample });
      bars.paint(reader.lengths(numbers));
      say(record, values, { resting, right });
    },
    /** The weight or bias under the hand: its name, value, and of a weight its slope. */
    chosen() {
      if (selected < 0 || selected >= P || !record) return null;
      const { kind, l, i, j } = all[selected];
      const slope = kind === "W" ? record.dW[l][i][j] : null;
      return { name: nameOf(all[selected]), value: hand.values[selected], slope };
    },
    move: (value) => hand.move(selected, value),
    /** Other rows of the same run: points that a hand drew, or a cell gave. */
    data(now) {
      const rows = reader.data(now);
      answers.data?.(rows.X, rows.y, now.drawn ?? 0);
    },
  };
}
