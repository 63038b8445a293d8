// The stepper's picture: what is not computed yet is hidden, what is computed now carries its mark.

import { neuronName } from "../core/numbers.js";
import { write } from "../page/dom.js";
import { makeArrows } from "./arrows.js";
import { marked } from "./equation_parts.js";
import { forms } from "./fit.js";
import { makeMarker, partsOf } from "./marked_parts.js";
import { fitFull, makePointers, shrink } from "./step_pointers.js";

const MOST = 30; // arrows at once: more would hide the picture

/** Where numbers go in a step: pairs of places. */
function along({ kind, l, j, k }, { L, nodes, edges }) {
  const outputs = nodes.filter((item) => item.l === L);
  if (kind === "z") {
    return edges
      .filter((edge) => edge.l === l)
      .map((edge) => [
        [l - 1, edge.i],
        [l, edge.j],
      ]);
  }
  if (kind === "loss") return outputs.map((item) => [[L, item.j], "loss"]);
  if (kind === "delta" && l === L) {
    return outputs.filter((item) => j === undefined || item.j === j).map((item) => ["loss", [L, item.j]]);
  }
  if (kind === "delta" && j === undefined) {
    return edges
      .filter((edge) => edge.l === l + 1)
      .map((edge) => [
        [l + 1, edge.j],
        [l, edge.i],
      ]);
  }
  return kind === "arrives"
    ? [
        [
          [l + 1, k],
          [l, j],
        ],
      ]
    : [];
}

/** Hide what comes later. */
function hide(n, { nodes, edges, end }, when) {
  for (const { l, i, j, group, texts } of edges) {
    const state = { "data-when-z": when(n, "z", l), "data-when-dw": when(n, "dW", l, j, i) };
    write(group, state);
    write(texts, state);
  }
  for (const { l, j, group, name, isPixel } of nodes) {
    if (l === 0) {
      if (!isPixel) write(name, { text: neuronName(0, j) });
      continue;
    }
    write(group, {
      "data-when-z": when(n, "z", l),
      "data-when-a": when(n, "a", l),
      "data-when-delta": when(n, "delta", l, j),
    });
    write(name, { text: neuronName(l, j) });
  }
  write(end.title, { text: "loss" });
  write(end.group, { "data-when-loss": when(n, "loss") });
}

/** What a screen reader hears of a neuron or edge whose numbers are not there yet. */
function describe(n, { nodes, edges, end }, when) {
  const say = (group, ...change) => {
    write(group, { "aria-label": group.getAttribute("aria-label").replace(...change) });
  };
  for (const { l, j, i, group } of edges) {
    if (when(n, "dW", l, j, i) === "later") say(group, /, slope dW .*/, ", slope not computed yet");
  }
  for (const { l, j, group, isPixel } of nodes) {
    if (l === 0 || isPixel) continue;
    if (when(n, "a", l) === "later") say(group, /activation .*, bias/, "not computed yet, bias");
    else if (when(n, "delta", l, j) === "later") say(group, /, delta .*, bias/, ", delta not computed yet, bias");
  }
  if (when(n, "loss") === "later") write(end.group, { "aria-label": "loss not computed yet, target" });
}

/** The edges that a step speaks of one by one. */
function spokenOf(step, { edge }) {
  if (step.kind === "arrives") return [edge(step.l + 1, step.j, step.k)];
  return step.kind === "dW" && step.j !== undefined ? [edge(step.l, step.i, step.j)] : [];
}

/** Is an edge the one whose step this is? */
function isNow({ l, i, j }, step) {
  if (step.kind === "dW") return step.l === l && (step.j === undefined || (step.i === i && step.j === j));
  return step.kind === "arrives" && step.l + 1 === l && step.j === i && step.k === j;
}

/** The last step so far that brought something to a neuron: from where, and whether it is this one. */
function arrivedBy(steps, n, { l, j }) {
  const at = steps.slice(0, n + 1).findLastIndex((one) => one.kind === "arrives" && one.l === l && one.j === j);
  return { k: at < 0 ? -1 : steps[at].k, now: at === n };
}

/** @param {{graph, spec, steps: any[], when}} options @returns {{paint(record, n, more), tell(n)}} */
export function makeMarks({ graph, spec, steps, when }) {
  const parts = { ...partsOf(graph), L: spec.sizes.length - 1 };
  const arrows = makeArrows(graph);
  const marker = makeMarker();
  const point = makePointers({ parts, mark: marker.mark, graph, spec });

  /** What has arrived at a neuron whose delta is not known yet stands where delta will. */
  function arrived(n, record) {
    for (const item of parts.nodes) {
      const { l, j } = item;
      if (l === 0 || l === parts.L || item.isPixel) continue;
      const { k, now } = arrivedBy(steps, n, item);
      const waits = k >= 0 && when(n, "delta", l, j) === "later";
      write(item.group, { "data-arrived": waits });
      if (!waits) continue;
      const deltas = record.delta[l + 1][0].slice(0, k + 1);
      const sum = deltas.reduce((total, d, m) => total + d * record.W[l + 1][j][m], 0);
      const mark = now ? "now" : "arrived";
      const texts = [...forms(sum, graph.at().narrow ? 2 : 3, true)];
      const all = [...texts.map((text) => `arrives ${text}`), ...texts].map((text) => marked(text, mark));
      const font = graph.at().size === "large" ? 14 : 11.5;
      const { room } = item.places.delta;
      const { text, size } = fitFull(all, room, font, true);
      marker.mark(item.delta, mark, text.slice(marked("", mark).length));
      if (size) shrink(item.delta, size);
      write(item.delta, { "data-arrives": sum });
    }
  }

  return {
    paint(record, n, more) {
      const step = steps[n];
      marker.clear();
      graph.want(spokenOf(step, parts).filter(Boolean));
      hide(n, parts, when);
      write(graph.element, { "data-update": step.kind === "update" });
      for (const edge of parts.edges) write(edge.group, { "data-now": isNow(edge, step) });
      for (const { l, j, z, isPixel } of parts.nodes) {
        if (!isPixel && l > 0) write(z, { "data-z": record.z[l][0][j] });
      }
      point[step.kind]?.(step, record, more);
      arrived(n, record);
      describe(n, parts, when);
      const pairs = along(step, parts);
      arrows.paint(pairs.length <= MOST ? pairs : []);
      write(graph.element, { "data-way": ["z", "loss"].includes(step.kind) ? "forward" : "backward" });
    },
    /** Once the picture is told to a screen reader: what is not known yet is taken out. */
    tell: (n) => describe(n, parts, when),
  };
}
