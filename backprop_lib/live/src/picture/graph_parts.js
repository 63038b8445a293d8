// The parts of the picture of a network: their elements, made once, and where they stand.

import { nameOf, neuronName } from "../core/numbers.js";
import { svg, write } from "../page/dom.js";
import { along } from "./edge_labels.js";
import { widthOf } from "./fit.js";
import { bendOf, textsAround } from "./layout.js";

/** A neuron: circle, name, a, z, delta with its two factors, what it was before. */
export function makeNeuron(l, j, k, isPixel) {
  const part = (tag, name, ...more) => svg(tag, { class: `bp-${name}` }, ...more);
  const node = {
    l,
    j,
    k,
    isPixel,
    ground: isPixel ? null : part("circle", "ground"), // what is dimmed lets no line through
    named: "",
    shape: isPixel ? part("rect", "pixel") : part("circle", "neuron"),
    ring: part("circle", "ring"),
    name: part("text", "name"),
    a: part("text", "a"),
    z: part("text", "z"),
    delta: part("text", "delta"),
    made: part("text", "made"),
    was: part("text", "was"),
    wasDelta: part("text", "was"),
    flat: part("text", "flat"),
  };
  const { shape, ring, name, a, z, delta, made, was, wasDelta, flat } = node;
  const texts = isPixel ? [] : [ring, name, a, z, delta, made, was, wasDelta, flat];
  node.group = svg("g", { class: "bp-node", role: "slider", tabindex: -1, "data-k": k }, shape, ...texts);
  return node;
}

export function makeEdge(l, i, j, k) {
  const edge = {
    l,
    i,
    j,
    k,
    line: null, // from neuron to neuron
    place: null, // of its label: see edges_labelled.js
    weight: svg("path", { class: "bp-weight" }),
    slope: svg("path", { class: "bp-slope" }),
    hit: svg("path", { class: "bp-hit" }),
    label: svg("text", { class: "bp-label" }),
    labelSlope: svg("text", { class: "bp-label bp-label-slope" }),
    was: svg("text", { class: "bp-was" }),
  };
  edge.group = svg(
    "g",
    { class: "bp-edge", role: "slider", tabindex: -1, "data-k": k },
    edge.slope,
    edge.weight,
    edge.hit,
  );
  edge.texts = svg("g", { class: "bp-edge-texts", "aria-hidden": "true" }, edge.label, edge.labelSlope, edge.was);
  return edge;
}

/** The loss, with a line from each output. */
export function makeEnd(k, outputs) {
  const end = {
    k,
    lines: Array.from({ length: outputs }, () => svg("path", { class: "bp-to-loss" })),
    box: svg("rect", { class: "bp-loss-box", rx: 10 }),
    title: svg("text", { class: "bp-name" }),
    value: svg("text", { class: "bp-loss" }),
    target: svg("text", { class: "bp-z" }),
    was: svg("text", { class: "bp-was" }),
    group: null,
  };
  end.title.textContent = "loss";
  const inside = [end.box, end.title, end.value, end.target, end.was];
  const attributes = { class: "bp-node bp-loss-node", role: "slider", tabindex: -1, "data-k": k };
  end.group = svg("g", attributes, ...inside);
  return end;
}

const line = (p, q) => `M${p.x} ${p.y}L${q.x} ${q.y}`;

/** `at`: the arrangement of layout.js */
export function placeEdge(edge, at) {
  const [p, q] = [at.neurons[edge.l - 1][edge.i], at.neurons[edge.l][edge.j]];
  const [dx, dy] = [q.x - p.x, q.y - p.y];
  const long = Math.hypot(dx, dy) || 1;
  const aside = ({ x, y }) => ({ x: x + (-dy / long) * 5, y: y + (dx / long) * 5 });
  write(edge.weight, { d: line(p, q) });
  write(edge.hit, { d: line(p, q) });
  write(edge.slope, { d: line(aside(p), aside(q)) });
}

export function placeLabel({ l, i, j, line, place, ...texts }) {
  if (!place) return;
  if (place.below) {
    const x = place.below.x + widthOf(nameOf({ kind: "W", l, i, j }), 12) + place.wide / 2;
    write(texts.label, { x, y: place.below.y });
    write(texts.labelSlope, { x: x + (place.wide + (place.wideSlope ?? place.wide)) / 2, y: place.below.y });
    return;
  }
  const { x, y } = along(line, place.way);
  write(texts.label, { x, y: place.slope ? y - 3 : y + 4 });
  write(texts.labelSlope, { x, y: y + 12 });
  write(texts.was, { x, y: y + 26 });
}

/** Over the top, so that no weight's line hides it. */
export function placeSkip({ l, j, path }, at) {
  const [p, q] = [at.neurons[l - 1][j], at.neurons[l][j]];
  const r = at.radius;
  const lift = r + (at.size === "small" ? 8 : 22);
  if (at.upright) {
    write(path, { d: `M${p.x} ${p.y}C${p.x + lift} ${p.y + r} ${q.x + lift} ${q.y - r} ${q.x} ${q.y}` });
    return;
  }
  write(path, { d: `M${p.x} ${p.y}C${p.x + r} ${p.y - lift} ${q.x - r} ${q.y - lift} ${q.x} ${q.y}` });
}

export function placeNeuron(node, at) {
  const { x, y } = at.neurons[node.l][node.j];
  if (node.isPixel) {
    write(node.shape, { x: x - at.cell / 2, y: y - at.cell / 2, width: at.cell, height: at.cell });
    return;
  }
  const { radius: r } = at;
  node.x = x;
  node.y = y;
  node.places = textsAround({ x, y }, node.l, at);
  write(node.ground, { cx: x, cy: y, r });
  write(node.shape, { cx: x, cy: y, r });
  write(node.ring, { cx: x, cy: y, r: r + (at.size === "small" ? 3 : 4) });
  write(node.z, { x, y: y + r * (r < 20 ? 0.56 : 0.5) });
  for (const part of ["name", "delta", "made", "was", "wasDelta", "flat"]) {
    const { x: left, y: baseline, anchor } = node.places[part];
    write(node[part], { x: left, y: baseline, "text-anchor": anchor });
  }
  // Small pictures name the neuron under a hand alone; but each of several outputs is for a class.
  const isClass = at.size !== "large" && node.l === at.neurons.length - 1 && at.neurons[node.l].length > 1;
  node.named = isClass && at.size === "small" ? `${node.j}` : neuronName(node.l, node.j);
  const isRoom = widthOf(node.named, at.size === "large" ? 12 : 11) <= node.places.name.room;
  write(node.name, { text: node.named, display: isRoom ? null : "none", "data-class": isClass });
}

export function placeEnd(end, at, L) {
  const [w, h] = at.narrow ? [70, 62] : [88, 72];
  const { x, y } = at.loss;
  end.room = w - 8;
  write(end.box, { x: x - w / 2, y: y - h / 2, width: w, height: h });
  write(end.title, { x, y: y - h / 2 + 17 });
  write(end.value, { x, y: y + 7 });
  write(end.target, { x, y: y + h / 2 - 9 });
  const [left, right, above] = [
    { x: x - w / 2 - 8, y: y + 4, "text-anchor": "end" },
    { x: x + w / 2 + 8, y: y + 4, "text-anchor": "start" },
    { x, y: y - h / 2 - 8, "text-anchor": "middle" },
  ];
  write(end.was, at.upright ? right : at.narrow ? left : above);
  end.lines.forEach((path, j) => {
    const from = at.neurons[L][j];
    const bend = bendOf(at, j);
    const bow = `M${from.x} ${from.y}Q${bend?.x} ${bend?.y} ${x} ${y}`;
    write(path, { d: bend ? bow : line(from, at.loss) });
  });
}
