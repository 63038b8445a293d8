// The picture of the network. Its elements are made once; paint() and place() only set attributes.

import { neuronColours } from "../page/colours.js";
import { svg, write } from "../page/dom.js";
import { arrange } from "./layout.js";
import { format, nameOf, neuronName, plain, signed } from "../core/numbers.js";
import { saturated, slopeCancels } from "../core/pass.js";

/** "", or the word for a neuron that passes almost nothing back. */
export function flatness(activation, slope) {
  if (!saturated(activation, slope)) return "";
  return activation.endsWith("relu") || activation === "gelu" ? "off" : "saturated";
}

/** A neuron: circle, name, a, z, delta with its two factors, what it was before. */
function makeNeuron(l, j, k, isPixel) {
  const part = (tag, name, ...more) => svg(tag, { class: `bp-${name}` }, ...more);
  const node = {
    l, j, k, isPixel,
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

function makeEdge(l, i, j, k) {
  const edge = {
    l, i, j, k,
    weight: svg("path", { class: "bp-weight" }),
    slope: svg("path", { class: "bp-slope" }),
    hit: svg("path", { class: "bp-hit" }),
    label: svg("text", { class: "bp-label" }),
    labelSlope: svg("text", { class: "bp-label bp-label-slope" }),
    was: svg("text", { class: "bp-was" }),
  };
  edge.group = svg(
    "g", { class: "bp-edge", role: "slider", tabindex: -1, "data-k": k }, edge.slope, edge.weight, edge.hit,
  );
  edge.texts = svg("g", { class: "bp-edge-texts", "aria-hidden": "true" }, edge.label, edge.labelSlope, edge.was);
  return edge;
}

/**
 * @param {{spec: object, choice: object, index: Map<string, number>}} options
 * @returns the picture: {element, place(width), paint(record, how), items, at()}
 */
export function makeGraph({ spec, choice, index }) {
  const { sizes, loss } = spec;
  const activations = ["identity", ...spec.activations]; // by layer; the input is as it is
  const L = sizes.length - 1;
  const nodes = choice.shown.map((n, l) =>
    Array.from({ length: n }, (_, j) =>
      makeNeuron(l, j, index.get(l === 0 ? `x[${j}]` : `b[${l}][${j}]`), l === 0 && !!choice.image),
    ),
  );
  const edges = choice.edges.map(([l, i, j]) => makeEdge(l, i, j, index.get(nameOf({ kind: "W", l, i, j }))));
  const end = {
    k: index.get("y[0]"),
    lines: nodes[L].map(() => svg("path", { class: "bp-to-loss" })),
    box: svg("rect", { class: "bp-loss-box", rx: 10 }),
    title: svg("text", { class: "bp-name" }),
    value: svg("text", { class: "bp-loss" }),
    target: svg("text", { class: "bp-z" }),
    was: svg("text", { class: "bp-was" }),
  };
  end.title.textContent = "loss";
  end.group = svg("g", { class: "bp-node bp-loss-node", role: "slider", tabindex: -1, "data-k": end.k },
    end.box, end.title, end.value, end.target, end.was);
  const flat = nodes.flat();
  const skips = spec.residual.flatMap((skip, m) => (skip
    ? nodes[m + 1].map(({ j }) => ({ l: m + 1, j, path: svg("path", { class: "bp-skip" }) })) : []));
  const element = svg(
    "svg", { class: "bp-graph", role: "group" },
    svg("g", { "aria-hidden": "true" }, ...skips.map(({ path }) => path)),
    svg("g", {}, ...end.lines), svg("g", {}, ...edges.map((edge) => edge.group)),
    svg("g", {}, ...edges.map((edge) => edge.texts)),
    svg("g", {}, ...flat.map((node) => node.group), end.group),
  );
  // In reading order: a neuron, then the edges that leave it. Arrow keys walk along this list.
  const items = [];
  for (const node of flat) {
    items.push(node, ...edges.filter((edge) => edge.l === node.l + 1 && edge.i === node.j));
  }
  items.push(end);
  let at = null; // the arrangement in force

  function place(width) {
    at = arrange(choice, width);
    const { radius: r, size, narrow } = at;
    write(element, { viewBox: `0 0 ${width} ${at.height}`, height: at.height, "data-size": size });
    for (const edge of edges) {
      const [p, q] = [at.neurons[edge.l - 1][edge.i], at.neurons[edge.l][edge.j]];
      const [dx, dy] = [q.x - p.x, q.y - p.y];
      const long = Math.hypot(dx, dy) || 1;
      const [nx, ny] = [(-dy / long) * 5, (dx / long) * 5];
      write(edge.weight, { d: `M${p.x} ${p.y}L${q.x} ${q.y}` });
      write(edge.hit, { d: `M${p.x} ${p.y}L${q.x} ${q.y}` });
      write(edge.slope, { d: `M${p.x + nx} ${p.y + ny}L${q.x + nx} ${q.y + ny}` });
      const way = at.labels[edge.l] ?? 0.5;
      const [x, y] = [p.x + dx * way, p.y + dy * way];
      write(edge.label, { x, y: y - 6 });
      write(edge.labelSlope, { x, y: y + 13 });
      write(edge.was, { x, y: y - 20 });
    }
    for (const { l, j, path } of skips) { // over the top, so that no weight's line hides it
      const [p, q] = [at.neurons[l - 1][j], at.neurons[l][j]];
      const lift = r + (size === "small" ? 8 : 22);
      write(path, { d: `M${p.x} ${p.y}C${p.x + r} ${p.y - lift} ${q.x - r} ${q.y - lift} ${q.x} ${q.y}` });
    }
    for (const node of flat) {
      const { x, y } = at.neurons[node.l][node.j];
      if (node.isPixel) {
        write(node.shape, { x: x - at.cell / 2, y: y - at.cell / 2, width: at.cell, height: at.cell });
        continue;
      }
      write(node.shape, { cx: x, cy: y, r });
      write(node.ring, { cx: x, cy: y, r: r + 4 });
      const small = size === "small";
      write(node.name, small ? { x, y: y - r - 3 } : { x, y: y - r - 8 });
      node.x = x;
      node.y = y;
      write(node.z, { x, y: y + r * 0.6 });
      const below = small ? { x: x + r + 4, y: y + 4 } : { x, y: y + r + 17 };
      write(node.delta, below);
      write(node.made, { x, y: y + r + 32 });
      const edge = narrow && node.l === L; // no room to its right
      write(node.was, edge ? { x: x + r, y: y - r - 22, style: "text-anchor:end" } : { x: x + r * 0.8 + 4, y: y - r + 3, style: "text-anchor:start" });
      write(node.wasDelta, { x, y: y + r + 46 });
      write(node.flat, { x: x - r * 0.8 - 3, y: y - r + 3, style: "text-anchor:end" });
    }
    const [w, h] = narrow ? [70, 62] : [88, 72];
    const { x, y } = at.loss;
    write(end.box, { x: x - w / 2, y: y - h / 2, width: w, height: h });
    write(end.title, { x, y: y - h / 2 + 17 });
    write(end.value, { x, y: y + 7 });
    write(end.target, { x, y: y + h / 2 - 9 });
    write(end.was, { x, y: y - h / 2 - 8 });
    end.lines.forEach((line, j) => {
      const from = at.neurons[L][j];
      write(line, { d: `M${from.x} ${from.y}L${x} ${y}` });
    });
  }

  /** How a delta is made, in short: what arrives × the slope here (× gamma / √(var + ε)). */
  function made(record, l, j) {
    const arrives = record.arrives[l][0][j];
    const slope = record.slope[l][0][j];
    const norm = record.normalized?.[l];
    const cancels = l === L && slopeCancels(loss);
    if (norm) {
      const factors = [arrives, ...(cancels ? [] : [slope]), record.norms[l].gamma[j] / norm.s[j]];
      return factors.map((value) => format(value, 2)).join(" × ");
    }
    if (cancels) return `a ${format(record.a[L][0][j], 2)} − y ${format(record.y[j], 2)}`;
    const word = l === L ? "from loss" : "arrives";
    return at.narrow || at.size !== "large"
      ? `${format(arrives, 2)} × ${format(slope, 2)}`
      : `${word} ${format(arrives)} × slope ${format(slope)}`;
  }

  /** The mark of a wrong number; the laboratory shows the true one beside it, where there is room. */
  function beside(differs, truth) {
    if (!differs) return "";
    return spec.laboratory && at.size === "large" && !at.narrow ? ` ≠ ${signed(truth)}` : " ≠";
  }

  /** @param how {{palette, deltas, showZ, selected, before, differs}} */
  function paint(record, how) {
    const { palette, deltas, before } = how;
    const largestW = Math.max(1e-12, ...record.W.slice(1).flat(2).map(Math.abs));
    const largestdW = Math.max(1e-12, ...record.dW.slice(1).flat(2).map(Math.abs));
    const scale = Math.max(1, largestW);
    const [thin, thick] = { large: [0.8, 7.2], medium: [0.6, 4], small: [0.3, 2.2] }[at.size];
    for (const edge of edges) {
      const { l, i, j, k } = edge;
      const [w, dw] = [record.W[l][i][j], record.dW[l][i][j]];
      const isSelected = how.selected === k;
      write(edge.weight, {
        stroke: w < 0 ? palette.negative : palette.positive,
        "stroke-width": (thin + (thick * Math.abs(w)) / scale).toFixed(2),
        "stroke-dasharray": w < 0 ? "7 4" : null,
      });
      write(edge.slope, {
        stroke: dw < 0 ? palette.delta_negative : palette.delta_positive,
        "stroke-width": deltas ? ((thick * Math.abs(dw)) / largestdW / 1.8).toFixed(2) : 0,
        "stroke-dasharray": dw < 0 ? "3 3" : null,
      });
      write(edge.group, { "data-selected": isSelected });
      const labelled = at.labels[l] !== null || isSelected;
      const mark = beside(how.differs.has(`dW[${l}][${i}, ${j}]`), record.truth.dW[l][i][j]);
      write(edge.label, { text: labelled ? signed(w, at.narrow ? 2 : 3) : "", "data-w": w });
      write(edge.labelSlope, {
        text: labelled && deltas ? `dW ${signed(dw, at.narrow ? 2 : 3)}${mark}` : "", "data-dw": dw,
        style: `fill:${dw < 0 ? palette.delta_negative : palette.delta_positive}`,
      });
      const old = before?.W[l][i][j];
      write(edge.was, { text: labelled && old !== undefined && signed(old) !== signed(w) ? `was ${signed(old)}` : "" });
    }
    for (const node of flat) {
      const { l, j } = node;
      const a = record.a[l][0][j];
      const name = activations[l];
      const { fill, ink } = neuronColours(palette, name, a);
      write(node.shape, { fill });
      write(node.group, { "data-selected": how.selected === node.k });
      if (node.isPixel) continue;
      const small = at.size === "small";
      const showZ = how.showZ && l > 0 && !small;
      write(node.a, { text: at.size === "large" ? format(a) : plain(a, 2), style: `fill:${ink}`, "data-a": a, x: node.x, y: node.y + (showZ ? 1 : 5) });
      write(node.z, { text: showZ ? `z ${format(record.z[l][0][j], 2)}` : "", style: `fill:${ink}` });
      const old = before?.a[l][0][j];
      const moved = old !== undefined && format(old) !== format(a);
      write(node.was, { text: moved && !small ? `${a > old ? "▲" : "▼"} was ${format(old)}` : "" });
      if (l === 0) continue;
      const d = record.delta[l][0][j];
      const flatWord = flatness(name, record.slope[l][0][j]);
      write(node.flat, { text: small ? "" : flatWord });
      write(node.ring, { "data-flat": flatWord !== "" });
      const mark = beside(how.differs.has(`delta[${l}][${j}]`), record.truth.delta[l][0][j]);
      const oldDelta = before?.delta[l][0][j];
      const movedDelta = deltas && oldDelta !== undefined && format(oldDelta) !== format(d) && at.size === "large";
      write(node.delta, {
        text: deltas ? `δ ${signed(d)}${mark}` : "",
        style: `fill:${d < 0 ? palette.delta_negative : palette.delta_positive}`, "data-delta": d,
      });
      write(node.wasDelta, { text: movedDelta ? `${d > oldDelta ? "▲" : "▼"} was ${signed(oldDelta)}` : "" });
      write(node.made, { text: deltas && at.size === "large" && record.own === null ? made(record, l, j) : "" });
    }
    write(end.value, { text: format(record.loss), "data-loss": record.loss });
    write(end.target, { text: record.y.length === 1 ? `y ${format(record.y[0], 2)}` : "" });
    const moved = before && format(before.loss) !== format(record.loss);
    write(end.was, { text: moved ? `${record.loss > before.loss ? "▲" : "▼"} was ${format(before.loss)}` : "" });
    write(end.group, { "data-selected": how.selected === end.k });
  }

  return { element, place, paint, items, at: () => at };
}
