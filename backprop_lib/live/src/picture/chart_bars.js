// A bar for each layer on a logarithmic axis, with theory's line over them. Elements are made once;
// paint() and place() set attributes.

import { pointedAt, svg, write } from "../page/dom.js";
import { power } from "../core/numbers.js";

const MARGIN = { left: 58, right: 10, top: 10, bottom: 34 };
const NONE = []; // no ghost
const EDGE = 4; // px of room above the highest bar and below the lowest

/** Numbers that a logarithmic axis names: a few decades, or 1, 2, 5 where it spans less than two. */
export function logTicks(low, high) {
  const [from, to] = [Math.log10(low), Math.log10(high)];
  if (to - from < 2) {
    const fine = [];
    for (let e = Math.floor(from); e <= Math.ceil(to); e++) {
      for (const digit of [1, 2, 5]) fine.push(Number(`${digit}e${e}`));
    }
    const first = fine.findLastIndex((tick) => tick <= low * (1 + 1e-12));
    const last = fine.findIndex((tick) => tick >= high * (1 - 1e-12));
    return fine.slice(first, Math.max(last, first + 1) + 1);
  }
  const step = [1, 2, 5, 10, 20, 50, 100, 200].find((size) => (to - from) / size <= 6);
  const ticks = [];
  for (let e = Math.floor(from / step) * step; ; e += step) {
    ticks.push(Number(`1e${e}`));
    if (e >= to - 1e-9) return ticks.filter((tick) => tick > 0 && Number.isFinite(tick));
  }
}

const tickText = (tick) => {
  if (tick >= 0.01 && tick < 1000) return String(tick);
  const [digit, exponent] = tick.toExponential(0).split("e");
  return (digit === "1" ? "" : `${digit} · `) + power(Number(exponent));
};

const part = (tag, name, ...inside) => svg(tag, { class: `bp-chart-${name}` }, ...inside);

/**
 * A logarithmic scale that holds all of these numbers, and `from`, over `least` decades at least, or
 * what is nearly constant would look jagged: its ticks, and where a value is.
 */
function makeScale(seen, { from, least }, bottom) {
  const all = seen.filter((value) => value > 0);
  if (from) all.push(from);
  const first = from ?? all[0] ?? 1;
  const [lowest, highest] = [Math.min(...all, first), Math.max(...all, first)];
  const wider = 10 ** Math.max(0, (least - Math.log10(highest / lowest)) / 2);
  const ticks = logTicks(Math.max(lowest / wider, 1e-307), Math.min(highest * wider, 1e307));
  const [low, high] = [Math.log10(ticks[0]), Math.log10(ticks.at(-1))];
  const room = bottom - MARGIN.top - EDGE;
  return { ticks, py: (value) => bottom - EDGE - ((Math.log10(value) - low) / (high - low)) * room };
}

/** Where layers are: the edges, a layer's share of the width, its middle. */
function makeGround(layers, width, height) {
  const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
  const slot = (right - MARGIN.left) / layers.length;
  return { layers, right, bottom, slot, middle: (n) => MARGIN.left + (n + 0.5) * slot };
}

function drawTicks(groups, { ticks, py }, { layers, right, bottom, slot, middle }) {
  groups.y.replaceChildren();
  for (const tick of ticks) {
    const y = py(tick).toFixed(1);
    const text = part("text", "tick", tickText(tick));
    write(text, { x: MARGIN.left - 5, y: Number(y) + 4, style: "text-anchor:end" });
    groups.y.append(svg("path", { class: "bp-chart-grid", d: `M${MARGIN.left} ${y}H${right}` }), text);
  }
  groups.x.replaceChildren();
  const every = [1, 2, 5, 10, 20, 25, 50].find((size) => (layers.length / size) * 30 <= right - MARGIN.left);
  layers.forEach((l, n) => {
    if (l % every && l !== layers[0]) return;
    if (l !== layers[0] && (l - layers[0]) * slot < 18) return;
    const at = { x: middle(n), y: bottom + 14, style: "text-anchor:middle" };
    groups.x.append(svg("text", { class: "bp-chart-tick", ...at }, String(l)));
  });
}

/** The bars of kind k of so many: one path, as fifty would take the browser longer than all else here. */
function drawBars(element, numbers, k, count, { py }, base, { layers, slot, middle }) {
  const wide = (slot * (slot > 8 ? 0.8 : 0.92)) / count;
  const foot = base.toFixed(1);
  const bars = numbers.map((value, n) => {
    const left = middle(n) + (k - count / 2) * wide;
    return value > 0 ? `M${left.toFixed(2)} ${foot}V${py(value).toFixed(1)}h${wide.toFixed(2)}V${foot}z` : "";
  });
  write(element, { d: bars.join(""), "data-values": JSON.stringify(numbers), "data-first": layers[0] });
}

/** A diamond on the axis for each number that is exactly 0. */
function drawZeros(element, empty, { bottom, slot, middle }) {
  const r = Math.min(3.5, slot / 2);
  const marks = empty.map((n) => `M${middle(n)} ${bottom - 2 * r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`);
  write(element, { d: marks.join("") });
}

/** The bars of every kind, and marks where one has no height. */
function drawKinds({ bars, zeros }, kinds, values, { scale, base, ground }) {
  kinds.forEach(({ key }, k) => {
    drawBars(bars[k], values[key], k, kinds.length, scale, base, ground);
  });
  const empty = kinds.flatMap(({ key }) => values[key].flatMap((value, n) => (value === 0 ? [n] : [])));
  drawZeros(zeros, empty, ground);
}

/** A line over the layers; it is broken where there is no number. */
function drawLine(element, numbers, { py }, { middle }) {
  let pen = "M";
  const points = numbers.map((value, n) => {
    const from = pen;
    pen = value > 0 ? "L" : "M";
    return value > 0 ? `${from}${middle(n).toFixed(1)} ${py(value).toFixed(1)}` : "";
  });
  write(element, { d: points.join(""), "data-values": JSON.stringify(numbers) });
}

/** Steps as high as the bars of the setting before. */
function drawGhost(element, numbers, { py }, { slot, middle }) {
  const steps = numbers.map((value, n) => {
    if (!(value > 0)) return "";
    const left = (middle(n) - slot / 2).toFixed(1);
    return `${numbers[n - 1] > 0 ? "L" : "M"}${left} ${py(value).toFixed(1)}h${slot.toFixed(1)}`;
  });
  write(element, { d: steps.join("") });
}

/** Behind the layer that is chosen. */
function drawBand(element, n, { bottom, slot, middle }) {
  const wide = Math.max(slot, 7);
  write(element, { d: n < 0 ? "" : `M${middle(n) - wide / 2} ${MARGIN.top}h${wide}V${bottom}h${-wide}z` });
}

function makeElements(label, kinds) {
  const frame = part("path", "frame");
  const name = part("text", "axis", label);
  const band = svg("path", { class: "bp-depth-band" });
  const start = part("path", "grid");
  const theory = svg("path", { class: "bp-depth-theory" });
  const line = svg("path", { class: "bp-depth-line" });
  const ghost = svg("path", { class: "bp-depth-ghost" });
  const bars = kinds.map(({ key, kind }) => svg("path", { class: `bp-depth-bars bp-${kind}`, "data-kind": key }));
  const zeros = svg("path", { class: "bp-depth-zeros" });
  const ticks = { x: svg("g", {}), y: svg("g", {}) };
  const layered = [band, ticks.y, ticks.x, frame, start, ...bars, ghost, zeros, line, theory, name];
  const element = svg("svg", { class: "bp-chart bp-depth-chart", role: "img" }, ...layered);
  return { frame, name, band, start, theory, line, ghost, bars, zeros, ticks, element };
}

/**
 * @param {{label: string, kinds: {key: string, kind: string}[], from?: number, least?: number,
 *   height?: number, choose: (layer: number) => void, on}} options `kinds`: a bar of each, side by
 *   side; `from`: the value that the bars start at, or the axis' bottom; `least` decades of the axis
 * @returns {{element, paint, place}}
 */
export function makeBars({ label, kinds, from, least = 0, height = 165, choose, on }) {
  const parts = makeElements(label, kinds);
  const { frame, name, band, start, theory, line, ghost, ticks, element } = parts;
  let width = 480;
  let last = null;
  let drawnFor = ""; // what the ticks were drawn for
  let reached = []; // while one ghost stands: the axis only grows

  on(element, "click", (event) => {
    if (!last) return;
    const { layers, slot } = makeGround(last.layers, width, height);
    const n = Math.floor((pointedAt(event, element)[0] * width - MARGIN.left) / slot);
    if (n >= 0 && n < layers.length) choose(layers[n]);
  });

  function redraw() {
    const { layers, values, expected, drawn, before, selected } = last;
    const ground = makeGround(layers, width, height);
    const seen = [...Object.values(values).flat(), ...drawn, ...expected, ...before, ...reached];
    const scale = makeScale(seen, { from, least }, ground.bottom);
    const positive = seen.filter((value) => value > 0);
    reached = before.length ? [Math.min(...positive), Math.max(...positive)] : [];
    const base = from ? scale.py(from) : ground.bottom;
    const key = `${scale.ticks} ${layers.length} ${layers[0]} ${width}`;
    if (key !== drawnFor) {
      drawnFor = key;
      drawTicks(ticks, scale, ground);
    }
    drawKinds(parts, kinds, values, { scale, base, ground });
    drawLine(theory, expected, scale, ground);
    drawLine(line, drawn, scale, ground);
    drawGhost(ghost, before, scale, ground);
    drawBand(band, layers.indexOf(selected), ground);
    write(start, { d: from ? `M${MARGIN.left} ${base}H${ground.right}` : "" });
  }

  return {
    element,
    /**
     * `values` by kind, `theory`, `line` and `ghost` (of the setting before) begin with the first of
     * `layers`; null: no number. The axes hold the ghost, too: while a hand drags they stand.
     */
    paint({ layers, values, theory: expected = [], line: drawn = [], ghost: before = NONE, selected, said }) {
      if (before !== last?.before) reached = [];
      last = { layers, values, expected, drawn, before, selected };
      write(element, { "aria-label": said });
      redraw();
    },
    place(now) {
      width = now;
      const { right, bottom } = makeGround([], width, height);
      write(element, { viewBox: `0 0 ${width} ${height}`, width, height });
      write(frame, { d: `M${MARGIN.left} ${MARGIN.top}V${bottom}H${right}` });
      write(name, { x: (MARGIN.left + right) / 2, y: height - 4, style: "text-anchor:middle" });
      if (last) redraw();
    },
  };
}
