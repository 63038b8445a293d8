// The picture of the network. Its elements are made once; paint() and place() only set attributes.

import { format, nameOf, plain, signed } from "../core/numbers.js";
import { flatWord, saturated, slopeCancels } from "../core/pass.js";
import { neuronColours } from "../page/colours.js";
import { svg, write } from "../page/dom.js";
import { makeEdge, makeEnd, makeNeuron, placeEdge, placeEnd, placeNeuron, placeSkip } from "./graph_parts.js";
import { arrange } from "./layout.js";

/** "", or the word for a neuron that passes almost nothing back. */
export function flatness(activation, slope) {
  return saturated(activation, slope) ? flatWord(activation) : "";
}

const signColour = (palette, value) => (value < 0 ? palette.delta_negative : palette.delta_positive);
/** "", or what a number was before a hand moved it, where that shows. */
function wasSaid(old, now, write_ = format) {
  if (old === undefined || write_(old) === write_(now)) return "";
  return `${now > old ? "▲" : "▼"} was ${write_(old)}`;
}

/** How a delta is made, in short: what arrives × the slope here (× gamma / √(var + ε)). */
function madeSaid(record, { l, j }, { L, loss, at }) {
  const arrives = record.arrives[l][0][j];
  const slope = record.slope[l][0][j];
  const norm = record.normalized?.[l];
  const cancels = l === L && slopeCancels(loss);
  if (norm) {
    const factors = [arrives, ...(cancels ? [] : [slope]), record.norms[l].gamma[j] / norm.s[j]];
    return factors.map((value) => format(value, 2)).join(" × ");
  }
  if (cancels) return `a ${format(record.a[L][0][j], 2)} − y ${format(record.y[j], 2)}`;
  if (at.narrow || at.size !== "large") return `${format(arrives, 2)} × ${format(slope, 2)}`;
  return `${l === L ? "from loss" : "arrives"} ${format(arrives)} × slope ${format(slope)}`;
}

function paintEdge(edge, record, how, { at, largest, beside }) {
  const { l, i, j, k } = edge;
  const { palette, deltas, before } = how;
  const [w, dw] = [record.W[l][i][j], record.dW[l][i][j]];
  const isSelected = how.selected === k;
  const [thin, thick] = { large: [0.8, 7.2], medium: [0.6, 4], small: [0.3, 2.2] }[at.size];
  write(edge.weight, {
    stroke: w < 0 ? palette.negative : palette.positive,
    "stroke-width": (thin + (thick * Math.abs(w)) / Math.max(1, largest.W)).toFixed(2),
    "stroke-dasharray": w < 0 ? "7 4" : null,
  });
  write(edge.slope, {
    stroke: signColour(palette, dw),
    "stroke-width": deltas ? ((thick * Math.abs(dw)) / largest.dW / 1.8).toFixed(2) : 0,
    "stroke-dasharray": dw < 0 ? "3 3" : null,
  });
  write(edge.group, { "data-selected": isSelected });
  const labelled = at.labels[l] !== null || isSelected;
  const digits = at.narrow ? 2 : 3;
  const mark = beside(how.differs.has(`dW[${l}][${i}, ${j}]`), record.truth.dW[l][i][j]);
  write(edge.label, { text: labelled ? signed(w, digits) : "", "data-w": w });
  write(edge.labelSlope, {
    text: labelled && deltas ? `dW ${signed(dw, digits)}${mark}` : "",
    "data-dw": dw,
    style: `fill:${signColour(palette, dw)}`,
  });
  const old = before?.W[l][i][j];
  const moved = labelled && old !== undefined && signed(old) !== signed(w);
  write(edge.was, { text: moved ? `was ${signed(old)}` : "" });
}

function paintNeuron(node, record, how, { at, activation }) {
  const { l, j } = node;
  const a = record.a[l][0][j];
  const { fill, ink } = neuronColours(how.palette, activation, a);
  write(node.shape, { fill });
  write(node.group, { "data-selected": how.selected === node.k });
  if (node.isPixel) return;
  const isSmall = at.size === "small";
  const showZ = how.showZ && l > 0 && !isSmall;
  const style = `fill:${ink}`;
  const text = at.size === "large" ? format(a) : plain(a, 2);
  write(node.a, { text, style, "data-a": a, x: node.x, y: node.y + (showZ ? 1 : 5) });
  write(node.z, { text: showZ ? `z ${format(record.z[l][0][j], 2)}` : "", style });
  write(node.was, { text: isSmall ? "" : wasSaid(how.before?.a[l][0][j], a) });
}

function paintDelta(node, record, how, { at, activation, beside, made }) {
  const { l, j } = node;
  const { deltas } = how;
  const d = record.delta[l][0][j];
  const word = flatness(activation, record.slope[l][0][j]);
  write(node.flat, { text: at.size === "small" ? "" : word });
  write(node.ring, { "data-flat": word !== "" });
  const mark = beside(how.differs.has(`delta[${l}][${j}]`), record.truth.delta[l][0][j]);
  const style = `fill:${signColour(how.palette, d)}`;
  write(node.delta, { text: deltas ? `δ ${signed(d)}${mark}` : "", style, "data-delta": d });
  const old = how.before?.delta[l][0][j];
  const hasRoom = deltas && at.size === "large";
  const moved = hasRoom && old !== undefined && format(old) !== format(d);
  write(node.wasDelta, { text: moved ? wasSaid(old, d, signed) : "" });
  write(node.made, { text: hasRoom && record.own === null ? made(record, node) : "" });
}

function paintEnd(end, record, { before, selected }) {
  write(end.value, { text: format(record.loss), "data-loss": record.loss });
  write(end.target, { text: record.y.length === 1 ? `y ${format(record.y[0], 2)}` : "" });
  write(end.was, { text: wasSaid(before?.loss, record.loss) });
  write(end.group, { "data-selected": selected === end.k });
}

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
  const element = svg(
    "svg",
    { class: "bp-graph", role: "group" },
    svg("g", { "aria-hidden": "true" }, ...skips.map(({ path }) => path)),
    svg("g", {}, ...end.lines),
    svg("g", {}, ...edges.map((edge) => edge.group)),
    svg("g", {}, ...edges.map((edge) => edge.texts)),
    svg("g", {}, ...flat.map((node) => node.group), end.group),
  );
  return { element, flat, edges, skips, end, items, L };
}

/**
 * @param {{spec: any, choice: any, index: Map<string, number>}} options
 * @returns {{element: any, place(width: number): void, paint(record, how): void, items: any[], at(): any}}
 */
export function makeGraph({ spec, choice, index }) {
  const { element, flat, edges, skips, end, items, L } = makeParts({ spec, choice, index });
  const activations = ["identity", ...spec.activations]; // by layer; the input is as it is
  let at = null; // the arrangement in force

  /** The mark of a wrong number; the laboratory shows the true one beside it, where there is room. */
  function beside(differs, truth) {
    if (!differs) return "";
    return spec.laboratory && at.size === "large" && !at.narrow ? ` ≠ ${signed(truth)}` : " ≠";
  }
  const made = (record, node) => madeSaid(record, node, { L, loss: spec.loss, at });

  return {
    element,
    items,
    at: () => at,
    place(width) {
      at = arrange(choice, width);
      write(element, { viewBox: `0 0 ${width} ${at.height}`, height: at.height, "data-size": at.size });
      for (const edge of edges) placeEdge(edge, at);
      for (const skip of skips) placeSkip(skip, at);
      for (const node of flat) placeNeuron(node, at, node.l === L);
      placeEnd(end, at, L);
    },
    /** @param {any} how {palette, deltas, showZ, selected, before, differs} */
    paint(record, how) {
      const most = (layers) => Math.max(1e-12, ...layers.slice(1).flat(2).map(Math.abs));
      const largest = { W: most(record.W), dW: most(record.dW) };
      for (const edge of edges) paintEdge(edge, record, how, { at, largest, beside });
      for (const node of flat) {
        const activation = activations[node.l];
        paintNeuron(node, record, how, { at, activation });
        if (node.l > 0) paintDelta(node, record, how, { at, activation, beside, made });
      }
      paintEnd(end, record, how);
    },
  };
}
