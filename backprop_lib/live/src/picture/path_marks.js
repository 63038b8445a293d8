// The picture of the paths: the lit ones as arrows, and a path's factors as numbers, each with its sign.

import { makeArrows } from "./arrows.js";
import { svg, write } from "../page/dom.js";
import { fit } from "./fit.js";
import { format, neuronName, signed } from "../core/numbers.js";
import { factorOf } from "./path_list.js";
import { makeMarker, partsOf } from "./marked_parts.js";

/** The places that a path passes, from where it starts to the loss. */
function stops(factors) {
  const [first] = factors;
  const from = first.kind === "a" ? [[first.l, first.j]] : first.kind === "W" ? [[first.l - 1, first.i]] : [];
  const passed = factors.filter(({ kind }) => !["a", "one", "W"].includes(kind)).map(({ l, j }) => [l, j]);
  const once = new Map([...from, ...passed].map((place) => [String(place), place]));
  return [...once.values(), "loss"];
}

/** dL/da of each output, on its line to the loss. */
function makeFromLoss(graph, outputs) {
  const texts = outputs.map(() => svg("text", { class: "bp-label" }));
  graph.element.append(svg("g", { "aria-hidden": "true" }, ...texts));
  return {
    of: (node) => texts[outputs.indexOf(node)],
    clear() {
      for (const text of texts) write(text, { text: "" });
    },
    place() {
      const { neurons, loss, narrow, radius } = graph.at();
      outputs.forEach(({ l, j }, n) => {
        const from = neurons[l][j];
        const [dx, dy] = [loss.x - from.x, loss.y - from.y];
        const way = 0.5 + (radius - 46) / 2 / dx; // the middle of what is seen of the line
        const middle = { x: from.x + dx * way, y: from.y + dy * way - 9 };
        write(texts[n], narrow ? { x: loss.x, y: loss.y - 38 } : middle); // narrow: over the loss
      });
    },
  };
}

/** The edges whose weights paths pass. */
function passedBy(paths, edges) {
  const taken = paths.flat().filter(({ kind }) => kind === "W");
  const weights = new Set(taken.map(({ l, i, j }) => `${l},${i},${j}`));
  return edges.filter(({ l, i, j }) => weights.has(`${l},${i},${j}`));
}

/** Light the neurons and edges that paths pass, and the value of number `origin` that they start from. */
function light({ nodes, edges, end }, paths, passed, origin) {
  const on = new Set(paths.flatMap(stops).map(String));
  for (const { l, j, group } of nodes) write(group, { "data-lit": on.has(`${l},${j}`) });
  for (const edge of edges) {
    const state = { "data-lit": edge.k === origin || passed.includes(edge) };
    write(edge.group, state);
    write(edge.texts, state);
  }
  write(end.group, { "data-lit": true });
}

/** The steps of paths from place to place, each once. */
function stepsOf(paths) {
  const steps = paths.map(stops).flatMap((places) => places.slice(1).map((to, n) => [places[n], to]));
  return [...new Map(steps.map((step) => [String(step), step])).values()];
}

/** @param graph the picture. @returns {{paint(record, how)}} */
export function makePathMarks(graph) {
  const arrows = makeArrows(graph);
  const parts = partsOf(graph);
  const { nodes, edges } = parts;
  const fromLoss = makeFromLoss(
    graph,
    nodes.filter(({ l }) => l === nodes.at(-1).l),
  );
  const { mark, clear } = makeMarker();

  /** Factor n of a path as a number where it lies in the picture. */
  function markFactor({ kind, l, i, j }, n, value, deltas) {
    const { narrow, gap, radius } = graph.at();
    const node = parts.node(l, j);
    if (kind === "W") {
      const { label, place } = parts.edge(l, i, j);
      if (place) mark(label, n + 1, signed(value, narrow ? 2 : 3));
    } else if (kind === "a") mark(node.name, n + 1, neuronName(l, j));
    else if (kind === "f'(z") {
      mark(deltas ? node.made : node.delta, n + 1, `${narrow ? "" : "f' "}${format(value)}`);
    } else if (kind !== "one") {
      const word = kind === "dL/dz" ? "a − y = " : "dL/da = ";
      const texts = [word + format(value), format(value), format(value, 2)];
      const room = narrow ? 70 : gap - radius - 52; // between the neuron and the loss
      mark(fromLoss.of(node), n + 1, fit(texts, room - 18, 12, true).text);
    }
  }

  return {
    /** @param {any} record
     *  @param {{lit: any[][], whole: boolean, target: number[], origin: number, deltas}} how
     *    `lit`: the paths; `whole`: all of them at once; `target`: the neuron that they share;
     *    `origin`: the number of the value that they start from. */
    paint(record, { lit, whole, target, origin, deltas }) {
      clear();
      fromLoss.clear();
      for (const { name, named } of nodes) write(name, { text: named });
      fromLoss.place();
      const passed = passedBy(lit, edges);
      graph.want(whole ? [] : passed);
      light(parts, lit, passed, origin);
      if (!whole) lit[0].forEach((part, n) => markFactor(part, n, factorOf(part, record), deltas));
      else if (target.length) {
        const [l, j] = target;
        mark(parts.node(l, j).delta, "now", `δ ${signed(record.delta[l][0][j])}`);
      }
      arrows.paint(stepsOf(lit));
    },
  };
}
