// A bar for each layer on a logarithmic axis, with theory's line over them. Elements are made when
// first needed and kept; paint() and place() set attributes.

import { svg, write } from "../page/dom.js";
import { power } from "../core/numbers.js";

const MARGIN = { left: 58, right: 10, top: 10, bottom: 34 };
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

/**
 * @param {{label: string, kinds: {key: string, kind: string}[], from?: number, height?: number,
 *   choose: (layer: number) => void, signal: AbortSignal}} options `kinds`: a bar of each, side by
 *   side; `from`: the value that the bars start at, or the axis' bottom.
 * @returns {{element, paint, place}}
 */
export function makeBars({ label, kinds, from, height = 190, choose, signal }) {
  const part = (tag, name, ...inside) => svg(tag, { class: `bp-chart-${name}` }, ...inside);
  const frame = part("path", "frame");
  const name = part("text", "axis");
  const band = svg("path", { class: "bp-depth-band" });
  const start = part("path", "grid");
  const theory = svg("path", { class: "bp-depth-theory" });
  const line = svg("path", { class: "bp-depth-line" });
  const groups = kinds.map(({ key, kind }) => svg("g", { class: `bp-depth-bars bp-${kind}`, "data-kind": key }));
  const zeros = svg("g", { class: "bp-depth-zeros" });
  const ticks = { x: svg("g", {}), y: svg("g", {}) };
  const element = svg("svg", { class: "bp-chart bp-depth-chart", role: "img" },
    band, ticks.y, ticks.x, frame, start, ...groups, zeros, line, theory, name);
  name.textContent = label;
  let width = 480;
  let last = null;
  let axes = ""; // what the ticks were drawn for

  const pool = (group, n, make) => {
    while (group.childElementCount < n) group.append(make());
    return [...group.children];
  };
  const right = () => width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const slot = () => (right() - MARGIN.left) / last.layers.length;
  const middle = (n) => MARGIN.left + (n + 0.5) * slot();

  element.addEventListener("click", (event) => {
    if (!last) return;
    const box = element.getBoundingClientRect();
    const n = Math.floor(((event.clientX - box.left) * (width / box.width) - MARGIN.left) / slot());
    if (n >= 0 && n < last.layers.length) choose(last.layers[n]);
  }, { signal });

  function drawTicks(scale, py) {
    const { layers } = last;
    ticks.y.replaceChildren();
    for (const tick of scale) {
      const y = py(tick).toFixed(1);
      const text = part("text", "tick");
      text.textContent = tickText(tick);
      write(text, { x: MARGIN.left - 5, y: Number(y) + 4, style: "text-anchor:end" });
      ticks.y.append(svg("path", { class: "bp-chart-grid", d: `M${MARGIN.left} ${y}H${right()}` }), text);
    }
    ticks.x.replaceChildren();
    const every = [1, 2, 5, 10, 20, 25, 50].find((size) => (layers.length / size) * 30 <= right() - MARGIN.left);
    layers.forEach((l, n) => {
      if (l % every && l !== layers[0]) return;
      if (l !== layers[0] && (l - layers[0]) * slot() < 18) return;
      ticks.x.append(svg("text", { class: "bp-chart-tick", x: middle(n), y: bottom + 14, style: "text-anchor:middle" }, String(l)));
    });
  }

  function redraw() {
    const { layers, values, theory: expected, line: drawn, selected } = last;
    const seen = [...Object.values(values).flat(), ...drawn, ...expected].filter((value) => value > 0);
    if (from) seen.push(from);
    const scale = logTicks(Math.min(...seen, from ?? seen[0] ?? 1), Math.max(...seen, from ?? seen[0] ?? 1));
    const [low, high] = [Math.log10(scale[0]), Math.log10(scale.at(-1))];
    const py = (value) => bottom - EDGE - ((Math.log10(value) - low) / (high - low)) * (bottom - MARGIN.top - EDGE);
    const base = from ? py(from) : bottom;

    const drawnFor = `${scale} ${layers.length} ${layers[0]} ${width}`;
    if (drawnFor !== axes) {
      axes = drawnFor;
      drawTicks(scale, py);
    }

    const wide = (slot() * (slot() > 8 ? 0.8 : 0.92)) / kinds.length;
    kinds.forEach(({ key }, k) => {
      const numbers = values[key];
      pool(groups[k], numbers.length, () => svg("path", {})).forEach((bar, n) => {
        const value = numbers[n];
        const x = middle(n) + (k - kinds.length / 2) * wide;
        const d = value > 0
          ? `M${x.toFixed(2)} ${base.toFixed(1)}V${py(value).toFixed(1)}h${wide.toFixed(2)}V${base.toFixed(1)}z`
          : "";
        write(bar, { d, "data-value": value ?? null, "data-layer": n < numbers.length ? layers[n] : null });
      });
    });
    const empty = kinds.flatMap(({ key }) => values[key].flatMap((value, n) => (value === 0 ? [n] : [])));
    pool(zeros, empty.length, () => svg("path", {})).forEach((mark, k) => {
      const n = empty[k];
      const r = Math.min(3.5, slot() / 2);
      write(mark, { d: n === undefined ? "" : `M${middle(n)} ${bottom - 2 * r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z` });
    });
    const path = (numbers) => {
      let pen = "M";
      return numbers.map((value, n) => {
        if (!(value > 0)) return (pen = "M"), "";
        const point = `${pen}${middle(n).toFixed(1)} ${py(value).toFixed(1)}`;
        pen = "L";
        return point;
      }).join("");
    };
    write(theory, { d: path(expected), "data-values": JSON.stringify(expected) });
    write(line, { d: path(drawn), "data-values": JSON.stringify(drawn) });
    const at = layers.indexOf(selected);
    write(band, { d: at < 0 ? "" : `M${middle(at) - Math.max(slot(), 7) / 2} ${MARGIN.top}h${Math.max(slot(), 7)}V${bottom}h${-Math.max(slot(), 7)}z` });
    write(start, { d: from ? `M${MARGIN.left} ${base}H${right()}` : "" });
  }

  return {
    element,
    /** `values` by kind, `theory` and `line` begin with the first of `layers`; null: no number. */
    paint({ layers, values, theory: expected = [], line: drawn = [], selected, said }) {
      last = { layers, values, theory: expected, line: drawn, selected };
      write(element, { "aria-label": said });
      redraw();
    },
    place(now) {
      width = now;
      write(element, { viewBox: `0 0 ${width} ${height}`, width, height });
      write(frame, { d: `M${MARGIN.left} ${MARGIN.top}V${bottom}H${right()}` });
      write(name, { x: (MARGIN.left + right()) / 2, y: height - 4, style: "text-anchor:middle" });
      if (last) redraw();
    },
  };
}
