// A small chart: axes, lines, marks. Its elements are made once; place() and paint set attributes.

import { svg, write } from "../page/dom.js";

const MARGIN = { left: 52, right: 86, top: 12, bottom: 40 };
const APART = 14; // px between the labels at the lines' ends

/**
 * @typedef {{from: number, to: number, ticks: number[], text: (tick: number) => string,
 *   name: string, log?: boolean}} Axis
 */

const SHAPES = {
  // one for each line, so that colour is never alone
  circle: (r) => svg("circle", { r }),
  square: (r) => svg("rect", { x: -r, y: -r, width: 2 * r, height: 2 * r }),
  diamond: (r) => svg("path", { d: `M0 ${-1.3 * r}L${1.3 * r} 0L0 ${1.3 * r}L${-1.3 * r} 0Z` }),
};
const part = (tag, name) => svg(tag, { class: `bp-chart-${name}` });
const at = (u, v) => `${u.toFixed(1)} ${v.toFixed(1)}`;
const moved = (u, v) => ({ transform: `translate(${at(u, v)})` });

/** 0 to 1; what lies outside, zero on a log axis too, is put on the edge. @param {Axis} axis */
function along({ from, to, log }, value) {
  const scaled = (number) => (log ? Math.log10(number) : number);
  const share = (scaled(value) - scaled(from)) / (scaled(to) - scaled(from));
  return Number.isNaN(share) ? 0 : Math.min(1, Math.max(0, share));
}

/** The edges, and where values are. @param {{x: Axis, y: Axis}} axes */
function makeGround({ x, y }, width, height) {
  const [right, bottom] = [width - MARGIN.right, height - MARGIN.bottom];
  const px = (value) => MARGIN.left + along(x, value) * (right - MARGIN.left);
  const py = (value) => bottom - along(y, value) * (bottom - MARGIN.top);
  return { right, bottom, height, px, py };
}

/** The frame, the ticks and the axes' names. */
function makeFrame(axes) {
  const frame = part("path", "frame");
  const names = { x: part("text", "axis"), y: part("text", "axis") };
  names.x.textContent = axes.x.name;
  names.y.textContent = axes.y.name;
  const tick = (axis, value) => {
    const text = part("text", "tick");
    text.textContent = axes[axis].text(value);
    return { axis, value, grid: part("path", "grid"), text };
  };
  const all = ["x", "y"].flatMap((axis) => axes[axis].ticks.map((value) => tick(axis, value)));
  const ticks = svg("g", {}, ...all.flatMap(({ grid, text }) => [grid, text]));
  return {
    elements: [ticks, frame, names.x, names.y],
    place({ right, bottom, height, px, py }) {
      const count = axes.x.ticks.length;
      const every = Math.ceil(40 / ((right - MARGIN.left) / count)); // fewer numbers where there is no room for them
      write(frame, { d: `M${MARGIN.left} ${MARGIN.top}V${bottom}H${right}` });
      for (const { axis, value, grid, text } of all) {
        if (axis === "x") {
          const u = px(value);
          const kept = (count - 1 - axes.x.ticks.indexOf(value)) % every === 0;
          write(grid, { d: `M${u} ${MARGIN.top}V${bottom}` });
          write(text, { x: u, y: bottom + 15, style: "text-anchor:middle", hidden: !kept });
        } else {
          const v = py(value);
          write(grid, { d: `M${MARGIN.left} ${v}H${right}` });
          write(text, { x: MARGIN.left - 6, y: v + 4, style: "text-anchor:end" });
        }
      }
      const middle = (MARGIN.top + bottom) / 2;
      write(names.x, { x: (MARGIN.left + right) / 2, y: height - 6, style: "text-anchor:middle" });
      write(names.y, { transform: `translate(12 ${middle}) rotate(-90)`, style: "text-anchor:middle" });
    },
  };
}

/** Draw lines, and give their names at their ends room. */
function drawLines(lines, { right, bottom, px, py }) {
  const ends = [];
  for (const line of lines) {
    const points = line.points.map(([u, v]) => [px(u), py(v)]);
    write(line.path, { d: points.map(([u, v], n) => `${n ? "L" : "M"}${at(u, v)}`).join("") });
    line.dots.forEach((dot, n) => {
      const [u, v] = points[n] ?? [0, 0];
      write(dot, { ...moved(u, v), hidden: !points[n] });
    });
    const end = points.at(line.labelled === "first" ? 0 : -1);
    write(line.text, { text: end ? line.name : "" });
    if (end) ends.push({ text: line.text, y: end[1] });
  }
  ends.sort((p, q) => p.y - q.y);
  ends.forEach((end, n) => {
    if (n) end.y = Math.max(end.y, ends[n - 1].y + APART);
  });
  for (let n = ends.length - 1, most = bottom - 3; n >= 0; n--, most -= APART) {
    ends[n].y = Math.min(ends[n].y, most); // above the axis: below it stand its numbers
  }
  for (const { text, y } of ends) write(text, { x: right + 7, y: y + 4 });
}

function drawMarks(marks, { bottom, px, py }) {
  for (const { shape, rule, point } of marks) {
    const [u, v] = point ? [px(point[0]), py(point[1])] : [0, 0];
    write(shape, { ...moved(u, v), hidden: !point });
    if (rule) write(rule, { d: `M${u.toFixed(1)} ${MARGIN.top}V${bottom}`, hidden: !point });
  }
}

/**
 * A line with a name at its end; `dots` of its points get a shape.
 * @param {string} kind @param {string} name
 * @param {{shape?: string, dots?: number, labelled?: string}} how
 */
function makeLine(kind, name, { shape, dots = 0, labelled = "last" } = {}) {
  const line = {
    name,
    labelled,
    points: [],
    path: svg("path", { class: `bp-chart-line bp-${kind}` }),
    text: svg("text", { class: `bp-chart-name bp-${kind}` }),
    dots: Array.from({ length: dots }, () => SHAPES[shape](2.4)),
  };
  for (const dot of line.dots) dot.setAttribute("class", `bp-chart-dot bp-${kind}`);
  return line;
}

/** One point that stands out, with a rule down to the axis. */
function makeMark(kind, shape, { rule = false } = {}) {
  const mark = { shape: SHAPES[shape](5.5), point: null, rule: rule ? part("path", "rule") : null };
  mark.shape.setAttribute("class", `bp-chart-mark bp-${kind}`);
  return mark;
}

/**
 * @param {{x: Axis, y: Axis, label: string, height?: number}} options
 * @returns {{element, line, mark, place, describe}}
 */
export function makeChart({ x, y, label, height: full = 260 }) {
  let [width, height] = [480, full];
  const lines = [];
  const marks = [];
  const frame = makeFrame({ x, y });
  const drawn = svg("g", {});
  const marked = svg("g", {});
  const attributes = { class: "bp-chart", role: "img", "aria-label": label };
  const element = svg("svg", attributes, ...frame.elements, drawn, marked);

  const ground = () => makeGround({ x, y }, width, height);
  function redraw() {
    drawLines(lines, ground());
    drawMarks(marks, ground());
  }

  return {
    element,
    /** @param {Parameters<typeof makeLine>} how */
    line(...how) {
      const line = makeLine(...how);
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
    /** @param {Parameters<typeof makeMark>} how */
    mark(...how) {
      const mark = makeMark(...how);
      marks.push(mark);
      if (mark.rule) marked.prepend(mark.rule);
      marked.append(mark.shape);
      return {
        element: mark.shape,
        paint(point) {
          mark.point = point;
          redraw();
        },
      };
    },
    describe: (text) => write(element, { "aria-label": text }),
    /** `room`: where it may not be as tall as it is made. */
    place(now, room = full) {
      [width, height] = [now, Math.min(full, room)];
      write(element, { viewBox: `0 0 ${width} ${height}`, width, height });
      frame.place(ground());
      redraw();
    },
  };
}
