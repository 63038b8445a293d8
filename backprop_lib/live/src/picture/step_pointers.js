// The numbers of a step, pointed at where they stand in the stepper's picture: factors and result.

import { signed } from "../core/numbers.js";
import { slopeCancels } from "../core/pass.js";
import { write } from "../page/dom.js";
import { marked } from "./equation_parts.js";
import { chord, fit, forms } from "./fit.js";

const FEW = 12; // weights of a layer whose new values are written beside the old ones
const FONTS = { delta: 14, made: 11.5 }; // px of a large picture, as in network_view.css

/** A smaller font for a text; the next frame's own style takes it away again. */
export const shrink = (element, size) =>
  write(element, { style: `${element.getAttribute("style") ?? ""};font-size:${size}px` });

/** As `fit`, but the fullest text in a smaller font comes before a shorter one: a step's own number. */
export function fitFull(texts, room, size, bold = false) {
  const full = fit(texts.slice(0, 1), room, size, bold);
  return full.text ? full : fit(texts, room, size, bold);
}

/** Marks in the room that there is, in a smaller font where it has to be. */
function makeFitted({ mark, graph }) {
  /** As wide as the label's place allows. */
  const markLabel = (element, which, texts, { wide }) => {
    const sign = marked("", which);
    const marks = [...texts].map((one) => sign + one);
    const { text, size } = fitFull(marks, wide - 6, 12);
    if (!text) return;
    mark(element, which, text.slice(sign.length));
    if (size) shrink(element, size);
  };
  /** Around a neuron: as wide as the place of that part allows. */
  const markPart = (node, part, which, text = node[part].textContent) => {
    const sign = marked("", which);
    const texts = [text, text.replace(/^δ |from loss |arrives |slope /g, "")].map((one) => sign + one);
    const font = graph.at().size === "large" ? FONTS[part] : 11.5;
    const { text: said, size } = fit(texts, node.places[part].room, font, true);
    if (!said) return;
    mark(node[part], which, said.slice(sign.length));
    if (size) shrink(node[part], size);
  };
  return { markLabel, markPart };
}

/** What a part of the stepper's picture needs to point at numbers.
 * @typedef {{parts, layer: (l: number) => any[], mark, markLabel, markPart, target: () => void, digits: () => number, graph, spec}} Pointing */

/** z and a of a layer, and the loss. @param {Pointing} pointing */
function pointForward({ parts: { L, end }, layer, mark, target, digits, graph }) {
  return {
    z({ l }, record) {
      for (const item of layer(l)) {
        mark(item.name, "now", `z[${l}][${item.j}]`);
        const room = chord(graph.at().radius, 8, 8);
        const { text, size } = fitFull([...forms(record.z[l][0][item.j], digits())], room, 13.8, true);
        write(item.z, { text });
        if (size) shrink(item.z, size);
      }
    },
    a({ l }) {
      for (const item of layer(l)) mark(item.name, "now", `a[${l}][${item.j}]`);
    },
    loss() {
      mark(end.title, "now", "loss");
      for (const item of layer(L)) mark(item.name, 1);
      target();
    },
  };
}

/** The deltas, what arrives at a neuron, and the slopes dW and db. @param {Pointing} pointing */
function pointBackward({ parts: { L, node, edge }, layer, mark, markLabel, markPart, target, digits, spec }) {
  return {
    delta({ l, j }) {
      for (const item of layer(l)) if (j === undefined || item.j === j) markPart(item, "delta", "now");
      if (j === undefined) return;
      const { made, name } = node(l, j);
      if (l === L && slopeCancels(spec.loss)) {
        mark(name, 1);
        target();
      } else if (made.textContent)
        markPart(node(l, j), "made", 1, made.textContent.replace("× ", `× ${marked("", 2)}`));
    },
    arrives({ l, j, k }, record) {
      const { label, place } = edge(l + 1, j, k);
      if (place) markLabel(label, 2, forms(record.W[l + 1][j][k], digits(), true), place);
      markPart(node(l + 1, k), "delta", 1);
    },
    dW({ l, i, j }, record) {
      if (j === undefined) return;
      const from = node(l - 1, i);
      if (from && !from.isPixel) mark(from.name, 1);
      markPart(node(l, j), "delta", 2);
      const { labelSlope, place } = edge(l, i, j);
      const slopes = forms(record.dW[l][i][j], digits(), true, (text) => `dW ${text}`);
      if (place) markLabel(labelSlope, "now", slopes, place);
    },
    db({ l }, record) {
      for (const item of layer(l)) {
        const slope = record.db[l][item.j];
        markPart(item, "delta", 1);
        if (!item.places.made.room) continue; // among small neurons the card alone says it
        mark(item.made, "now", `db ${signed(slope, digits())}`);
        write(item.made, { "data-db": slope });
      }
    },
  };
}

/** The new weights and biases, beside the old ones. @param {Pointing} pointing */
function pointUpdate({ parts: { nodes, edges }, mark, markLabel, digits, graph, spec }) {
  return {
    update(_, __, more) {
      for (const { l, i, j, k, place, label, labelSlope } of edges) {
        const few = spec.sizes[l - 1] * spec.sizes[l] <= FEW || k === more.selected;
        if (!place || !few) continue;
        const now = more.W[l][i][j];
        const text = place.slope ? labelSlope : label; // in the place of the old one where there is one line
        markLabel(text, "now", forms(now, digits(), true), place);
        write(text, { "data-new": now });
      }
      if (graph.at().size === "small") return;
      for (const { l, j, made } of nodes.filter((item) => item.l > 0)) {
        const now = more.b[l][j];
        mark(made, "now", `b ${signed(now, digits())}`);
        write(made, { "data-new": now });
      }
    },
  };
}

/**
 * The factors and the result of a step, where they stand in the picture: a function for each kind.
 * @param {{parts, mark, graph, spec}} options
 */
export function makePointers({ parts, mark, graph, spec }) {
  const target = () => {
    if (parts.end.target.textContent) mark(parts.end.target, 2);
  };
  const digits = () => (graph.at().narrow ? 2 : 3);
  /** Neurons of a layer that have texts. */
  const layer = (l) => parts.nodes.filter((item) => item.l === l && !item.isPixel);
  const pointing = { parts, layer, mark, target, digits, graph, spec, ...makeFitted({ mark, graph }) };
  return { ...pointForward(pointing), ...pointBackward(pointing), ...pointUpdate(pointing) };
}
