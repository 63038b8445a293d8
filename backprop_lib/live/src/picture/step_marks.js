// The stepper's picture: what is not computed yet is hidden, what is computed now carries its mark.

import { makeArrows } from "./arrows.js";
import { write } from "../page/dom.js";
import { format, neuronName, signed } from "../core/numbers.js";
import { slopeCancels } from "../core/pass.js";
import { marked } from "./equation_parts.js";

const FEW = 12; // weights of a layer whose new values are written beside the old ones
const MOST = 30; // arrows at once: more would hide the picture

/** @param {{graph, spec, steps: object[], when}} options @returns {{paint(record, n, more)}} */
export function makeMarks({ graph, spec, steps, when }) {
  const { sizes, loss } = spec;
  const L = sizes.length - 1;
  const arrows = makeArrows(graph);
  const nodes = graph.items.filter((item) => item.shape);
  const edges = graph.items.filter((item) => item.weight);
  const end = graph.items.at(-1);
  const node = (l, j) => nodes.find((item) => item.l === l && item.j === j && !item.isPixel);
  let last = []; // elements that carry a mark

  /** Put a mark before a text of the picture, or before another text in its place. */
  function mark(element, which, text = element.textContent) {
    write(element, { text: marked(text, which), "data-mark": which });
    last.push(element);
  }

  function along({ kind, l, j, k }) {
    if (kind === "z") return edges.filter((edge) => edge.l === l).map((edge) => [[l - 1, edge.i], [l, edge.j]]);
    if (kind === "loss") return nodes.filter((item) => item.l === L).map((item) => [[L, item.j], "loss"]);
    if (kind === "delta" && l === L) {
      return nodes.filter((item) => item.l === L && (j === undefined || item.j === j)).map((item) => ["loss", [L, item.j]]);
    }
    if (kind === "delta" && j === undefined) {
      return edges.filter((edge) => edge.l === l + 1).map((edge) => [[l + 1, edge.j], [l, edge.i]]);
    }
    return kind === "arrives" ? [[[l + 1, k], [l, j]]] : [];
  }

  /** Hide what comes later. */
  function hide(n) {
    for (const edge of edges) {
      const { l, i, j } = edge;
      const state = {
        "data-when-z": when(n, "z", l),
        "data-when-dw": when(n, "dW", l, j, i),
      };
      write(edge.group, state);
      write(edge.texts, state);
    }
    for (const item of nodes) {
      const { l, j } = item;
      if (l === 0) continue;
      write(item.group, {
        "data-when-z": when(n, "z", l),
        "data-when-a": when(n, "a", l),
        "data-when-delta": when(n, "delta", l, j),
      });
      write(item.name, { text: neuronName(l, j) });
    }
    for (const item of nodes) if (item.l === 0 && !item.isPixel) write(item.name, { text: neuronName(0, item.j) });
    write(end.title, { text: "loss" });
    write(end.group, { "data-when-loss": when(n, "loss") });
  }

  /** The factors and the result of a step, where they stand in the picture. */
  function point(step, record, more) {
    const { kind, l, i, j, k } = step;
    const digits = graph.at().narrow ? 2 : 3;
    const edge = (layer, from, to) => edges.find((item) => item.l === layer && item.i === from && item.j === to);
    const of = (layer) => nodes.filter((item) => item.l === layer && !item.isPixel);
    if (kind === "z" || kind === "a") {
      for (const item of of(l)) {
        mark(item.name, "now", `${kind}[${l}][${item.j}]`);
        if (kind === "z") write(item.z, { text: format(record.z[l][0][item.j], digits) });
      }
    } else if (kind === "loss") {
      mark(end.title, "now", "loss");
      for (const item of of(L)) mark(item.name, 1);
      if (end.target.textContent) mark(end.target, 2);
    } else if (kind === "delta") {
      for (const item of of(l)) if (j === undefined || item.j === j) mark(item.delta, "now");
      if (j === undefined) return;
      const { made, name } = node(l, j);
      if (l === L && slopeCancels(loss)) {
        mark(name, 1);
        if (end.target.textContent) mark(end.target, 2);
      } else if (made.textContent) mark(made, 1, made.textContent.replace("× ", `× ${marked("", 2)}`));
    } else if (kind === "arrives") {
      const { label } = edge(l + 1, j, k);
      mark(label, 2, signed(record.W[l + 1][j][k], digits));
      mark(node(l + 1, k).delta, 1);
    } else if (kind === "dW" && j !== undefined) {
      const from = node(l - 1, i);
      if (from) mark(from.name, 1);
      mark(node(l, j).delta, 2);
      mark(edge(l, i, j).labelSlope, "now", `dW ${signed(record.dW[l][i][j], digits)}`);
    } else if (kind === "db") {
      for (const item of of(l)) {
        mark(item.delta, 1);
        mark(item.made, "now", `db ${signed(record.db[l][item.j], digits)}`);
        write(item.made, { "data-db": record.db[l][item.j] });
      }
    } else if (kind === "update") {
      for (const item of edges) {
        const labelled = item.label.textContent !== "";
        const few = sizes[item.l - 1] * sizes[item.l] <= FEW || item.k === more.selected;
        if (!labelled || !few) continue;
        const now = more.W[item.l][item.i][item.j];
        mark(item.labelSlope, "now", signed(now, digits));
        write(item.labelSlope, { "data-new": now });
      }
      for (const item of nodes) {
        if (item.l === 0) continue;
        const now = more.b[item.l][item.j];
        if (graph.at().size === "small") continue;
        mark(item.made, "now", `b ${signed(now, digits)}`);
        write(item.made, { "data-new": now });
      }
    }
  }

  /** What has arrived at a neuron whose delta is not known yet stands where delta will. */
  function arrived(n, record) {
    for (const item of nodes) {
      const { l, j } = item;
      if (l === 0 || l === L || item.isPixel) continue;
      let k = -1;
      let now = false;
      for (let at = 0; at <= n; at++) {
        const step = steps[at];
        if (step.kind === "arrives" && step.l === l && step.j === j) [k, now] = [step.k, at === n];
      }
      const waits = k >= 0 && when(n, "delta", l, j) === "later";
      write(item.group, { "data-arrived": waits });
      if (!waits) continue;
      const sum = record.delta[l + 1][0].slice(0, k + 1).reduce((total, d, m) => total + d * record.W[l + 1][j][m], 0);
      mark(item.delta, now ? "now" : "arrived", `arrives ${signed(sum, graph.at().narrow ? 2 : 3)}`);
      write(item.delta, { "data-arrives": sum });
    }
  }

  /** What a screen reader hears of a neuron or edge whose numbers are not there yet. */
  function describe(n) {
    for (const { l, j, i, group } of edges) {
      if (when(n, "dW", l, j, i) !== "later") continue;
      write(group, { "aria-label": group.getAttribute("aria-label").replace(/, slope dW .*/, ", slope not computed yet") });
    }
    for (const { l, j, group, isPixel } of nodes) {
      if (l === 0 || isPixel) continue;
      let label = group.getAttribute("aria-label");
      if (when(n, "a", l) === "later") label = label.replace(/activation .*, bias/, "not computed yet, bias");
      else if (when(n, "delta", l, j) === "later") label = label.replace(/, delta .*, bias/, ", delta not computed yet, bias");
      write(group, { "aria-label": label });
    }
    if (when(n, "loss") === "later") write(end.group, { "aria-label": "loss not computed yet, target" });
  }

  return {
    paint(record, n, more) {
      for (const element of last) write(element, { "data-mark": null, "data-new": null, "data-db": null, "data-arrives": null });
      last = [];
      hide(n);
      const step = steps[n];
      write(graph.element, { "data-update": step.kind === "update" });
      for (const item of edges) {
        const { l, i, j } = item;
        const on = (step.kind === "dW" && step.l === l && (step.j === undefined || (step.i === i && step.j === j))) ||
          (step.kind === "arrives" && step.l + 1 === l && step.j === i && step.k === j);
        write(item.group, { "data-now": on });
      }
      for (const item of nodes) {
        if (!item.isPixel && item.l > 0) write(item.z, { "data-z": record.z[item.l][0][item.j] });
      }
      point(step, record, more);
      arrived(n, record);
      describe(n);
      const pairs = along(step);
      arrows.paint(pairs.length <= MOST ? pairs : []);
      write(graph.element, { "data-way": ["z", "loss"].includes(step.kind) ? "forward" : "backward" });
    },
  };
}
