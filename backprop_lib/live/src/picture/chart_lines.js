// A small chart: axes, lines, marks. Its elements are made once; place() and paint set attributes.

import { svg, write } from "../page/dom.js";

const MARGIN = { left: 52, right: 86, top: 12, bottom: 40 };
const APART = 14; // px between the labels at the lines' ends

/**
 * @typedef {{from: number, to: number, ticks: number[], text: (tick: number) => string,
 *   name: string, log?: boolean}} Axis
 * @param {{x: Axis, y: Axis, label: string, height?: number}} options
 * @returns {{element, line, mark, place, setY, describe}}
 */
export function makeChart({ x, y, label, height = 260 }) {
  const axes = { x, y };
  let width = 480;
  const lines = [];
  const marks = [];
  const part = (tag, name) => svg(tag, { class: `bp-chart-${name}` });
  const frame = part("path", "frame");
  const names = { x: part("text", "axis"), y: part("text", "axis") };
  const ticks = svg("g", {});
  const drawn = svg("g", {});
  const marked = svg("g", {});
  const element = svg("svg", { class: "bp-chart", role: "img", "aria-label": label },
    ticks, frame, names.x, names.y, drawn, marked);

  const scaled = ({ log }, value) => (log ? Math.log10(value) : value);
  function along(axis, value) { // 0 to 1; what lies outside, zero on a log axis too, is put on the edge
    const [from, to] = [scaled(axis, axis.from), scaled(axis, axis.to)];
    const part = (scaled(axis, value) - from) / (to - from);
    return Number.isNaN(part) ? 0 : Math.min(1, Math.max(0, part));
  }
  const right = () => width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const px = (value) => MARGIN.left + along(axes.x, value) * (right() - MARGIN.left);
  const py = (value) => bottom - along(axes.y, value) * (bottom - MARGIN.top);

  function tick(axis, value) {
    const grid = part("path", "grid");
    const text = part("text", "tick");
    text.textContent = axes[axis].text(value);
    ticks.append(grid, text);
    return { axis, value, grid, text };
  }
  let all = [];
  function makeTicks() {
    ticks.replaceChildren();
    all = ["x", "y"].flatMap((axis) => axes[axis].ticks.map((value) => tick(axis, value)));
  }
  makeTicks();
  names.x.textContent = x.name;
  names.y.textContent = y.name;

  function redraw() {
    const ends = [];
    for (const line of lines) {
      const points = line.points.map(([u, v]) => [px(u), py(v)]);
      write(line.path, { d: points.map(([u, v], n) => `${n ? "L" : "M"}${u.toFixed(1)} ${v.toFixed(1)}`).join("") });
      line.dots.forEach((dot, n) => {
        const [u, v] = points[n] ?? [0, 0];
        write(dot, { transform: `translate(${u.toFixed(1)} ${v.toFixed(1)})`, hidden: !points[n] });
      });
      const end = points.at(line.labelled === "first" ? 0 : -1);
      write(line.text, { text: end ? line.name : "" });
      if (end) ends.push({ text: line.text, y: end[1] });
    }
    ends.sort((p, q) => p.y - q.y);
    ends.forEach((end, n) => {
      if (n) end.y = Math.max(end.y, ends[n - 1].y + APART);
    });
    for (let n = ends.length - 1, most = bottom + 2; n >= 0; n--, most -= APART) { // not below the axis
      ends[n].y = Math.min(ends[n].y, most);
    }
    for (const { text, y: at } of ends) write(text, { x: right() + 7, y: at + 4 });
    for (const { shape, rule, at } of marks) {
      const [u, v] = at ? [px(at[0]), py(at[1])] : [0, 0];
      write(shape, { transform: `translate(${u.toFixed(1)} ${v.toFixed(1)})`, hidden: !at });
      if (rule) write(rule, { d: `M${u.toFixed(1)} ${MARGIN.top}V${bottom}`, hidden: !at });
    }
  }

  const shapes = { // one for each line, so that colour is never alone
    circle: (r) => svg("circle", { r }),
    square: (r) => svg("rect", { x: -r, y: -r, width: 2 * r, height: 2 * r }),
    diamond: (r) => svg("path", { d: `M0 ${-1.3 * r}L${1.3 * r} 0L0 ${1.3 * r}L${-1.3 * r} 0Z` }),
  };

  return {
    element,
    /** A line with a name at its end; `dots` of its points get a shape. */
    line(kind, name, { shape, dots = 0, labelled = "last" } = {}) {
      const line = {
        name, labelled, points: [],
        path: svg("path", { class: `bp-chart-line bp-${kind}` }),
        text: svg("text", { class: `bp-chart-name bp-${kind}` }),
        dots: Array.from({ length: dots }, () => shapes[shape](2.4)),
      };
      for (const dot of line.dots) dot.setAttribute("class", `bp-chart-dot bp-${kind}`);
      lines.push(line);
      drawn.append(line.path, ...line.dots, line.text);
      return {
        path: line.path,
        paint(points, said = line.name) {
          line.points = points;
          line.name = said;
          redraw();
        },
      };
    },
    /** One point that stands out, with a rule down to the axis. */
    mark(kind, shape, { rule = false } = {}) {
      const mark = { shape: shapes[shape](5.5), at: null, rule: rule ? part("path", "rule") : null };
      mark.shape.setAttribute("class", `bp-chart-mark bp-${kind}`);
      marks.push(mark);
      if (mark.rule) marked.prepend(mark.rule);
      marked.append(mark.shape);
      return {
        element: mark.shape,
        paint(at) {
          mark.at = at;
          redraw();
        },
      };
    },
    /** Another range of the y axis. */
    setY(range) {
      Object.assign(axes.y, range);
      makeTicks();
      this.place(width);
    },
    describe: (text) => write(element, { "aria-label": text }),
    place(now) {
      width = now;
      write(element, { viewBox: `0 0 ${width} ${height}`, width, height });
      write(frame, { d: `M${MARGIN.left} ${MARGIN.top}V${bottom}H${right()}` });
      const room = (right() - MARGIN.left) / axes.x.ticks.length;
      for (const { axis, value, grid, text } of all) {
        if (axis === "x") {
          const u = px(value);
          const every = Math.ceil(40 / room); // fewer numbers where there is no room for them
          const kept = (axes.x.ticks.length - 1 - axes.x.ticks.indexOf(value)) % every === 0;
          write(grid, { d: `M${u} ${MARGIN.top}V${bottom}` });
          write(text, { x: u, y: bottom + 15, style: "text-anchor:middle", hidden: !kept });
        } else {
          const v = py(value);
          write(grid, { d: `M${MARGIN.left} ${v}H${right()}` });
          write(text, { x: MARGIN.left - 6, y: v + 4, style: "text-anchor:end" });
        }
      }
      write(names.x, { x: (MARGIN.left + right()) / 2, y: height - 6, style: "text-anchor:middle" });
      write(names.y, { transform: `translate(12 ${(MARGIN.top + bottom) / 2}) rotate(-90)`, style: "text-anchor:middle" });
      redraw();
    },
  };
}
