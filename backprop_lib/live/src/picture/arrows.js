// Arrows over the picture: along an edge or to the loss, forward or backward.

import { svg, write } from "../page/dom.js";
import { bendOf } from "./layout.js";

const HEAD = 11; // px, an arrow's head

/** From one point to another: a step of length 1. */
function towards(from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const long = Math.hypot(dx, dy) || 1;
  return [dx / long, dy / long];
}

/** Ends of an arrow from one circle to another, which it does not touch; `bend`: see bendOf. */
function between(from, to, bend) {
  const [sx, sy] = towards(from, bend ?? to);
  const [ux, uy] = towards(bend ?? from, to);
  return {
    ux,
    uy,
    bend,
    start: { x: from.x + sx * (from.r + 4), y: from.y + sy * (from.r + 4) },
    tip: { x: to.x - ux * (to.r + 6), y: to.y - uy * (to.r + 6) },
  };
}

/** @param graph the picture. @returns {{paint(pairs)}} pairs of places: [l, j] or "loss" */
export function makeArrows(graph) {
  const halo = svg("path", { class: "bp-arrow-halo" });
  const line = svg("path", { class: "bp-arrow" });
  const head = svg("path", { class: "bp-arrow-head" });
  const group = svg("g", { class: "bp-arrows", "aria-hidden": "true" }, halo, line, head);
  graph.element.querySelector(".bp-layer-edges").after(group); // over the edges, under neurons and texts

  function place(where) {
    const at = graph.at();
    if (where === "loss") return { ...at.loss, r: at.narrow ? 36 : 46 };
    const [l, j] = where;
    return { ...at.neurons[l][j], r: at.cell && l === 0 ? at.cell / 2 : at.radius };
  }

  /** An arrow between an output and the loss goes around the other outputs, as their line does. */
  function bend(from, to) {
    if (from !== "loss" && to !== "loss") return null;
    return bendOf(graph.at(), (from === "loss" ? to : from)[1]);
  }

  return {
    paint(pairs) {
      const ends = pairs.map(([from, to]) => between(place(from), place(to), bend(from, to)));
      const point = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
      const d = ends
        .map(({ start, tip, bend }) => `M${point(start)}${bend ? `Q${point(bend)} ` : "L"}${point(tip)}`)
        .join("");
      write(halo, { d });
      write(line, { d });
      write(head, {
        d: ends
          .map(({ tip, ux, uy }) => {
            const side = (way) =>
              point({
                x: tip.x - ux * HEAD - uy * HEAD * 0.55 * way,
                y: tip.y - uy * HEAD + ux * HEAD * 0.55 * way,
              });
            return `M${point(tip)}L${side(1)}L${side(-1)}Z`;
          })
          .join(""),
      });
    },
  };
}
