// The parts of the picture of a network: their elements, made once, and where they stand.

import { neuronName } from "../core/numbers.js";
import { svg, write } from "../page/dom.js";

/** A neuron: circle, name, a, z, delta with its two factors, what it was before. */
export function makeNeuron(l, j, k, isPixel) {
  const part = (tag, name, ...more) => svg(tag, { class: `bp-${name}` }, ...more);
  const node = {
    l,
    j,
    k,
    isPixel,
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
  if (!isPixel) node.name.textContent = neuronName(l, j);
  return node;
}

export function makeEdge(l, i, j, k) {
  const edge = {
    l,
    i,
    j,
    k,
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
  const way = at.labels[edge.l] ?? 0.5;
  const [x, y] = [p.x + dx * way, p.y + dy * way];
  write(edge.label, { x, y: y - 6 });
  write(edge.labelSlope, { x, y: y + 13 });
  write(edge.was, { x, y: y - 20 });
}

/** Over the top, so that no weight's line hides it. */
export function placeSkip({ l, j, path }, at) {
  const [p, q] = [at.neurons[l - 1][j], at.neurons[l][j]];
  const r = at.radius;
  const lift = r + (at.size === "small" ? 8 : 22);
  write(path, { d: `M${p.x} ${p.y}C${p.x + r} ${p.y - lift} ${q.x - r} ${q.y - lift} ${q.x} ${q.y}` });
}

export function placeNeuron(node, at, isLast) {
  const { x, y } = at.neurons[node.l][node.j];
  if (node.isPixel) {
    write(node.shape, { x: x - at.cell / 2, y: y - at.cell / 2, width: at.cell, height: at.cell });
    return;
  }
  const { radius: r, narrow } = at;
  const isSmall = at.size === "small";
  const anchored = (end) => ({ style: `text-anchor:${end}` });
  node.x = x;
  node.y = y;
  write(node.shape, { cx: x, cy: y, r });
  write(node.ring, { cx: x, cy: y, r: r + 4 });
  write(node.name, { x, y: y - r - (isSmall ? 3 : 8) });
  write(node.z, { x, y: y + r * 0.6 });
  write(node.delta, isSmall ? { x: x + r + 4, y: y + 4 } : { x, y: y + r + 17 });
  write(node.made, { x, y: y + r + 32 });
  const beside = narrow && isLast ? { x: x + r, y: y - r - 22 } : { x: x + r * 0.8 + 4, y: y - r + 3 };
  write(node.was, { ...beside, ...anchored(narrow && isLast ? "end" : "start") }); // no room to the right of the last
  write(node.wasDelta, { x, y: y + r + 46 });
  write(node.flat, { x: x - r * 0.8 - 3, y: y - r + 3, ...anchored("end") });
}

export function placeEnd(end, at, L) {
  const [w, h] = at.narrow ? [70, 62] : [88, 72];
  const { x, y } = at.loss;
  write(end.box, { x: x - w / 2, y: y - h / 2, width: w, height: h });
  write(end.title, { x, y: y - h / 2 + 17 });
  write(end.value, { x, y: y + 7 });
  write(end.target, { x, y: y + h / 2 - 9 });
  write(end.was, { x, y: y - h / 2 - 8 });
  end.lines.forEach((path, j) => {
    write(path, { d: line(at.neurons[L][j], at.loss) });
  });
}
