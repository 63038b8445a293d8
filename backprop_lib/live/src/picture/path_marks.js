// The picture of the paths: the lit ones as arrows, and a path's factors as numbers, each with its sign.

import { makeArrows } from "./arrows.js";
import { svg, write } from "../page/dom.js";
import { format, neuronName, signed } from "../core/numbers.js";
import { factorOf } from "./path_list.js";
import { marked } from "./equation_parts.js";

/** The places that a path passes, from where it starts to the loss. */
function stops(factors) {
  const [first] = factors;
  const from = first.kind === "a" ? [[first.l, first.j]] : first.kind === "W" ? [[first.l - 1, first.i]] : [];
  const passed = factors.filter(({ kind }) => !["a", "one", "W"].includes(kind)).map(({ l, j }) => [l, j]);
  const once = new Map([...from, ...passed].map((place) => [String(place), place]));
  return [...once.values(), "loss"];
}

/** @param graph the picture. @returns {{paint(record, how)}} */
export function makePathMarks(graph) {
  const arrows = makeArrows(graph);
  const nodes = graph.items.filter((item) => item.shape);
  const edges = graph.items.filter((item) => item.weight);
  const end = graph.items.at(-1);
  const outputs = nodes.filter(({ l }) => l === nodes.at(-1).l);
  const fromLoss = outputs.map(() => svg("text", { class: "bp-label" })); // dL/da, on the line to the loss
  graph.element.append(svg("g", { "aria-hidden": "true" }, ...fromLoss));
  let last = []; // texts that carry a mark

  function mark(element, text, which) {
    write(element, { text: marked(text, which), "data-mark": which });
    last.push(element);
  }

  function clear() {
    for (const element of last) write(element, { "data-mark": null });
    last = [];
    for (const text of fromLoss) write(text, { text: "" });
    for (const { name, l, j } of nodes) write(name, { text: neuronName(l, j) });
  }

  function placeFromLoss() {
    const { neurons, loss, narrow, radius } = graph.at();
    outputs.forEach(({ l, j }, n) => {
      const from = neurons[l][j];
      const [dx, dy] = [loss.x - from.x, loss.y - from.y];
      const way = narrow ? 0.5 : 0.5 + (radius - 46) / 2 / dx; // the middle of what is seen of the line
      write(fromLoss[n], { x: from.x + dx * way, y: from.y + dy * way - 9 });
    });
  }

  function factors(path, record, deltas) {
    const { narrow } = graph.at();
    path.forEach((part, n) => {
      const { kind, l, i, j } = part;
      const value = factorOf(part, record);
      if (kind === "one") return;
      if (kind === "W") {
        const { label } = edges.find((edge) => edge.l === l && edge.i === i && edge.j === j);
        mark(label, signed(value, narrow ? 2 : 3), n + 1);
        return;
      }
      const node = nodes.find((item) => item.l === l && item.j === j);
      if (kind === "a") mark(node.name, neuronName(l, j), n + 1);
      else if (kind === "f'(z") {
        mark(deltas ? node.made : node.delta, `${narrow ? "" : "f' "}${format(value)}`, n + 1);
      } else {
        const word = narrow ? "" : kind === "dL/dz" ? "a − y " : "dL/da ";
        mark(fromLoss[outputs.indexOf(node)], word + format(value), n + 1);
      }
    });
  }

  return {
    /** @param {any} record
     *  @param {{lit: any[][], whole: boolean, target: number[], origin: number, deltas}} how
     *    `lit`: the paths; `whole`: all of them at once; `target`: the neuron that they share;
     *    `origin`: the number of the value that they start from. */
    paint(record, { lit, whole, target, origin, deltas }) {
      clear();
      placeFromLoss();
      const passed = lit.map(stops);
      const on = new Set(passed.flat().map(String));
      const weights = new Set(
        lit
          .flat()
          .filter(({ kind }) => kind === "W")
          .map(({ l, i, j }) => `${l},${i},${j}`),
      );
      for (const { l, j, group } of nodes) write(group, { "data-lit": on.has(`${l},${j}`) });
      for (const { l, i, j, k, group, texts } of edges) {
        const state = { "data-lit": k === origin || weights.has(`${l},${i},${j}`) };
        write(group, state);
        write(texts, state);
      }
      write(end.group, { "data-lit": true });
      if (!whole) factors(lit[0], record, deltas);
      else if (target.length) {
        const [l, j] = target;
        mark(nodes.find((item) => item.l === l && item.j === j).delta, `δ ${signed(record.delta[l][0][j])}`, "now");
      }
      const steps = passed.flatMap((places) => places.slice(1).map((to, n) => [places[n], to]));
      arrows.paint([...new Map(steps.map((step) => [String(step), step])).values()]);
    },
  };
}
