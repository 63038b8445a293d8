// ../backprop_lib/live/src/page/slow_saves.js
var SOON = 20;
var REST = 100;
function calm(model, signal) {
  if (Object.hasOwn(model, "save_changes")) return;
  const { save_changes: save, set_state: hear } = model;
  let waits = null;
  let timer = 0;
  function tell() {
    timer = waits ? setTimeout(tell, REST) : 0;
    if (waits) save.apply(model, waits);
    waits = null;
  }
  model.save_changes = (...args) => {
    waits = args;
    timer ||= setTimeout(tell, SOON);
  };
  model.set_state = (state) => {
    const unsent = waits && model._buffered_state_diff || {};
    hear.call(model, Object.fromEntries(Object.entries(state).filter(([name]) => !(name in unsent))));
  };
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    delete model.save_changes;
    delete model.set_state;
    if (waits) model.save_changes(...waits);
  });
}

// ../backprop_lib/live/src/page/dom.js
var SVG = "http://www.w3.org/2000/svg";
function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== void 0 && value !== null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}
var html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
var svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
var written = /* @__PURE__ */ new WeakMap();
function write(element, attributes) {
  let last = written.get(element);
  if (!last) written.set(element, last = {});
  for (const key in attributes) {
    const value = attributes[key];
    if (last[key] === value) continue;
    last[key] = value;
    if (key === "text") element.textContent = value;
    else if (value === null || value === false) element.removeAttribute(key);
    else element.setAttribute(key, value === true ? "" : value);
  }
}

// ../backprop_lib/live/src/picture/chart_lines.js
var MARGIN = { left: 52, right: 86, top: 12, bottom: 40 };
var APART = 14;
function makeChart({ x, y, label, height = 260 }) {
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
  const element = svg(
    "svg",
    { class: "bp-chart", role: "img", "aria-label": label },
    ticks,
    frame,
    names.x,
    names.y,
    drawn,
    marked
  );
  const scaled = ({ log }, value) => log ? Math.log10(value) : value;
  function along(axis, value) {
    const [from, to] = [scaled(axis, axis.from), scaled(axis, axis.to)];
    const part2 = (scaled(axis, value) - from) / (to - from);
    return Number.isNaN(part2) ? 0 : Math.min(1, Math.max(0, part2));
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
    for (let n = ends.length - 1, most = bottom + 2; n >= 0; n--, most -= APART) {
      ends[n].y = Math.min(ends[n].y, most);
    }
    for (const { text, y: at } of ends) write(text, { x: right() + 7, y: at + 4 });
    for (const { shape, rule, at } of marks) {
      const [u, v] = at ? [px(at[0]), py(at[1])] : [0, 0];
      write(shape, { transform: `translate(${u.toFixed(1)} ${v.toFixed(1)})`, hidden: !at });
      if (rule) write(rule, { d: `M${u.toFixed(1)} ${MARGIN.top}V${bottom}`, hidden: !at });
    }
  }
  const shapes = {
    // one for each line, so that colour is never alone
    circle: (r) => svg("circle", { r }),
    square: (r) => svg("rect", { x: -r, y: -r, width: 2 * r, height: 2 * r }),
    diamond: (r) => svg("path", { d: `M0 ${-1.3 * r}L${1.3 * r} 0L0 ${1.3 * r}L${-1.3 * r} 0Z` })
  };
  return {
    element,
    /** A line with a name at its end; `dots` of its points get a shape. */
    line(kind, name, { shape, dots = 0, labelled = "last" } = {}) {
      const line = {
        name,
        labelled,
        points: [],
        path: svg("path", { class: `bp-chart-line bp-${kind}` }),
        text: svg("text", { class: `bp-chart-name bp-${kind}` }),
        dots: Array.from({ length: dots }, () => shapes[shape](2.4))
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
        }
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
        }
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
          const every = Math.ceil(40 / room);
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
    }
  };
}

// ../backprop_lib/live/src/page/colours.js
var channel = (hex, at) => parseInt(hex.slice(at, at + 2), 16);
var rgb = (hex) => [channel(hex, 1), channel(hex, 3), channel(hex, 5)];
function mix(from, to, t) {
  const [a, b] = [rgb(from), rgb(to)];
  return `#${a.map((v, n) => Math.round(v + (b[n] - v) * t).toString(16).padStart(2, "0")).join("")}`;
}
function luminance(hex) {
  const [r, g, b] = rgb(hex).map((v) => {
    const s = v / 255;
    return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((p, q) => q - p);
  return (high + 0.05) / (low + 0.05);
}
var RANGE = { tanh: [-1, 1] };
function neuronColours(palette, activation, a) {
  const [low, high] = RANGE[activation] ?? [0, 1];
  const t = Math.min(1, Math.max(0, (a - low) / (high - low))) || 0;
  const fill2 = mix(palette.activation_low, palette.activation_high, t);
  const inks = ["#111111", "#ffffff"];
  return { fill: fill2, ink: contrast(fill2, inks[0]) >= contrast(fill2, inks[1]) ? inks[0] : inks[1] };
}
function isDark() {
  const lab = document.body.dataset.jpThemeLight;
  return lab === void 0 ? matchMedia("(prefers-color-scheme: dark)").matches : lab === "false";
}
function wearTheme(root, { palette }) {
  const worn = palette[isDark() ? "dark" : "light"];
  for (const [name, colour] of Object.entries(worn)) root.style.setProperty(`--bp-${name.replaceAll("_", "-")}`, colour);
  return worn;
}
function watchTheme(changed, signal) {
  const seen = new MutationObserver(changed);
  seen.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed, { signal });
  signal.addEventListener("abort", () => seen.disconnect());
}

// ../backprop_lib/live/src/picture/layout.js
var MOST_NEURONS = 16;
var MOST_EDGES = 600;
function choose(sizes, W, image) {
  const shown = sizes.map((n, l) => l === 0 && image || n <= MOST_NEURONS ? n : MOST_NEURONS - 1);
  const counts = sizes.slice(1).map((n, l) => shown[l] * shown[l + 1]);
  const all = counts.reduce((sum, n) => sum + n, 0);
  const notes = [];
  sizes.forEach((n, l) => {
    if (shown[l] < n) notes.push(`layer ${l} has ${n - shown[l]} more neurons than are drawn`);
  });
  const edges = [];
  for (let l = 1; l < sizes.length; l++) {
    const room = Math.max(2, Math.floor(MOST_EDGES * counts[l - 1] / all / shown[l] / 2));
    const keep = all <= MOST_EDGES ? shown[l - 1] : Math.min(room, shown[l - 1]);
    if (keep < shown[l - 1]) {
      notes.push(
        `of layer ${l}'s ${sizes[l - 1] * sizes[l]} weights, the ${keep} largest into each neuron are drawn`
      );
    }
    for (let j = 0; j < shown[l]; j++) {
      [...Array(shown[l - 1]).keys()].sort((p, q) => Math.abs(W[l][q][j]) - Math.abs(W[l][p][j]) || p - q).slice(0, keep).sort((p, q) => p - q).forEach((i) => edges.push([l, i, j]));
    }
  }
  return { shown, edges, note: notes.join("; "), image: image ?? null };
}
function labelPlace(n, m) {
  let best = { way: 0.56, apart: 0 };
  const ways = m === 1 ? [0.56] : [0.4, 0.36, 0.33, 0.3, 0.46, 0.5, 0.56, 0.6];
  for (const way of ways) {
    const heights = [];
    for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) heights.push(i * (1 - way) + j * way);
    heights.sort((p, q) => p - q);
    const apart = Math.min(0.4, ...heights.slice(1).map((y, k) => y - heights[k]));
    if (apart > best.apart + 1e-9) best = { way, apart };
  }
  return best;
}
function arrange({ shown, image }, width) {
  const tall = Math.max(...shown.map((n, l) => l === 0 && image ? 1 : n));
  const narrow = width < 560;
  const size = tall <= 4 ? "large" : tall <= 8 ? "medium" : "small";
  const radius = { large: narrow ? 23 : 30, medium: narrow ? 17 : 20, small: 15 }[size];
  const step = { large: 156, medium: 76, small: 38 }[size];
  const top = size === "large" ? 64 : 48;
  const cell = image ? Math.min(22, 0.3 * width / image[1]) : 0;
  const columns = narrow ? shown.length : shown.length + 1;
  const bottom = size === "small" ? 34 : size === "medium" ? 44 : 62;
  const drawn = Math.max(top + step * (tall - 1) + radius + bottom, image ? cell * image[0] + 90 : 0, 210);
  const height = narrow ? drawn + 92 : drawn;
  const margin = image ? cell * image[1] / 2 + 10 : narrow ? radius + 8 : radius + 26;
  const right = narrow ? radius + (size === "small" ? 52 : 14) : 62;
  const middle = (top + drawn - radius - bottom) / 2 + (tall === 1 ? 8 : 0);
  const x = (l) => margin + l * (width - margin - right) / (columns - 1);
  const neurons = shown.map(
    (n, l) => Array.from({ length: n }, (_, j) => {
      if (l === 0 && image) {
        const [row, column] = [Math.floor(j / image[1]), j % image[1]];
        return {
          x: x(0) + (column - (image[1] - 1) / 2) * cell,
          y: middle + (row - (image[0] - 1) / 2) * cell
        };
      }
      return { x: x(l), y: middle + (j - (n - 1) / 2) * step };
    })
  );
  const gap = (x(1) - x(0)) / (narrow ? 2.4 : 1);
  const labels = shown.map((m, l) => {
    if (l === 0 || l === 1 && image || size === "small" || gap <= 96) return null;
    const { way, apart } = labelPlace(shown[l - 1], m);
    return apart * step >= 28 ? way : null;
  });
  const loss = narrow ? { x: width / 2, y: drawn + 46 } : { x: x(columns - 1), y: middle };
  return { height, radius, size, narrow, neurons, labels, cell, loss };
}

// ../backprop_lib/live/src/core/numbers.js
var MINUS = "−";
function format(value, digits = 3) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  const small = size !== 0 && size < 0.5 * 10 ** -digits;
  const text = small || size >= 1e5 ? size.toExponential(1).replace("-", MINUS) : size.toFixed(digits);
  return value < 0 ? MINUS + text : text;
}
var plain = (value, digits) => Math.abs(value) < 100 ? value.toFixed(digits).replace("-", MINUS) : format(value, 0);
var signed = (value, digits = 3) => (value > 0 ? "+" : "") + format(value, digits);
var SUPERSCRIPT = { "-": "⁻", ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((digit, n) => [n, digit])) };
var power = (exponent) => `10${[...String(exponent)].map((sign) => SUPERSCRIPT[sign]).join("")}`;
function places(sizes, epsilon = []) {
  const all = [];
  for (let l = 1; l < sizes.length; l++) {
    for (let i = 0; i < sizes[l - 1]; i++) {
      for (let j = 0; j < sizes[l]; j++) all.push({ kind: "W", l, i, j });
    }
    for (let j = 0; j < sizes[l]; j++) all.push({ kind: "b", l, i: -1, j });
  }
  epsilon.forEach((value, m) => {
    for (const kind of value === null ? [] : ["gamma", "beta"]) {
      for (let j = 0; j < sizes[m + 1]; j++) all.push({ kind, l: m + 1, i: -1, j });
    }
  });
  for (let j = 0; j < sizes[0]; j++) all.push({ kind: "x", l: 0, i: -1, j });
  for (let j = 0; j < sizes.at(-1); j++) all.push({ kind: "y", l: sizes.length, i: -1, j });
  return all;
}
function nameOf({ kind, l, i, j }) {
  if (kind === "W") return `W[${l}][${i}, ${j}]`;
  return kind === "x" || kind === "y" ? `${kind}[${j}]` : `${kind}[${l}][${j}]`;
}
var neuronName = (l, j) => l === 0 ? `x[${j}]` : `a[${l}][${j}]`;
function unpack(values, sizes, count = 0) {
  const W = [null];
  const b = [null];
  let k = 0;
  for (let l = 1; l < sizes.length; l++) {
    W[l] = [];
    for (let i = 0; i < sizes[l - 1]; i++, k += sizes[l]) W[l].push(values.slice(k, k + sizes[l]));
    b[l] = values.slice(k, k + sizes[l]);
    k += sizes[l];
  }
  const scales = values.slice(k, k + count);
  k += count;
  return { W, b, scales, x: values.slice(k, k + sizes[0]), y: values.slice(k + sizes[0]) };
}

// ../backprop_lib/live/src/core/pass.js
var LEAK = 0.01;
var GELU_SCALE = Math.sqrt(2 / Math.PI);
var GELU_CUBIC = 0.044715;
var GELU_FLAT = 30;
var geluTanh = (z) => Math.tanh(GELU_SCALE * (z + GELU_CUBIC * z ** 3));
var ACTIVATIONS = {
  identity: { value: (z) => z, slope: () => 1, steepest: 1 },
  sigmoid: {
    value: (z) => z > 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)),
    slope: (z, a) => a * (1 - a),
    steepest: 0.25
  },
  tanh: { value: Math.tanh, slope: (z, a) => 1 - a * a, steepest: 1 },
  relu: { value: (z) => z > 0 ? z : 0, slope: (z) => z > 0 ? 1 : 0, steepest: 1 },
  leaky_relu: { value: (z) => z > 0 ? z : LEAK * z, slope: (z) => z > 0 ? 1 : LEAK, steepest: 1 },
  gelu: {
    value: (z) => Math.abs(z) < GELU_FLAT ? 0.5 * z * (1 + geluTanh(z)) : z > 0 ? z : 0,
    slope: (z) => {
      if (Math.abs(z) >= GELU_FLAT) return z > 0 ? 1 : 0;
      const t = geluTanh(z);
      return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * GELU_SCALE * (1 + 3 * GELU_CUBIC * z * z);
    },
    steepest: 1.13
  }
};
function softmax(z) {
  const top = Math.max(...z);
  const e = z.map((value) => Math.exp(value - top));
  const sum = e.reduce((total, value) => total + value, 0);
  return e.map((value) => value / sum);
}
var rows = (matrix, f) => matrix.map((row, n) => row.map((value, j) => f(value, n, j)));
function forward({ W, b, activations, norms, residual }, X) {
  const [z, u, a, normalized] = [[null], [null], [X], [null]];
  for (let l = 1; l < W.length; l++) {
    z[l] = a[l - 1].map(
      (row) => b[l].map((bias, j) => row.reduce((sum, value, i) => sum + value * W[l][i][j], 0) + bias)
    );
    normalized[l] = norms?.[l] ? normalize(z[l], norms[l]) : null;
    u[l] = normalized[l]?.u ?? z[l];
    const name = activations[l];
    a[l] = name === "softmax" ? u[l].map(softmax) : rows(u[l], ACTIVATIONS[name].value);
    if (residual?.[l]) a[l] = rows(a[l], (value, n, j) => value + a[l - 1][n][j]);
  }
  return { z, u, a, normalized };
}
function normalize(z, { gamma, beta, epsilon, mean, var: variance }) {
  const over = (f) => gamma.map((_, j) => z.reduce((sum, row) => sum + f(row[j], j), 0) / z.length);
  const center = mean ?? over((value) => value);
  const spread = variance ?? over((value, j) => (value - center[j]) ** 2);
  const s = spread.map((value) => Math.sqrt(value + epsilon));
  const zHat = rows(z, (value, n, j) => (value - center[j]) / s[j]);
  return { zHat, s, mean: center, own: !mean, u: rows(zHat, (value, n, j) => gamma[j] * value + beta[j]) };
}
var SAMPLE_LOSS = {
  squared_error: (z, a, y) => 0.5 * a.reduce((sum, value, k) => sum + (value - y[k]) ** 2, 0),
  mse: (z, a, y) => a.reduce((sum, value, k) => sum + (value - y[k]) ** 2, 0) / a.length,
  bce: (z, a, y) => z.reduce((sum, v, k) => sum + (Math.max(v, 0) - y[k] * v + Math.log1p(Math.exp(-Math.abs(v)))), 0),
  cross_entropy: (z, a, y) => {
    const top = Math.max(...z);
    const log = Math.log(z.reduce((sum, value) => sum + Math.exp(value - top), 0));
    return z.reduce((sum, value, k) => sum + (y[k] > 0 ? y[k] * (log - (value - top)) : 0), 0);
  }
};
function meanLoss({ u, a }, y, loss) {
  const L = u.length - 1;
  return y.reduce((sum, row, s) => sum + SAMPLE_LOSS[loss](u[L][s], a[L][s], row), 0) / y.length;
}
var slopeCancels = (loss) => loss === "bce" || loss === "cross_entropy";
function backward({ W, activations, norms, residual }, { z, u, a, normalized }, y, loss) {
  const L = W.length - 1;
  const n = y.length;
  const outputs = a[L][0].length;
  const [arrives, slope, du, delta, dW, db, dgamma, dbeta] = Array.from({ length: 8 }, () => [null]);
  for (let l = L; l >= 1; l--) {
    const own = residual?.[l] ? rows(a[l], (value, s, j) => value - a[l - 1][s][j]) : a[l];
    slope[l] = activations[l] === "softmax" ? rows(u[l], () => NaN) : rows(u[l], (value, s, j) => ACTIVATIONS[activations[l]].slope(value, own[s][j]));
    if (l === L) {
      const scale = loss === "mse" ? 2 / outputs : 1;
      arrives[l] = rows(a[l], (value, s, j) => scale * (value - y[s][j]));
    } else {
      arrives[l] = rows(
        a[l],
        (_, s, i) => delta[l + 1][s].reduce((sum, d, k) => sum + d * W[l + 1][i][k], residual?.[l + 1] ? arrives[l + 1][s][i] : 0)
      );
    }
    du[l] = l === L && slopeCancels(loss) ? arrives[l] : rows(arrives[l], (v, s, j) => v * slope[l][s][j]);
    delta[l] = du[l];
    if (normalized[l]) ({ delta: delta[l], dgamma: dgamma[l], dbeta: dbeta[l] } = back(du[l], norms[l], normalized[l]));
    dW[l] = a[l - 1][0].map(
      (_, i) => delta[l][0].map((__, j) => delta[l].reduce((sum, row, s) => sum + a[l - 1][s][i] * row[j], 0) / n)
    );
    db[l] = delta[l][0].map((_, j) => delta[l].reduce((sum, row) => sum + row[j], 0) / n);
  }
  return { loss: meanLoss({ u, a }, y, loss), arrives, slope, du, delta, dW, db, dgamma, dbeta };
}
function back(du, { gamma }, { zHat, s, own }) {
  const mean = (f) => gamma.map((_, j) => du.reduce((sum, row, n) => sum + f(row[j], n, j), 0) / du.length);
  const dgamma = mean((value, n, j) => value * zHat[n][j]);
  const dbeta = mean((value) => value);
  const inner = own ? (value, n, j) => value - dbeta[j] - zHat[n][j] * dgamma[j] : (value) => value;
  return { delta: rows(du, (value, n, j) => gamma[j] / s[j] * inner(value, n, j)), dgamma, dbeta };
}

// ../backprop_lib/live/src/picture/graph.js
var SATURATED = 0.05;
function flatness(activation, slope) {
  const steepest = ACTIVATIONS[activation]?.steepest;
  if (steepest === void 0 || !(slope < SATURATED * steepest)) return "";
  return activation.endsWith("relu") || activation === "gelu" ? "off" : "saturated";
}
function makeNeuron(l, j, k, isPixel) {
  const part = (tag, name2, ...more) => svg(tag, { class: `bp-${name2}` }, ...more);
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
    flat: part("text", "flat")
  };
  const { shape, ring, name, a, z, delta, made, was, wasDelta, flat } = node;
  const texts = isPixel ? [] : [ring, name, a, z, delta, made, was, wasDelta, flat];
  node.group = svg("g", { class: "bp-node", role: "slider", tabindex: -1, "data-k": k }, shape, ...texts);
  if (!isPixel) node.name.textContent = neuronName(l, j);
  return node;
}
function makeEdge(l, i, j, k) {
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
    was: svg("text", { class: "bp-was" })
  };
  edge.group = svg(
    "g",
    { class: "bp-edge", role: "slider", tabindex: -1, "data-k": k },
    edge.slope,
    edge.weight,
    edge.hit
  );
  edge.texts = svg("g", { class: "bp-edge-texts", "aria-hidden": "true" }, edge.label, edge.labelSlope, edge.was);
  return edge;
}
function makeGraph({ spec, choice, index }) {
  const { sizes, loss } = spec;
  const activations = ["identity", ...spec.activations];
  const L = sizes.length - 1;
  const nodes = choice.shown.map(
    (n, l) => Array.from(
      { length: n },
      (_, j) => makeNeuron(l, j, index.get(l === 0 ? `x[${j}]` : `b[${l}][${j}]`), l === 0 && !!choice.image)
    )
  );
  const edges = choice.edges.map(([l, i, j]) => makeEdge(l, i, j, index.get(nameOf({ kind: "W", l, i, j }))));
  const end = {
    k: index.get("y[0]"),
    lines: nodes[L].map(() => svg("path", { class: "bp-to-loss" })),
    box: svg("rect", { class: "bp-loss-box", rx: 10 }),
    title: svg("text", { class: "bp-name" }),
    value: svg("text", { class: "bp-loss" }),
    target: svg("text", { class: "bp-z" }),
    was: svg("text", { class: "bp-was" })
  };
  end.title.textContent = "loss";
  end.group = svg(
    "g",
    { class: "bp-node bp-loss-node", role: "slider", tabindex: -1, "data-k": end.k },
    end.box,
    end.title,
    end.value,
    end.target,
    end.was
  );
  const flat = nodes.flat();
  const skips = spec.residual.flatMap((skip, m) => skip ? nodes[m + 1].map(({ j }) => ({ l: m + 1, j, path: svg("path", { class: "bp-skip" }) })) : []);
  const element = svg(
    "svg",
    { class: "bp-graph", role: "group" },
    svg("g", { "aria-hidden": "true" }, ...skips.map(({ path }) => path)),
    svg("g", {}, ...end.lines),
    svg("g", {}, ...edges.map((edge) => edge.group)),
    svg("g", {}, ...edges.map((edge) => edge.texts)),
    svg("g", {}, ...flat.map((node) => node.group), end.group)
  );
  const items = [];
  for (const node of flat) {
    items.push(node, ...edges.filter((edge) => edge.l === node.l + 1 && edge.i === node.j));
  }
  items.push(end);
  let at = null;
  function place(width) {
    at = arrange(choice, width);
    const { radius: r, size, narrow } = at;
    write(element, { viewBox: `0 0 ${width} ${at.height}`, height: at.height, "data-size": size });
    for (const edge of edges) {
      const [p, q] = [at.neurons[edge.l - 1][edge.i], at.neurons[edge.l][edge.j]];
      const [dx, dy] = [q.x - p.x, q.y - p.y];
      const long = Math.hypot(dx, dy) || 1;
      const [nx, ny] = [-dy / long * 5, dx / long * 5];
      write(edge.weight, { d: `M${p.x} ${p.y}L${q.x} ${q.y}` });
      write(edge.hit, { d: `M${p.x} ${p.y}L${q.x} ${q.y}` });
      write(edge.slope, { d: `M${p.x + nx} ${p.y + ny}L${q.x + nx} ${q.y + ny}` });
      const way = at.labels[edge.l] ?? 0.5;
      const [x2, y2] = [p.x + dx * way, p.y + dy * way];
      write(edge.label, { x: x2, y: y2 - 6 });
      write(edge.labelSlope, { x: x2, y: y2 + 13 });
      write(edge.was, { x: x2, y: y2 - 20 });
    }
    for (const { l, j, path } of skips) {
      const [p, q] = [at.neurons[l - 1][j], at.neurons[l][j]];
      const lift = r + (size === "small" ? 8 : 22);
      write(path, { d: `M${p.x} ${p.y}C${p.x + r} ${p.y - lift} ${q.x - r} ${q.y - lift} ${q.x} ${q.y}` });
    }
    for (const node of flat) {
      const { x: x2, y: y2 } = at.neurons[node.l][node.j];
      if (node.isPixel) {
        write(node.shape, { x: x2 - at.cell / 2, y: y2 - at.cell / 2, width: at.cell, height: at.cell });
        continue;
      }
      write(node.shape, { cx: x2, cy: y2, r });
      write(node.ring, { cx: x2, cy: y2, r: r + 4 });
      const small = size === "small";
      write(node.name, small ? { x: x2, y: y2 - r - 3 } : { x: x2, y: y2 - r - 8 });
      node.x = x2;
      node.y = y2;
      write(node.z, { x: x2, y: y2 + r * 0.6 });
      const below = small ? { x: x2 + r + 4, y: y2 + 4 } : { x: x2, y: y2 + r + 17 };
      write(node.delta, below);
      write(node.made, { x: x2, y: y2 + r + 32 });
      const edge = narrow && node.l === L;
      write(node.was, edge ? { x: x2 + r, y: y2 - r - 22, style: "text-anchor:end" } : { x: x2 + r * 0.8 + 4, y: y2 - r + 3, style: "text-anchor:start" });
      write(node.wasDelta, { x: x2, y: y2 + r + 46 });
      write(node.flat, { x: x2 - r * 0.8 - 3, y: y2 - r + 3, style: "text-anchor:end" });
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
  function made(record, l, j) {
    const arrives = record.arrives[l][0][j];
    const slope = record.slope[l][0][j];
    const norm = record.normalized?.[l];
    const cancels = l === L && slopeCancels(loss);
    if (norm) {
      const factors = [arrives, ...cancels ? [] : [slope], record.norms[l].gamma[j] / norm.s[j]];
      return factors.map((value) => format(value, 2)).join(" × ");
    }
    if (cancels) return `a ${format(record.a[L][0][j], 2)} − y ${format(record.y[j], 2)}`;
    const word = l === L ? "from loss" : "arrives";
    return at.narrow || at.size !== "large" ? `${format(arrives, 2)} × ${format(slope, 2)}` : `${word} ${format(arrives)} × slope ${format(slope)}`;
  }
  function beside(differs, truth) {
    if (!differs) return "";
    return spec.laboratory && at.size === "large" && !at.narrow ? ` ≠ ${signed(truth)}` : " ≠";
  }
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
        "stroke-width": (thin + thick * Math.abs(w) / scale).toFixed(2),
        "stroke-dasharray": w < 0 ? "7 4" : null
      });
      write(edge.slope, {
        stroke: dw < 0 ? palette.delta_negative : palette.delta_positive,
        "stroke-width": deltas ? (thick * Math.abs(dw) / largestdW / 1.8).toFixed(2) : 0,
        "stroke-dasharray": dw < 0 ? "3 3" : null
      });
      write(edge.group, { "data-selected": isSelected });
      const labelled = at.labels[l] !== null || isSelected;
      const mark = beside(how.differs.has(`dW[${l}][${i}, ${j}]`), record.truth.dW[l][i][j]);
      write(edge.label, { text: labelled ? signed(w, at.narrow ? 2 : 3) : "", "data-w": w });
      write(edge.labelSlope, {
        text: labelled && deltas ? `dW ${signed(dw, at.narrow ? 2 : 3)}${mark}` : "",
        "data-dw": dw,
        style: `fill:${dw < 0 ? palette.delta_negative : palette.delta_positive}`
      });
      const old = before?.W[l][i][j];
      write(edge.was, { text: labelled && old !== void 0 && signed(old) !== signed(w) ? `was ${signed(old)}` : "" });
    }
    for (const node of flat) {
      const { l, j } = node;
      const a = record.a[l][0][j];
      const name = activations[l];
      const { fill: fill2, ink } = neuronColours(palette, name, a);
      write(node.shape, { fill: fill2 });
      write(node.group, { "data-selected": how.selected === node.k });
      if (node.isPixel) continue;
      const small = at.size === "small";
      const showZ = how.showZ && l > 0 && !small;
      write(node.a, { text: at.size === "large" ? format(a) : plain(a, 2), style: `fill:${ink}`, "data-a": a, x: node.x, y: node.y + (showZ ? 1 : 5) });
      write(node.z, { text: showZ ? `z ${format(record.z[l][0][j], 2)}` : "", style: `fill:${ink}` });
      const old = before?.a[l][0][j];
      const moved2 = old !== void 0 && format(old) !== format(a);
      write(node.was, { text: moved2 && !small ? `${a > old ? "▲" : "▼"} was ${format(old)}` : "" });
      if (l === 0) continue;
      const d = record.delta[l][0][j];
      const flatWord = flatness(name, record.slope[l][0][j]);
      write(node.flat, { text: small ? "" : flatWord });
      write(node.ring, { "data-flat": flatWord !== "" });
      const mark = beside(how.differs.has(`delta[${l}][${j}]`), record.truth.delta[l][0][j]);
      const oldDelta = before?.delta[l][0][j];
      const movedDelta = deltas && oldDelta !== void 0 && format(oldDelta) !== format(d) && at.size === "large";
      write(node.delta, {
        text: deltas ? `δ ${signed(d)}${mark}` : "",
        style: `fill:${d < 0 ? palette.delta_negative : palette.delta_positive}`,
        "data-delta": d
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

// ../backprop_lib/live/src/picture/chart_heat_map.js
var STEPS = 256;
var ROW = 18;
var strength = (delta, limit) => Math.sign(delta) * Math.min(1, Math.sqrt(Math.abs(delta) / limit));
function shades(palette) {
  const zero = mix(palette.paper, palette.line, 0.35);
  const rgb2 = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return Array.from({ length: 2 * STEPS + 1 }, (_, n) => {
    const t = n / STEPS - 1;
    return rgb2(mix(zero, t < 0 ? palette.delta_negative : palette.delta_positive, Math.abs(t)));
  });
}
function makeHeatMap({ neurons, samples, limit, choose: choose2, signal }) {
  const rows2 = neurons.length;
  const canvas = html("canvas", { class: "bp-heat", width: samples, height: rows2, "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  const image = context.createImageData(samples, rows2);
  const [row, column] = ["row", "column"].map((name) => html("div", { class: `bp-heat-${name}`, hidden: "" }));
  const names = [];
  const rules = [];
  let above = 0;
  for (let l = neurons.at(-1).l; l >= 1; l--) {
    const many = neurons.filter((neuron) => neuron.l === l).length;
    if (above) rules.push(html("div", { class: "bp-heat-rule", style: `top:${above * ROW}px` }));
    above += many;
    names.push(html("span", { style: `height:${many * ROW}px` }, html("span", {}, `layer ${l}`)));
  }
  const field = html("div", {
    class: "bp-heat-field",
    tabindex: 0,
    role: "group",
    style: `height:${rows2 * ROW}px`,
    "aria-label": "delta heat map: arrow keys choose a neuron and a sample"
  }, canvas, ...rules, row, column);
  const scale = html(
    "p",
    { class: "bp-small bp-heat-scale", "aria-hidden": "true" },
    html("span", {}, `δ ${format(-limit, 2)}`),
    html("span", { class: "bp-heat-bar" }),
    html("span", {}, `${format(limit, 2)}; its strength grows as √|δ|`)
  );
  const element = html(
    "div",
    {},
    html("div", { class: "bp-heat-grid" }, html("div", { class: "bp-heat-names", "aria-hidden": "true" }, ...names), field),
    html("p", { class: "bp-small" }, `sample 0 to ${samples - 1}; a row a neuron, layer 1 at the bottom`),
    scale
  );
  const rowOf = (neuron) => rows2 - 1 - neuron;
  let chosen = { neuron: -1, sample: 0 };
  let [table, made] = [[], null];
  field.addEventListener("pointerdown", (event) => {
    const box = field.getBoundingClientRect();
    const within = (part, n) => Math.min(n - 1, Math.max(0, Math.floor(part * n)));
    choose2(
      rowOf(within((event.clientY - box.top) / box.height, rows2)),
      within((event.clientX - box.left) / box.width, samples)
    );
  }, { signal });
  field.addEventListener("keydown", (event) => {
    const [up, right] = {
      ArrowUp: [1, 0],
      ArrowDown: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1]
    }[event.key] ?? [0, 0];
    if (!up && !right) return;
    event.preventDefault();
    event.stopPropagation();
    const neuron = Math.min(rows2 - 1, Math.max(0, chosen.neuron + up));
    choose2(neuron, Math.min(samples - 1, Math.max(0, chosen.sample + right)));
  }, { signal });
  return {
    element,
    canvas,
    paint(record, palette, selected) {
      chosen = selected;
      if (made !== palette) {
        table = shades(palette);
        made = palette;
        const ends = [-1, -0.5, 0, 0.5, 1].map((t) => `rgb(${table[Math.round((t + 1) * STEPS)].join(" ")})`);
        scale.querySelector(".bp-heat-bar").style.background = `linear-gradient(to right, ${ends.join(", ")})`;
      }
      neurons.forEach(({ l, j }, neuron) => {
        let at = rowOf(neuron) * samples * 4;
        for (const deltas of record.delta[l]) {
          const colour = table[Math.round((strength(deltas[j], limit) + 1) * STEPS)];
          image.data[at] = colour[0];
          image.data[at + 1] = colour[1];
          image.data[at + 2] = colour[2];
          image.data[at + 3] = 255;
          at += 4;
        }
      });
      context.putImageData(image, 0, 0);
      write(row, { hidden: selected.neuron < 0, style: `top:${rowOf(selected.neuron) * ROW}px;height:${ROW}px` });
      write(column, { hidden: false, style: `left:${100 * selected.sample / samples}%;width:${100 / samples}%` });
    }
  };
}

// ../backprop_lib/live/src/core/layer_parts.js
function normsOf({ sizes, epsilon }, scales, running = null) {
  let at = 0;
  return [null, ...epsilon.map((value, m) => {
    if (value === null) return null;
    const n = sizes[m + 1];
    const pair = (flat) => [flat.slice(at, at + n), flat.slice(at + n, at + 2 * n)];
    const [gamma, beta] = pair(scales);
    const [mean, variance] = running ? pair(running) : [];
    at += 2 * n;
    return { gamma, beta, epsilon: value, mean, var: variance };
  })];
}
var isNormalized = ({ epsilon }) => epsilon.some((value) => value !== null);
var countScales = ({ sizes, epsilon }) => epsilon.reduce((sum, value, m) => sum + (value === null ? 0 : 2 * sizes[m + 1]), 0);
function partsSaid({ epsilon, residual }, by = "") {
  const listed = (items) => items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
  const normalized = epsilon.flatMap((value, m) => value === null ? [] : [m + 1]);
  const skips = residual.flatMap((skip, m) => skip ? [`a[${m}] to layer ${m + 1}`] : []);
  return [
    ...normalized.length ? [` Batch norm in layer${normalized.length > 1 ? "s" : ""} ${listed(normalized)}${by}; γ and β are not drawn.`] : [],
    ...skips.length ? [` ${skips.length > 1 ? "Skips add" : "A skip adds"} ${listed(skips)}.`] : []
  ].join("");
}

// ../backprop_lib/live/src/core/recording.js
var FLAT = 0.05;
var neuronsOf = (sizes) => sizes.slice(1).flatMap((n, m) => Array.from({ length: n }, (_, j) => ({ l: m + 1, j, name: `a[${m + 1}][${j}]` })));
function readRecording(bytes, spec) {
  const { sizes, samples, own } = spec;
  const all = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const neurons = neuronsOf(sizes);
  const records = spec.steps.length;
  const dense = sizes.slice(1).reduce((sum, n, l) => sum + n * (sizes[l] + 1), 0);
  const P = dense + countScales(spec);
  const N = neurons.length;
  const L = sizes.length - 1;
  let at = 0;
  const take = (count) => all.subarray(at, at += count);
  const table = (count, width) => {
    const block = take(count * width);
    return (k) => Array.from(block.subarray(k * width, (k + 1) * width));
  };
  const params = table(records, P);
  const loss = Array.from(take(records));
  const layerNorms = table(records, L);
  const neuronNorms = table(records, N);
  const row = { X: table(samples, sizes[0]), y: table(samples, sizes[L]) };
  const rows2 = (of) => Array.from({ length: samples }, (_, s) => of(s));
  const [X, y] = [rows2(row.X), rows2(row.y)];
  const ownDelta = own ? table(records, samples * N) : null;
  const ownGradient = own ? table(records, P) : null;
  const activations = [null, ...spec.activations];
  const residual = [null, ...spec.residual];
  function deltas(flat) {
    const delta = [null];
    for (let l = 1, from = 0; l <= L; from += sizes[l], l++) {
      const start = from;
      delta[l] = rows2((s) => flat.slice(s * N + start, s * N + start + sizes[l]));
    }
    return delta;
  }
  return {
    records,
    neurons,
    X,
    y,
    loss,
    layerNorms,
    neuronNorms,
    /** Both passes of record k, over all samples, with the run's own numbers where it had some. */
    at(k) {
      const learned = params(k);
      const { W, b } = unpack(learned, sizes);
      const network = { W, b, activations, norms: normsOf(spec, learned.slice(dense)), residual };
      const passed = forward(network, X);
      const back2 = backward(network, passed, y, spec.loss);
      const { arrives, slope } = back2;
      const used = own ? { delta: deltas(ownDelta(k)), dW: unpack(ownGradient(k), sizes).W } : back2;
      return { ...passed, W, b, arrives, slope, delta: used.delta, dW: used.dW, loss: loss[k] };
    }
  };
}
function sampleOf(record, data, s, own) {
  const one = (layers) => layers.map((layer) => layer && [layer[s]]);
  const shown = {
    W: record.W,
    b: record.b,
    dW: record.dW,
    loss: record.loss,
    x: data.X[s],
    y: data.y[s],
    z: one(record.z),
    u: one(record.u),
    a: one(record.a),
    delta: one(record.delta),
    arrives: one(record.arrives),
    slope: one(record.slope)
  };
  return { ...shown, truth: shown, own: own ? shown : null };
}
function flatShare(record, l, activation, j = null) {
  const steepest = ACTIVATIONS[activation]?.steepest;
  if (steepest === void 0) return NaN;
  const isFlat = (slope) => slope < FLAT * steepest;
  const values = j === null ? record.slope[l].flat() : record.slope[l].map((row) => row[j]);
  return values.filter(isFlat).length / values.length;
}

// ../backprop_lib/live/src/picture/chart_histograms.js
var BINS = 16;
var [WIDTH, HEIGHT, BASE] = [180, 92, 74];
function percent(share) {
  if (share > 0 && share < 0.01) return "under 1 %";
  return share < 1 && share > 0.99 ? "over 99 %" : `${Math.round(100 * share)} %`;
}
function binned(values, [low, high]) {
  const counts = new Array(BINS).fill(0);
  for (const value of values) {
    const bin = Math.floor((value - low) / (high - low) * BINS);
    counts[Math.min(BINS - 1, Math.max(0, bin))]++;
  }
  return counts;
}
function makeHistograms({ sizes, activations, ranges }) {
  const panels = activations.map((activation, m) => {
    const l = m + 1;
    const bars = Array.from({ length: BINS }, () => svg("path", { class: "bp-hist-bar" }));
    const own = Array.from({ length: BINS }, () => svg("path", { class: "bp-hist-own" }));
    const [low, high] = ranges[m];
    const text = (x, anchor, words2) => svg("text", { x, y: HEIGHT - 4, style: `text-anchor:${anchor}` }, words2);
    const picture = svg(
      "svg",
      { class: "bp-hist", viewBox: `0 -10 ${WIDTH} ${HEIGHT + 10}`, role: "img" },
      svg("path", { class: "bp-chart-frame", d: `M0 ${BASE}H${WIDTH}` }),
      ...bars,
      ...own,
      svg("path", { class: "bp-chart-grid", d: `M0 4H${WIDTH}` }),
      svg("text", { x: WIDTH, y: 0, style: "text-anchor:end" }, "100 %"),
      text(2, "start", plain(low, low % 1 ? 2 : 0)),
      text(WIDTH - 2, "end", plain(high, high % 1 ? 2 : 0))
    );
    const words = html("p", { class: "bp-small" });
    const element = html("div", {}, html("strong", { class: "bp-hist-name" }, `layer ${l}, ${activation}`), picture, words);
    return { l, activation, range: ranges[m], bars, own, picture, words, element, neurons: sizes[l] };
  });
  const step = WIDTH / BINS;
  const bar = (share, n, inset) => {
    const height = share * (BASE - 4);
    return `M${(n * step + inset).toFixed(1)} ${BASE}v${(-height).toFixed(1)}h${(step - 2 * inset).toFixed(1)}v${height.toFixed(1)}z`;
  };
  return {
    element: html("div", { class: "bp-hists" }, ...panels.map((panel) => panel.element)),
    paint(record, selected) {
      for (const { l, activation, range, bars, own, picture, words, neurons } of panels) {
        const values = record.a[l].flat();
        const counts = binned(values, range);
        counts.forEach((count, n) => write(bars[n], { d: bar(count / values.length, n, 0.8), "data-count": count }));
        const here = selected?.l === l;
        const alone = here ? binned(record.a[l].map((row) => row[selected.j]), range) : null;
        own.forEach((path, n) => write(path, { d: here ? bar(alone[n] / record.a[l].length, n, 2.6) : "", "data-count": here ? alone[n] : null }));
        const flat = flatShare(record, l, activation);
        const stuck = Array.from({ length: neurons }, (_, j) => flatShare(record, l, activation, j)).filter((share) => share === 1).length;
        const word = /relu|gelu/.test(activation) ? "off" : "saturated";
        const said = Number.isNaN(flat) ? "" : `${percent(flat)} ${word}` + (stuck ? `; ${stuck} of ${neurons} for every sample` : "");
        write(words, { text: said, "data-flat": flat });
        write(picture, { "aria-label": `activations of layer ${l} from ${plain(range[0], 2)} to ${plain(range[1], 2)}: ${said}` });
      }
    }
  };
}

// ../backprop_lib/live/src/page/player.js
var SPEEDS = [["½×", 0.5], ["1×", 1], ["2×", 2], ["4×", 4]];
async function makePlayer({ model, listen, button, ask, signal }, { what, name, speeds = SPEEDS }) {
  const manager = model.widget_manager;
  const slider = await manager.get_model(model.get("slider").replace("IPY_MODEL_", ""));
  const shown = await manager.create_view(slider);
  shown.trigger("displayed");
  signal.addEventListener("abort", () => {
    pause();
    shown.remove();
  });
  const handle = shown.el.querySelector(".noUi-handle");
  let timer = 0;
  let speed = speeds[1][1];
  let byHand = true;
  const last = () => slider.get("max");
  const at = () => Math.min(slider.get("value"), last());
  function go(n) {
    const to = Math.min(last(), Math.max(0, n));
    if (to === slider.get("value")) return;
    slider.set("value", to);
    slider.save_changes();
  }
  function pause() {
    clearTimeout(timer);
    timer = 0;
  }
  function next() {
    byHand = false;
    go(at() + 1);
    byHand = true;
    timer = at() < last() ? setTimeout(next, 1e3 / speed) : 0;
    ask();
  }
  function toggle() {
    if (timer) pause();
    else {
      if (at() === last()) go(0);
      timer = setTimeout(next, 600 / speed);
    }
    ask();
  }
  const move = (by) => () => {
    pause();
    go(at() + by);
    ask();
  };
  const back2 = button("◀ Back", `one ${what} back`, move(-1));
  const play = button("▶ Play", "play and pause", toggle);
  const step = button("Step ▶", `one ${what} on`, move(1));
  play.classList.add("bp-play");
  const choice = html(
    "select",
    { class: "bp-box bp-speed", "aria-label": "speed" },
    ...speeds.map(([text, value]) => html("option", { value }, text))
  );
  choice.value = String(speed);
  choice.addEventListener("change", () => {
    speed = Number(choice.value);
  }, { signal });
  choice.addEventListener("keydown", (event) => event.stopPropagation(), { signal });
  const label = html("span", { class: "bp-position" });
  const element = html(
    "div",
    { class: "bp-player", role: "group", "aria-label": `${what} by ${what}` },
    back2,
    play,
    step,
    choice,
    shown.el,
    label
  );
  for (const type of ["pointerdown", "keydown"]) {
    shown.el.addEventListener(type, () => {
      pause();
      ask();
    }, { signal, capture: true });
  }
  listen(slider, "change:value", ask);
  listen(slider, "change:max", ask);
  write(handle, { "aria-label": what });
  return {
    element,
    slider,
    at,
    go,
    last,
    quiet: () => timer !== 0 || !byHand,
    paint(text) {
      write(label, { text });
      write(handle, { "aria-valuetext": name(at()) });
      write(back2, { disabled: at() === 0 });
      write(step, { disabled: at() === last() });
      write(play, { text: timer ? "❚❚ Pause" : "▶ Play" });
    }
  };
}

// ../backprop_lib/live/src/picture/table_neurons.js
var HEADS = ["neuron", "a of this sample", "δ of this sample", "mean of a", "mean of |δ|", "flat samples"];
function makeNeuronTable({ neurons, activations, select, signal }) {
  const rows2 = neurons.map(({ name }, n) => {
    const button = html("button", { type: "button", class: "bp-row-name" }, name);
    button.addEventListener("click", () => select(n), { signal });
    const cells = Array.from({ length: HEADS.length - 1 }, () => html("td", {}));
    return { button, cells, row: html("tr", {}, html("th", { scope: "row" }, button), ...cells) };
  });
  const element = html(
    "details",
    { class: "bp-twin" },
    html("summary", {}, "All neurons as a table"),
    html("div", { class: "bp-tables" }, html(
      "table",
      { class: "bp-table" },
      html("thead", {}, html("tr", {}, ...HEADS.map((head) => html("th", { scope: "col" }, head)))),
      html("tbody", {}, ...rows2.map(({ row }) => row))
    ))
  );
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    element,
    paint(record, s, chosen) {
      if (!element.open) return;
      neurons.forEach(({ l, j }, n) => {
        const [a, delta] = [record.a[l], record.delta[l]].map((layer) => layer.map((row) => row[j]));
        const numbers = [a[s], delta[s], mean(a), mean(delta.map(Math.abs))];
        numbers.forEach((value, c) => write(rows2[n].cells[c], { text: format(value, 4), "data-value": value }));
        const flat = flatShare(record, l, activations[l - 1], j);
        write(rows2[n].cells[4], { text: Number.isNaN(flat) ? "–" : `${Math.round(100 * flat)} %`, "data-value": flat });
        write(rows2[n].row, { "data-selected": n === chosen });
        write(rows2[n].button, { "aria-pressed": String(n === chosen) });
      });
    }
  };
}

// ../backprop_lib/live/src/scrubber.js
var PAUSE = 500;
var SPEEDS2 = [["5×", 5], ["10×", 10], ["20×", 20], ["40×", 40]];
async function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const spec = model.get("spec");
  const { sizes, activations, steps } = spec;
  const L = sizes.length - 1;
  const normalized = isNormalized(spec);
  const data = readRecording(model.get("records"), spec);
  const neurons = neuronsOf(sizes);
  const index = new Map(places(sizes).map((place, k) => [nameOf(place), k]));
  const listening = [];
  let [frame, timer, palette] = [0, 0, spec.palette.light];
  const ask = () => {
    frame ||= requestAnimationFrame(paint);
  };
  const listen = (source, name, act) => {
    source.on(name, act);
    listening.push(() => source.off(name, act));
  };
  const button = (text, title, act) => {
    const made = html("button", { type: "button", class: "bp-button", title }, text);
    made.addEventListener("click", act, { signal });
    return made;
  };
  function select(neuron, sample2 = model.get("sample")) {
    model.set({ neuron: neurons[neuron]?.name ?? "", sample: sample2 });
    model.save_changes();
  }
  const first = data.at(0);
  const graphSpec = { ...spec, own: false };
  const graph = makeGraph({ spec: graphSpec, choice: choose(sizes, first.W, null), index });
  const charts = makeCharts(spec, data);
  const heat = makeHeatMap({ neurons, samples: spec.samples, limit: spec.delta_limit, choose: select, signal });
  const histograms = makeHistograms(spec);
  const table = makeNeuronTable({ neurons, activations, select, signal });
  const player = await makePlayer(
    { model, listen, button, ask, signal },
    { what: "record", name: (k) => `step ${steps[k]}`, speeds: SPEEDS2 }
  );
  calm(player.slider, signal);
  const now = html("strong", {});
  const sample = html("input", { type: "number", class: "bp-box", min: 0, max: spec.samples - 1, step: 1, "aria-label": "sample" });
  const shown = html("span", {});
  const none = button("Deselect", "choose no neuron", () => select(-1));
  const said = html("div", { class: "bp-said", role: "status", "aria-live": "polite" });
  const ended = html("p", { class: "bp-scrub-ended", hidden: spec.message ? null : "" }, spec.message);
  const panel = (title, kind, ...inside) => html(
    "section",
    { class: `bp-panel ${kind}`, "aria-label": title },
    html("h4", { class: "bp-panel-title" }, title),
    ...inside
  );
  const stage = html("div", { class: "bp-stage" }, graph.element, html(
    "p",
    { class: "bp-legend" },
    `a, δ and the dashed rings (saturated, or off): one sample. dW (thin line beside an edge) and the loss: all samples. Edge: solid + / dashed −.${spec.own ? " δ and dW are the run's own." : ""}` + partsSaid(spec, ", by the mean and variance of all samples, as in training")
  ));
  const values = html("ul", { class: "bp-scrub-values" });
  const valueOf = Array.from({ length: L }, () => html("li", {}));
  const neuronValue = html("li", { "data-selected": "" });
  values.append(...valueOf, neuronValue);
  const root = html(
    "div",
    { class: "bp-root bp-scrub" },
    player.element,
    html("div", { class: "bp-scrub-status" }, now, html("label", {}, "sample ", sample), shown, none),
    ended,
    html(
      "div",
      { class: "bp-scrub-grid" },
      panel("Network graph", "bp-scrub-graph", stage),
      panel("Loss curve", "bp-scrub-loss", charts.loss.element),
      panel("Gradient norms", "bp-scrub-norms", charts.norms.element, values),
      panel("Delta heat map", "bp-scrub-deltas", heat.element),
      panel("Activation histograms", "bp-scrub-activations", histograms.element)
    ),
    table.element,
    said
  );
  el.classList.add("bp-host");
  el.append(root);
  const nodes = graph.items.filter((item) => !item.weight && item.l >= 1);
  const numberOf = (node) => neurons.findIndex(({ l, j }) => l === node.l && j === node.j);
  for (const item of graph.items) {
    const isNeuron = nodes.includes(item);
    write(item.group, isNeuron ? { role: "button", tabindex: -1 } : { role: null, tabindex: null, "aria-hidden": "true" });
  }
  graph.element.setAttribute("aria-label", "network; arrow keys walk from neuron to neuron");
  const stand = (node) => nodes.forEach((other) => write(other.group, { tabindex: other === node ? 0 : -1 }));
  stand(nodes[0]);
  nodes.forEach((node, n) => {
    node.group.addEventListener("click", () => select(numberOf(node)), { signal });
    node.group.addEventListener("focus", () => stand(node), { signal });
    node.group.addEventListener("keydown", (event) => {
      const to = {
        ArrowRight: n + 1,
        ArrowDown: n + 1,
        ArrowLeft: n - 1,
        ArrowUp: n - 1,
        Home: 0,
        End: nodes.length - 1
      }[event.key];
      if (event.key === "Enter" || event.key === " ") select(numberOf(node));
      else if (to === void 0) return;
      nodes[to]?.group.focus();
      event.preventDefault();
      event.stopPropagation();
    }, { signal });
  });
  sample.addEventListener("input", () => {
    const s = sample.valueAsNumber;
    if (Number.isInteger(s) && s >= 0 && s < spec.samples) select(chosen(), s);
  }, { signal });
  window.addEventListener("keydown", (event) => {
    if (!(event.target instanceof Element) || !root.contains(event.target)) return;
    const plain2 = !(event.ctrlKey || event.metaKey) && !(event.shiftKey && event.key === "Enter");
    for (const at of [root, event.target]) write(at, { "data-lm-suppress-shortcuts": plain2 ? "true" : null });
  }, { signal, capture: true });
  const chosen = () => neurons.findIndex(({ name }) => name === model.get("neuron"));
  function paint() {
    frame = 0;
    const k = player.at();
    const s = model.get("sample");
    const neuron = chosen();
    const picked = neurons[neuron];
    const record = data.at(k);
    const one = sampleOf(record, data, s, spec.own || normalized);
    graph.paint(one, {
      palette,
      deltas: true,
      showZ: false,
      before: null,
      differs: /* @__PURE__ */ new Set(),
      selected: picked ? index.get(`b[${picked.l}][${picked.j}]`) : -1
    });
    for (const node of nodes) {
      const name = `a[${node.l}][${node.j}]`;
      write(node.group, {
        "aria-label": `neuron ${name}, activation ${format(one.a[node.l][0][node.j])}, delta ${format(one.delta[node.l][0][node.j])}`,
        "aria-pressed": String(picked?.name === name)
      });
    }
    const norms = data.layerNorms(k);
    charts.paint(k, steps[k], record.loss, norms, picked);
    heat.paint(record, palette, { neuron, sample: s });
    histograms.paint(record, picked);
    table.paint(record, s, neuron);
    norms.forEach((norm, m) => write(valueOf[m], {
      text: `layer ${m + 1}: ${format(norm, 4)}`,
      "data-norm": norm,
      "data-selected": picked?.l === m + 1
    }));
    const own = picked ? data.neuronNorms(k)[neuron] : null;
    write(neuronValue, { text: picked ? `${picked.name}: ${format(own, 4)}${own < spec.axes.norms[0] ? " (below the axis)" : ""}` : "", "data-norm": own, hidden: !picked });
    write(now, { text: `step ${steps[k]}, loss ${format(record.loss)}` });
    write(shown, { text: `y = ${data.y[s].map((value) => format(value, 2)).join(", ")}` + (picked ? `; ${picked.name}: a ${format(one.a[picked.l][0][picked.j])}, δ ${format(one.delta[picked.l][0][picked.j])}` : "") });
    write(none, { hidden: !picked });
    if (document.activeElement !== sample && sample.value !== String(s)) sample.value = s;
    player.paint(`step ${steps[k]} of ${steps.at(-1)}`);
    write(root, { "data-k": k, "data-step": steps[k], "data-loss": record.loss, "data-sample": s });
    clearTimeout(timer);
    if (!player.quiet()) timer = setTimeout(() => say(k, norms, picked), PAUSE);
  }
  function say(k, norms, picked) {
    const sizesOf = norms.map((norm, m) => `layer ${m + 1} ${format(norm)}`).join(", ");
    said.textContent = `Step ${steps[k]}: loss ${format(data.loss[k])}. Gradient norms: ${sizesOf}.` + (picked ? ` Selected: ${picked.name}.` : "");
  }
  for (const trait of ["neuron", "sample"]) listen(model, `change:${trait}`, ask);
  table.element.addEventListener("toggle", ask, { signal });
  function theme() {
    palette = wearTheme(root, spec);
    ask();
  }
  watchTheme(theme, signal);
  const widths = /* @__PURE__ */ new Map();
  function resize() {
    for (const [part, place] of [[stage, graph.place], [charts.loss.element.parentElement, charts.place]]) {
      const padding = part === stage ? 0 : 26;
      const width = Math.max(280, Math.floor((part.clientWidth || widths.get(part) || 640) - padding));
      if (widths.get(part) === width) continue;
      widths.set(part, width);
      place(width);
    }
    ask();
  }
  const sized = new ResizeObserver(resize);
  sized.observe(root);
  theme();
  resize();
  paint();
  return () => {
    stop.abort();
    sized.disconnect();
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    listening.forEach((off) => off());
  };
}
function makeCharts(spec, data) {
  const { steps, sizes, axes } = spec;
  const L = sizes.length - 1;
  const x = { from: 0, to: Math.max(1, steps.at(-1)), ticks: axes.steps, text: String, name: "steps taken" };
  const loss = makeChart({
    x,
    y: { from: 0, to: axes.loss.at(-1), ticks: axes.loss, text: (value) => String(value), name: "loss" },
    label: "loss curve",
    height: 215
  });
  const norms = makeChart({
    x,
    y: {
      from: axes.norms[0],
      to: axes.norms.at(-1),
      ticks: axes.norms,
      log: true,
      text: (value) => power(Math.round(Math.log10(value))),
      name: `norm of dW${isNormalized(spec) ? ", db, dγ and dβ" : " and db"}`
    },
    label: "gradient norms, logarithmic",
    height: 235
  });
  const over = (values) => values.map((value, k) => [steps[k], value]);
  const kind = (l) => l <= 3 ? `bp-layer-${l}` : "bp-layer-more";
  const layerNorms = steps.map((_, k) => data.layerNorms(k));
  const lossLine = loss.line("loss-line", "");
  const lines = Array.from({ length: L }, (_, m) => norms.line(kind(m + 1).slice(3), `layer ${m + 1}`));
  const own = norms.line("neuron-line", "");
  const lossMark = loss.mark("at", "circle", { rule: true });
  const marks = lines.map((_, m) => norms.mark("at", "circle", { rule: m === 0 }));
  lossLine.paint(over(data.loss));
  lines.forEach((line, m) => line.paint(over(layerNorms.map((row) => row[m]))));
  let drawn = "";
  return {
    loss,
    norms,
    place(width) {
      loss.place(width);
      norms.place(width);
    },
    paint(k, step, value, sizesNow, picked) {
      if ((picked?.name ?? "") !== drawn) {
        drawn = picked?.name ?? "";
        const n = picked ? data.neurons.findIndex(({ name }) => name === drawn) : -1;
        own.paint(picked ? over(steps.map((_, at) => data.neuronNorms(at)[n])) : [], drawn);
        lines.forEach((line, m) => write(line.path, { "data-selected": picked?.l === m + 1 }));
      }
      lossMark.paint([step, value]);
      sizesNow.forEach((size, m) => marks[m].paint([step, size]));
      loss.describe(`Loss against steps taken: ${format(data.loss[0])} at first, ${format(value)} at step ${step}, ${format(data.loss.at(-1))} in the end.`);
      norms.describe(`Gradient norms against steps taken, logarithmic. At step ${step}: ` + sizesNow.map((size, m) => `layer ${m + 1} ${format(size)}`).join(", "));
    }
  };
}
var scrubber_default = { render };
export {
  scrubber_default as default
};
