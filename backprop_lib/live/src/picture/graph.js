// The picture of the network. Its elements are made once; paint() and place() only set attributes.

import { nameOf } from "../core/numbers.js";
import { svg, write } from "../page/dom.js";
import { makeLabelled, RANK } from "./edges_labelled.js";
import { largestOf, madeSaid, paintDelta, paintEdge, paintEnd, paintLabel, paintNeuron } from "./graph_paint.js";
import { makeEdge, makeEnd, makeNeuron } from "./graph_parts.js";
import { placeEdge, placeEnd, placeLabel, placeNeuron, placeSkip } from "./graph_parts.js";
import { arrange, leastWidth, withLineBelow, wordsOf } from "./layout.js";

const MORE = 72; // px: "⋮ 55 more"

/** All elements: in reading order `items`: a neuron, then the edges that leave it; arrow keys walk along it. */
function makeParts({ spec, choice, index }) {
  const L = spec.sizes.length - 1;
  const keyOf = (l, j) => index.get(l === 0 ? `x[${j}]` : `b[${l}][${j}]`);
  const nodes = choice.shown.map((n, l) =>
    Array.from({ length: n }, (_, j) => makeNeuron(l, j, keyOf(l, j), l === 0 && !!choice.image)),
  );
  const edges = choice.edges.map(([l, i, j]) => makeEdge(l, i, j, index.get(nameOf({ kind: "W", l, i, j }))));
  const end = makeEnd(index.get("y[0]"), nodes[L].length);
  const skips = spec.residual.flatMap((skip, m) =>
    skip ? nodes[m + 1].map(({ j }) => ({ l: m + 1, j, path: svg("path", { class: "bp-skip" }) })) : [],
  );
  const flat = nodes.flat();
  const leave = (node) => edges.filter((edge) => edge.l === node.l + 1 && edge.i === node.j);
  const items = [...flat.flatMap((node) => [node, ...leave(node)]), end];
  const more = spec.sizes.map((n, l) =>
    choice.shown[l] < n ? svg("text", { class: "bp-more" }, `⋮ ${n - choice.shown[l]} more`) : null,
  );
  const below = svg("text", { class: "bp-name", "text-anchor": "start", "aria-hidden": "true" });
  const layer = (name, ...parts) => svg("g", { class: `bp-layer-${name}` }, ...parts);
  const element = svg(
    "svg",
    { class: "bp-graph", role: "group" },
    svg("g", { "aria-hidden": "true" }, ...skips.map(({ path }) => path)),
    layer("to-loss", ...end.lines),
    layer("edges", ...edges.map((edge) => edge.group)),
    layer("grounds", ...flat.flatMap((node) => node.ground ?? [])),
    layer("labels", ...edges.map((edge) => edge.texts), below), // over all lines; what is near them keeps off
    layer("more", ...more.filter(Boolean)),
    layer("nodes", ...flat.map((node) => node.group), end.group),
  );
  return { element, flat, edges, skips, end, items, below, more, L };
}

/** Call `changed` with the neuron under the pointer, or null, when that is another. */
function hearHand(element, flat, changed) {
  let under = null;
  for (const type of ["pointerover", "pointerout"]) {
    element.addEventListener(type, (event) => {
      const group = type === "pointerover" ? event.target.closest?.(".bp-node") : null;
      const node = flat.find((one) => one.group === group) ?? null;
      if (node === under) return;
      under = node;
      changed(node);
    });
  }
}

/** In what order the edges of a crowd get a label; null: none. */
function rankOf(edge, { record, chosen, how: { selected, before }, wanted, under }) {
  const { l, i, j, k } = edge;
  if (wanted.has(edge)) return RANK.spoken;
  if (k === selected) return RANK.selected;
  const isInto = (node) => node?.l === l && node.j === j;
  if (isInto(under)) return RANK.underHand;
  if (isInto(chosen)) return RANK.intoSelected;
  const old = before?.W[l][i][j];
  return old !== undefined && Math.abs(old - record.W[l][i][j]) >= 5e-4 ? RANK.changed : null;
}

/** The labels of the edges. In a crowd those have one that a hand, the selection or a view asks for.
 * @param {any} parts @param {{isLaboratory: boolean, ask: () => void, at: () => any, truthOf}} options */
function makeLabels({ element, flat, edges, below }, { isLaboratory, ask, at, truthOf }) {
  const labelled = makeLabelled(edges, isLaboratory);
  let under = null; // the neuron under the pointer
  let wanted = new Set(); // edges that a view speaks of
  let last = null; // what was painted

  hearHand(element, flat, (node) => {
    under = node;
    if (labelled.isCrowded()) ask();
  });

  function paint(record, how) {
    last = { record, how };
    const chosen = flat.find((node) => node.k === how.selected);
    labelled.ask((edge) => rankOf(edge, { record, chosen, how, wanted, under }), at().below).forEach(placeLabel);
    const told = edges.find(({ place }) => place?.below);
    write(below, { text: told ? nameOf({ kind: "W", ...told }) : "", ...at().below });
    for (const edge of edges) paintLabel(edge, record, how, { at: at(), truthOf });
  }

  return {
    place: labelled.place,
    isCrowded: labelled.isCrowded,
    paint,
    /** Give these edges their labels in a crowd, too. @param {any[]} some of the items */
    want(some) {
      if (some.length === wanted.size && some.every((edge) => wanted.has(edge))) return;
      wanted = new Set(some);
      if (last && labelled.isCrowded()) paint(last.record, last.how);
    },
  };
}

/**
 * @param {{spec: any, choice: any, index: Map<string, number>, ask?: () => void}} options
 *   `ask` for a frame: in a crowd the neuron under the pointer shows its weights
 * @returns {{element: any, place(free: number, room?: number): void, paint(record, how): void, tell(record): void, want(edges): void,
 *   items: any[], at(): any}}
 */
export function makeGraph({ spec, choice, index, ask = () => {} }) {
  const parts = makeParts({ spec, choice, index });
  const { element, flat, edges, skips, end, items, more, L } = parts;
  const activations = ["identity", ...spec.activations]; // by layer; the input is as it is
  let at = null; // the arrangement in force

  const truthOf = (value) => (spec.laboratory ? value : null); // only the laboratory tells it
  const made = (record, node) => madeSaid(record, node, { L, loss: spec.loss, at });
  const labels = makeLabels(parts, { isLaboratory: Boolean(spec.laboratory), ask, at: () => at, truthOf });

  return {
    element,
    items,
    at: () => at,
    place(free, room) {
      const width = Math.max(free, leastWidth(choice));
      const isWide = width > free;
      write(element, { "data-wide": isWide, style: isWide ? `min-width:${width}px` : null });
      for (const words of wordsOf(choice)) {
        at = arrange(choice, width, words, room);
        labels.place(at);
        if (!labels.isCrowded()) break;
      }
      if (labels.isCrowded()) at = withLineBelow(at);
      write(element, { viewBox: `0 0 ${width} ${at.height}`, height: at.height, "data-size": at.size });
      for (const edge of edges) {
        placeEdge(edge, at);
        placeLabel(edge);
      }
      for (const skip of skips) placeSkip(skip, at);
      for (const node of flat) placeNeuron(node, at);
      placeEnd(end, at, L);
      more.forEach((words, l) => {
        const x = Math.max(MORE / 2, Math.min(width - MORE / 2, at.neurons[l][0].x)); // not out of the picture
        if (words) write(words, { x, y: at.neurons[l].at(-1).y + at.radius + 25 });
      });
    },
    /** @param {any} how {palette, deltas, showZ, selected, before, differs} */
    paint(record, how) {
      const largest = { W: largestOf(record.W), dW: largestOf(record.dW) };
      for (const edge of edges) paintEdge(edge, record, how, { at, largest });
      labels.paint(record, how);
      for (const node of flat) {
        const activation = activations[node.l];
        paintNeuron(node, record, how, { at, activation });
        if (node.l > 0) paintDelta(node, record, how, { at, activation, truthOf, made });
      }
      paintEnd(end, record, how);
    },
    /** The numbers of edges without a label, for who looks them up: no frame waits for them. */
    tell(record) {
      for (const { l, i, j, place, label, labelSlope } of edges) {
        if (place) continue;
        write(label, { "data-w": record.W[l][i][j] });
        write(labelSlope, { "data-dw": record.dW[l][i][j] });
      }
    },
    want: labels.want,
  };
}
