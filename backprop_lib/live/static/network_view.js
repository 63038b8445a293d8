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
  const all = counts.reduce((sum2, n) => sum2 + n, 0);
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
var factor = (value, digits = 3) => value < 0 ? `(${format(value, digits)})` : format(value, digits);
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
  const sum2 = e.reduce((total, value) => total + value, 0);
  return e.map((value) => value / sum2);
}
var rows = (matrix, f) => matrix.map((row, n) => row.map((value, j) => f(value, n, j)));
function forward({ W, b, activations, norms, residual }, X) {
  const [z, u, a, normalized] = [[null], [null], [X], [null]];
  for (let l = 1; l < W.length; l++) {
    z[l] = a[l - 1].map(
      (row) => b[l].map((bias, j) => row.reduce((sum2, value, i) => sum2 + value * W[l][i][j], 0) + bias)
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
  const over = (f) => gamma.map((_, j) => z.reduce((sum2, row) => sum2 + f(row[j], j), 0) / z.length);
  const center = mean ?? over((value) => value);
  const spread = variance ?? over((value, j) => (value - center[j]) ** 2);
  const s = spread.map((value) => Math.sqrt(value + epsilon));
  const zHat = rows(z, (value, n, j) => (value - center[j]) / s[j]);
  return { zHat, s, mean: center, own: !mean, u: rows(zHat, (value, n, j) => gamma[j] * value + beta[j]) };
}
var SAMPLE_LOSS = {
  squared_error: (z, a, y) => 0.5 * a.reduce((sum2, value, k) => sum2 + (value - y[k]) ** 2, 0),
  mse: (z, a, y) => a.reduce((sum2, value, k) => sum2 + (value - y[k]) ** 2, 0) / a.length,
  bce: (z, a, y) => z.reduce((sum2, v, k) => sum2 + (Math.max(v, 0) - y[k] * v + Math.log1p(Math.exp(-Math.abs(v)))), 0),
  cross_entropy: (z, a, y) => {
    const top = Math.max(...z);
    const log = Math.log(z.reduce((sum2, value) => sum2 + Math.exp(value - top), 0));
    return z.reduce((sum2, value, k) => sum2 + (y[k] > 0 ? y[k] * (log - (value - top)) : 0), 0);
  }
};
function meanLoss({ u, a }, y, loss) {
  const L = u.length - 1;
  return y.reduce((sum2, row, s) => sum2 + SAMPLE_LOSS[loss](u[L][s], a[L][s], row), 0) / y.length;
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
        (_, s, i) => delta[l + 1][s].reduce((sum2, d, k) => sum2 + d * W[l + 1][i][k], residual?.[l + 1] ? arrives[l + 1][s][i] : 0)
      );
    }
    du[l] = l === L && slopeCancels(loss) ? arrives[l] : rows(arrives[l], (v, s, j) => v * slope[l][s][j]);
    delta[l] = du[l];
    if (normalized[l]) ({ delta: delta[l], dgamma: dgamma[l], dbeta: dbeta[l] } = back(du[l], norms[l], normalized[l]));
    dW[l] = a[l - 1][0].map(
      (_, i) => delta[l][0].map((__, j) => delta[l].reduce((sum2, row, s) => sum2 + a[l - 1][s][i] * row[j], 0) / n)
    );
    db[l] = delta[l][0].map((_, j) => delta[l].reduce((sum2, row) => sum2 + row[j], 0) / n);
  }
  return { loss: meanLoss({ u, a }, y, loss), arrives, slope, du, delta, dW, db, dgamma, dbeta };
}
function back(du, { gamma }, { zHat, s, own }) {
  const mean = (f) => gamma.map((_, j) => du.reduce((sum2, row, n) => sum2 + f(row[j], n, j), 0) / du.length);
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

// ../backprop_lib/live/src/picture/card.js
var FEW = 4;
var SLOPES = {
  identity: "1",
  sigmoid: "a·(1 − a)",
  tanh: "1 − a²",
  relu: "1 if z > 0, else 0",
  leaky_relu: "1 if z > 0, else 0.01",
  gelu: "slope of gelu at z"
};
function sum(n, term) {
  if (n <= FEW) return Array.from({ length: n }, (_, i) => term(i)).join(" + ");
  return `${term(0)} + ${term(1)} + … + ${term(n - 1)}`;
}
function lossFormula(loss, outputs) {
  return {
    squared_error: ["½ Σ (a − y)²", (a, y) => `½·(${format(a)} − ${factor(y)})²`],
    mse: [`Σ (a − y)² / ${outputs}`, (a, y) => `(${format(a)} − ${factor(y)})²`],
    bce: ["−[y·log a + (1 − y)·log(1 − a)]", (a, y) => `−[${format(y)}·log ${format(a)} + ${format(1 - y)}·log ${format(1 - a)}]`],
    cross_entropy: ["−Σ y·log a", (a, y) => `−${format(y)}·log ${format(a)}`]
  }[loss];
}
function lines(place, spec) {
  const { sizes, loss } = spec;
  const activations = [null, ...spec.activations];
  const L = sizes.length - 1;
  const { kind, l, i, j } = place;
  const isNormalized2 = (layer) => spec.epsilon[layer - 1] !== null;
  const hasSkip = (layer) => spec.residual[layer - 1];
  const delta = (layer, neuron) => `delta[${layer}][${neuron}]`;
  function neuronLines(layer, neuron) {
    const name = activations[layer];
    const a = `a[${layer}][${neuron}]`;
    const out = [
      ["formula", () => `z[${layer}][${neuron}] = ${sum(sizes[layer - 1], (n) => `${neuronName(layer - 1, n)}·W[${layer}][${n}, ${neuron}]`)} + b[${layer}][${neuron}]`],
      ["numbers", (r) => `= ${sum(sizes[layer - 1], (n) => `${factor(r.a[layer - 1][0][n])}·${factor(r.W[layer][n][neuron])}`)} + ${factor(r.b[layer][neuron])}`],
      ["result", (r) => `= ${format(r.z[layer][0][neuron])}`]
    ];
    const seen = isNormalized2(layer) ? "u" : "z";
    if (isNormalized2(layer)) {
      const at = `[${layer}][${neuron}]`;
      out.push(["formula", () => `u${at} = gamma${at}·(z − mean) / √(var + ε) + beta${at}`]);
      out.push(["numbers", (r) => {
        const { gamma, beta, mean, var: variance, epsilon } = r.norms[layer];
        return `= ${factor(gamma[neuron])}·(${format(r.z[layer][0][neuron])} − ${factor(mean[neuron])}) / √(${format(variance[neuron])} + ${epsilon}) + ${factor(beta[neuron])}`;
      }]);
      out.push(["result", (r) => `= ${format(r.u[layer][0][neuron])}`]);
    }
    const before = neuronName(layer - 1, neuron);
    const inside = (r) => (name === "softmax" ? `e^${seen} / Σ e^${seen}` : `${name}(${format(r.u[layer][0][neuron])})`) + (hasSkip(layer) ? ` + ${factor(r.a[layer - 1][0][neuron])}` : "");
    out.push(["formula", () => `${a} = ${name}(${seen})${hasSkip(layer) ? ` + ${before}, by the skip` : ""}`]);
    out.push(["result", (r) => `= ${inside(r)} = ${format(r.a[layer][0][neuron])}`]);
    return out;
  }
  function throughNorm(layer, neuron) {
    const s = (r) => r.normalized[layer].s[neuron];
    return [
      ["backward formula", () => `${delta(layer, neuron)} = du × gamma / √(var + ε)`],
      ["backward result", (r) => `= ${factor(r.du[layer][0][neuron])} × ${factor(r.norms[layer].gamma[neuron])} / ${format(s(r))} = ${format(r.delta[layer][0][neuron])}`]
    ];
  }
  function deltaLines(layer, neuron) {
    const own = ["backward result", (r) => r.own ? `${spec.laboratory ? "with the mistake:" : "your"} ${delta(layer, neuron)} = ${format(r.own.delta[layer][0][neuron])}` : ""];
    const made = isNormalized2(layer) ? `du[${layer}][${neuron}]` : delta(layer, neuron);
    const along = isNormalized2(layer) ? (r) => r.du[layer][0][neuron] : (r) => r.truth.delta[layer][0][neuron];
    const rest = isNormalized2(layer) ? throughNorm(layer, neuron) : [];
    if (layer === L && slopeCancels(loss)) {
      return [
        ["backward words", () => "The slope that starts the way back: how far the output is from its target. With this loss the output's own slope cancels."],
        ["backward formula", () => `${made} = a − y`],
        ["backward result", (r) => `= ${format(r.a[L][0][neuron])} − ${factor(r.y[neuron])} = ${format(along(r))}`],
        ...rest,
        own
      ];
    }
    const above = layer + 1;
    const arrives = layer === L ? [
      ["backward formula", () => loss === "mse" ? `from the loss: 2·(a − y) / ${sizes[L]}` : "from the loss: a − y"],
      ["backward numbers", (r) => `= ${format(r.truth.arrives[L][0][neuron])}`]
    ] : [
      ["backward formula", () => `arrives from above: ${sum(sizes[above], (n) => `W[${above}][${neuron}, ${n}]·${delta(above, n)}`)}` + (hasSkip(above) ? ` + what arrives at ${neuronName(above, neuron)}, by the skip` : "")],
      ["backward numbers", (r) => `= ${sum(sizes[above], (n) => `${factor(r.W[above][neuron][n])}·${factor(r.truth.delta[above][0][n])}`)}${hasSkip(above) ? ` + ${factor(r.truth.arrives[above][0][neuron])}` : ""} = ${format(r.truth.arrives[layer][0][neuron])}`]
    ];
    const name = activations[layer];
    const slope = hasSkip(layer) ? `slope of ${name} at ${isNormalized2(layer) ? "u" : "z"}` : isNormalized2(layer) ? SLOPES[name].replace("z", "u") : SLOPES[name];
    return [
      ...arrives,
      ["backward formula", () => `slope here: ${slope}`],
      ["backward numbers", (r) => {
        const s = r.truth.slope[layer][0][neuron];
        const word = flatness(activations[layer], s);
        return `= ${format(s)}${word ? `: ${word}, so little gets through` : ""}`;
      }],
      ["backward formula", () => `${made} = ${layer === L ? "from the loss" : "arrives"} × slope here`],
      ["backward result", (r) => `= ${factor(r.truth.arrives[layer][0][neuron])} × ${format(r.truth.slope[layer][0][neuron])} = ${format(along(r))}`],
      ...rest,
      own
    ];
  }
  if (kind === "W") {
    return {
      title: `Weight ${nameOf(place)}`,
      words: `From ${neuronName(l - 1, i)} to ${neuronName(l, j)}.`,
      lines: [
        ...neuronLines(l, j),
        ["backward formula", () => `dW[${l}][${i}, ${j}] = ${neuronName(l - 1, i)} · ${delta(l, j)}`],
        ["backward result", (r) => `= ${factor(r.a[l - 1][0][i])} · ${factor(r.delta[l][0][j])} = ${format(r.dW[l][i][j])}`],
        ["backward words", (r) => `A slope: raise this weight by 0.01 and the loss changes by about ${signed(0.01 * r.truth.dW[l][i][j], 5)}.`]
      ]
    };
  }
  if (kind === "b") {
    return {
      title: `Neuron ${neuronName(l, j)}`,
      words: `Its bias ${nameOf(place)} is a weight from an input that is always 1.`,
      lines: [
        ...neuronLines(l, j),
        ...deltaLines(l, j),
        ["backward formula", () => `db[${l}][${j}] = ${delta(l, j)}`],
        ["backward result", (r) => `= ${format(r.db[l][j])}`]
      ]
    };
  }
  if (kind === "gamma" || kind === "beta") {
    const zHat = (r) => r.normalized[l].zHat[0][j];
    return {
      title: `${kind === "gamma" ? "Scale" : "Shift"} ${nameOf(place)}`,
      words: `It ${kind === "gamma" ? "stretches" : "shifts"} the normalized z of ${neuronName(l, j)}.`,
      lines: [
        ...neuronLines(l, j),
        ...deltaLines(l, j),
        ...kind === "gamma" ? [
          ["backward formula", () => `dgamma[${l}][${j}] = du · (z − mean) / √(var + ε)`],
          ["backward result", (r) => `= ${factor(r.du[l][0][j])} · ${factor(zHat(r))} = ${format(r.dgamma[l][j])}`]
        ] : [["backward formula", () => `dbeta[${l}][${j}] = du`], ["backward result", (r) => `= ${format(r.dbeta[l][j])}`]]
      ]
    };
  }
  if (kind === "x") {
    return {
      title: `Input ${nameOf(place)}`,
      words: "An input is given, not learned. Layer 0 has no z and no delta.",
      lines: [["result", (r) => `a[0][${j}] = ${nameOf(place)} = ${format(r.a[0][0][j])}`]]
    };
  }
  const [formula, numbers] = lossFormula(loss, sizes[L]);
  return {
    title: "The loss",
    words: `Target ${nameOf(place)}: what the output should be.`,
    lines: [
      ["formula", () => `loss = ${formula}`],
      ["numbers", (r) => sizes[L] <= 2 ? `= ${r.y.map((y, n) => numbers(r.a[L][0][n], y)).join(" + ")}` : ""],
      ["result", (r) => `= ${format(r.loss)}`]
    ]
  };
}
function makeCard(spec) {
  const title = html("h4", { class: "bp-card-title" });
  const words = html("p", { class: "bp-card-words" });
  const body = html("div", {});
  const element = html("section", { class: "bp-card", "aria-label": "formula" }, title, words, body);
  let parts = [];
  function select(place) {
    const card = lines(place, spec);
    title.textContent = card.title;
    words.textContent = card.words;
    parts = card.lines.map(([kind, text]) => ({ text, line: html("div", { class: kind.split(" ").map((k) => `bp-${k}`).join(" ") }) }));
    body.replaceChildren(...parts.map(({ line }) => line));
  }
  function paint(record, deltas) {
    for (const { text, line } of parts) {
      const said = text(record);
      const hidden = said === "" || !deltas && line.classList.contains("bp-backward");
      write(line, { text: said, hidden });
    }
  }
  return { element, select, paint };
}

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
var countScales = ({ sizes, epsilon }) => epsilon.reduce((sum2, value, m) => sum2 + (value === null ? 0 : 2 * sizes[m + 1]), 0);
function partsSaid({ epsilon, residual }, by = "") {
  const listed = (items) => items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
  const normalized = epsilon.flatMap((value, m) => value === null ? [] : [m + 1]);
  const skips = residual.flatMap((skip, m) => skip ? [`a[${m}] to layer ${m + 1}`] : []);
  return [
    ...normalized.length ? [` Batch norm in layer${normalized.length > 1 ? "s" : ""} ${listed(normalized)}${by}; γ and β are not drawn.`] : [],
    ...skips.length ? [` ${skips.length > 1 ? "Skips add" : "A skip adds"} ${listed(skips)}.`] : []
  ].join("");
}
function networkOf(values, spec) {
  const { W, b, scales, x, y } = unpack(values, spec.sizes, countScales(spec));
  const norms = normsOf(spec, scales, spec.running);
  return { network: { W, b, activations: [null, ...spec.activations], norms, residual: [null, ...spec.residual] }, x, y };
}

// ../backprop_lib/live/src/core/state.js
var PAUSE = 500;
var SAME = 1e-9;
var HISTORY = 100;
function compute(values, spec, own) {
  const { network, x, y } = networkOf(values, spec);
  const passed = forward(network, [x]);
  const truth = backward(network, passed, [y], spec.loss);
  const { delta, dW, db } = own ?? truth;
  const { loss, arrives, slope, du, dgamma, dbeta } = truth;
  return { ...passed, ...network, x, y, truth, own, loss, arrives, slope, du, delta, dW, db, dgamma, dbeta };
}
function makeState({ model, all, index, changed, released }) {
  const spec = model.get("spec");
  let values = replay();
  let gesture = null;
  let rows2 = [];
  const state = {
    record: null,
    // of the last frame
    before: null,
    // the record at the last grab: the ghosts
    locked: null,
    // set by a view that keeps hands off: (k) => boolean, without k: is anything locked?
    compute() {
      const own = spec.own && model.get("own").delta ? model.get("own") : null;
      return state.record = compute(values, spec, own);
    },
    value: (k) => values[k],
    canUndo: () => !state.locked?.() && (model.get("position") > 0 || gesture !== null),
    canRedo: () => !state.locked?.() && model.get("position") < model.get("history").length,
    undo: () => go(-1),
    redo: () => go(1),
    finish,
    /** The rows of controls, once they are made. */
    connect(made) {
      rows2 = made;
      toSliders();
    },
    rowOf: (k) => rows2.find((row) => row.k === k),
    /** Just before a hand moves something: the numbers of now become the ghosts. */
    grab() {
      if (!gesture) state.before = state.record;
    },
    /** Put a value in its slider; the slider's own comm tells the kernel, in one message. */
    move(k, value) {
      const row = state.rowOf(k);
      if (!row || state.locked?.(k)) return;
      row.slider.set({ parameter: nameOf(all[k]), value }, { updated_view: state });
      row.slider.save_changes();
    },
    /** A slider has a new value: by a hand here (options say whose), elsewhere, or by the kernel. */
    moved(slider, view, options) {
      const k = index.get(slider.get("parameter"));
      const by = options?.updated_view;
      const here = by !== void 0 && (by === state || by === view);
      let value = slider.get("value");
      if (Math.abs(value - values[k]) < SAME) return;
      if (by === void 0 && gesture?.k === k) {
        slider.set("value", values[k], { updated_view: state });
        return;
      }
      if (here && by !== state) {
        value = Math.round(value * 100) / 100;
        if (value !== slider.get("value")) slider.set("value", value, { updated_view: state });
        if (Math.abs(value - values[k]) < SAME) return;
      }
      if (here) remember(k);
      values[k] = value;
      changed();
    },
    /** Back to the exact start, as one gesture that can be undone. */
    reset() {
      if (state.locked?.()) return;
      finish();
      const start = model.get("start");
      const changes = values.flatMap((value, k) => value === start[k] ? [] : [[k, value, start[k]]]);
      if (!changes.length) return;
      state.before = state.record;
      push({ label: "reset", changes });
    },
    /** The history, its position or the start changed, here or in the kernel. */
    travelled() {
      if (gesture) return;
      values = replay();
      toSliders();
      changed();
    }
  };
  function toSliders() {
    for (const { slider } of rows2) slider.set("value", values[index.get(slider.get("parameter"))]);
  }
  function replay() {
    const now = [...model.get("start")];
    for (const { changes } of model.get("history").slice(0, model.get("position"))) {
      for (const [k, , value] of changes) now[k] = value;
    }
    return now;
  }
  function remember(k) {
    if (gesture && gesture.k !== k) finish();
    if (!gesture) {
      state.before = state.record;
      gesture = { k, old: values[k] };
    }
    clearTimeout(gesture.timer);
    gesture.timer = setTimeout(finish, PAUSE);
  }
  function finish() {
    if (!gesture) return;
    const { k, old, timer } = gesture;
    clearTimeout(timer);
    gesture = null;
    if (values[k] === replay()[k]) state.travelled();
    else push({ label: nameOf(all[k]), changes: [[k, old, values[k]]] });
    released(k, old);
  }
  function push(entry) {
    const kept = [...model.get("history").slice(0, model.get("position")), entry];
    if (kept.length > HISTORY) {
      const start = [...model.get("start")];
      for (const [k, , value] of kept.shift().changes) start[k] = value;
      model.set("start", start);
    }
    model.set({ history: kept, position: kept.length });
    model.save_changes();
  }
  function go(by) {
    if (state.locked?.()) return;
    finish();
    const position = model.get("position") + by;
    if (position < 0 || position > model.get("history").length) return;
    state.before = state.record;
    model.set("position", position);
    model.save_changes();
  }
  return state;
}
function differences({ own, truth }, all) {
  const names = /* @__PURE__ */ new Set();
  if (!own) return names;
  const off = (p, q) => !(Math.abs(p - q) <= 1e-9 + 1e-6 * Math.abs(q));
  for (const { kind, l, i, j } of all) {
    if (kind === "W" && off(own.dW[l][i][j], truth.dW[l][i][j])) names.add(`dW[${l}][${i}, ${j}]`);
    if (kind !== "b") continue;
    if (off(own.db[l][j], truth.db[l][j])) names.add(`db[${l}][${j}]`);
    if (off(own.delta[l][0][j], truth.delta[l][0][j])) names.add(`delta[${l}][${j}]`);
  }
  return names;
}

// ../backprop_lib/live/src/page/controls.js
var TITLES = { W: (l) => `Layer ${l}: weights W[${l}]`, b: (l) => `Layer ${l}: biases b[${l}]` };
TITLES.gamma = (l) => `Layer ${l}: gamma[${l}], the scale after normalization`;
TITLES.beta = (l) => `Layer ${l}: beta[${l}], the shift after normalization`;
TITLES.x = () => "Inputs x";
TITLES.y = () => "Target y";
var STEP = 0.05;
function keyStep(event) {
  const way = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key] ?? 0;
  if (event.ctrlKey || event.metaKey) return 0;
  return way * STEP * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1);
}
async function makeRow({ slider, manager, all, state, select, signal }) {
  const name = html("button", { type: "button", class: "bp-row-name" });
  const box = html("input", { type: "number", step: STEP, class: "bp-box" });
  const note = html("span", { class: "bp-row-note", role: "alert" });
  const holder = html("div", { class: "bp-slider" });
  const element = html("div", { class: "bp-row" }, name, holder, box, note);
  const on = (target, type, act, capture = false) => target.addEventListener(type, act, { signal, capture });
  const view = await manager.create_view(slider);
  holder.append(view.el);
  view.trigger("displayed");
  signal.addEventListener("abort", () => view.remove());
  for (const event of ["handleSliderUpdateEvent", "handleSliderChangeEvent"]) {
    const report = view[event];
    view[event] = (values, n) => {
      if (Math.abs(values[0] - slider.get("value")) >= SAME) report.call(view, values, n);
    };
  }
  const handle = holder.querySelector(".noUi-handle");
  const row = { element, slider, view, k: -1 };
  const [min, max] = [slider.get("min"), slider.get("max")];
  write(box, { min, max });
  row.follow = (k) => {
    row.k = k;
    const label = nameOf(all[k]);
    write(name, { text: label, title: `explain ${label}` });
    write(handle, { "aria-label": `${label}, slider` });
    write(box, { "aria-label": `${label}, number box` });
  };
  row.paint = (value, selected) => {
    if (document.activeElement !== box || box.dataset.typing !== "yes") {
      const text = String(Number(value.toFixed(4)));
      if (box.value !== text) box.value = text;
    }
    write(handle, { "aria-valuetext": format(value) });
    write(element, { "data-selected": selected });
  };
  on(name, "click", () => select(row.k));
  on(holder, "pointerdown", () => {
    state.grab();
    select(row.k);
  }, true);
  on(holder, "keydown", (event) => {
    const step = keyStep(event);
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    state.grab();
    state.move(row.k, Math.min(max, Math.max(min, state.value(row.k) + step)));
  }, true);
  on(holder, "focusin", () => select(row.k));
  on(box, "focus", () => select(row.k));
  on(box, "keydown", (event) => {
    const undo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (undo) event.stopPropagation();
    if (event.key === "Enter") take();
    if (event.key === "Escape") {
      box.dataset.typing = "";
      row.paint(state.value(row.k), true);
    }
  });
  on(box, "input", () => {
    box.dataset.typing = "yes";
    const value = box.valueAsNumber;
    if (Number.isFinite(value) && value >= min && value <= max) {
      note.textContent = "";
      state.move(row.k, value);
    }
  });
  on(box, "change", () => take());
  function take() {
    box.dataset.typing = "";
    const value = box.valueAsNumber;
    const kept = `kept ${format(state.value(row.k))}`;
    if (!Number.isFinite(value)) note.textContent = `Not a number: ${kept}.`;
    else if (value < min || value > max) note.textContent = `${value} is outside ${min} … ${max}: ${kept}.`;
    else {
      note.textContent = "";
      if (value !== Number(state.value(row.k).toFixed(4))) state.move(row.k, value);
    }
    row.paint(state.value(row.k), true);
  }
  return row;
}
async function makeControls({ sliders, manager, all, index, state, select, signal }) {
  const rows2 = await Promise.all(sliders.map((slider) => makeRow({ slider, manager, all, state, select, signal })));
  const groups = /* @__PURE__ */ new Map();
  rows2.forEach((row, n) => {
    row.follow(index.get(sliders[n].get("parameter")));
    const { kind, l } = all[row.k];
    const title = rows2.length === 1 ? "Selected" : TITLES[kind](l);
    if (!groups.has(title)) groups.set(title, []);
    groups.get(title).push(row.element);
  });
  const sets = [...groups].map(([title, elements]) => html("fieldset", { class: "bp-group" }, html("legend", {}, title), ...elements));
  return { element: html("div", { class: "bp-controls" }, ...sets), rows: rows2 };
}

// ../backprop_lib/live/src/page/pointer_keys.js
var DRAG = 0.01;
function connectHands({ graph, root, state, select, range, shared, signal }) {
  const on = (target, type, act, options = {}) => target.addEventListener(type, act, { signal, ...options });
  const within = (value) => Math.min(range[1], Math.max(range[0], value));
  const groups = new Map(graph.items.map((item) => [item.group, item]));
  const itemAt = (event) => groups.get(event.target.closest?.("g[data-k]"));
  let dragged = null;
  function standAt(item) {
    for (const other of graph.items) write(other.group, { tabindex: other === item ? 0 : -1 });
  }
  standAt(graph.items[0]);
  on(graph.element, "pointerdown", (event) => {
    const item = itemAt(event);
    if (!item || event.button !== 0) return;
    event.preventDefault();
    item.group.focus({ preventScroll: true });
    select(item.k);
    if (item.weight && (shared || state.rowOf(item.k))) {
      state.grab();
      dragged = { k: item.k, y: event.clientY, from: state.value(item.k) };
      graph.element.setPointerCapture(event.pointerId);
      write(root, { "data-dragging": true });
    }
  });
  on(graph.element, "pointermove", (event) => {
    if (!dragged) return;
    const value = within(dragged.from + (dragged.y - event.clientY) * DRAG);
    state.move(dragged.k, Math.round(value * 1e4) / 1e4);
  });
  const drop = () => {
    dragged = null;
    write(root, { "data-dragging": false });
  };
  on(graph.element, "pointerup", drop);
  on(graph.element, "pointercancel", drop);
  on(root, "focusin", (event) => {
    const item = itemAt(event);
    if (!item) return;
    standAt(item);
    select(item.k);
  });
  on(graph.element, "keydown", (event) => {
    const item = itemAt(event);
    if (!item) return;
    const at = graph.items.indexOf(item);
    const last = graph.items.length - 1;
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
    const step = keyStep(event);
    if (to !== void 0 && !event.shiftKey) graph.items[to]?.group.focus();
    else if (step) {
      state.grab();
      state.move(item.k, within(state.value(item.k) + step));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const isUndo = (event) => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
  on(root, "keydown", (event) => {
    if (!isUndo(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) state.redo();
    else state.undo();
  });
  on(window, "keydown", (event) => {
    const plain2 = !(event.ctrlKey || event.metaKey) && !(event.shiftKey && event.key === "Enter");
    const off = { "data-lm-suppress-shortcuts": plain2 || isUndo(event) ? "true" : null };
    write(root, off);
    if (event.target instanceof Element && root.contains(event.target)) write(event.target, off);
  }, { capture: true });
}

// ../backprop_lib/live/src/picture/table_parameters.js
function makeTable(caption, columns, rows2) {
  const head = html("tr", {}, ...columns.map((column) => html("th", { scope: "col" }, column)));
  const cells = rows2.map(({ name, values }) => ({ values, name, tds: values.map(() => html("td")) }));
  const body = cells.map(({ name, tds }) => html("tr", {}, html("th", { scope: "row" }, name), ...tds));
  const element = html(
    "table",
    { class: "bp-table" },
    html("caption", {}, caption),
    html("thead", {}, head),
    html("tbody", {}, ...body)
  );
  const paint = (record) => cells.forEach(({ values, tds }) => values.forEach((value, n) => write(tds[n], { text: format(value(record), 4) })));
  return { element, paint };
}
function makeTwin(spec, all) {
  const element = html("details", { class: "bp-twin" }, html("summary", {}, "All numbers as a table"));
  let tables = null;
  function build() {
    const neurons = [];
    spec.sizes.forEach((n, l) => {
      for (let j = 0; j < n; j++) {
        const of = (field) => (r) => l === 0 ? NaN : r[field][l][0][j];
        neurons.push({
          name: neuronName(l, j),
          values: [
            of("z"),
            (r) => r.a[l][0][j],
            of("arrives"),
            of("slope"),
            of("delta"),
            (r) => l === 0 ? NaN : r.b[l][j],
            (r) => l === 0 ? NaN : r.db[l][j]
          ]
        });
      }
    });
    const weights = all.filter(({ kind }) => kind === "W").map((place) => ({
      name: nameOf(place),
      values: [(r) => r.W[place.l][place.i][place.j], (r) => r.dW[place.l][place.i][place.j]]
    }));
    tables = [
      makeTable("Neurons", ["neuron", "z", "a", "arrives", "slope", "delta", "b", "db"], neurons),
      makeTable("Weights", ["weight", "value", "dW"], weights)
    ];
    if (isNormalized(spec)) {
      const scales = all.filter(({ kind }) => kind === "gamma").map(({ l, j }) => {
        const norm = (field) => (r) => r.norms[l][field][j];
        return {
          name: neuronName(l, j),
          values: [
            norm("mean"),
            norm("var"),
            (r) => r.normalized[l].zHat[0][j],
            norm("gamma"),
            norm("beta"),
            (r) => r.u[l][0][j],
            (r) => r.dgamma[l][j],
            (r) => r.dbeta[l][j]
          ]
        };
      });
      tables.push(makeTable(
        "Batch normalization",
        ["neuron", "mean", "var", "normalized z", "gamma", "beta", "u", "dgamma", "dbeta"],
        scales
      ));
    }
    element.append(html("div", { class: "bp-tables" }, ...tables.map((table) => table.element)));
  }
  return {
    element,
    paint(record) {
      if (!element.open) return;
      if (!tables) build();
      tables.forEach((table) => table.paint(record));
    }
  };
}

// ../backprop_lib/live/src/page/network_page.js
var TRAITS = ["deltas", "show_z", "projector", "confirmed", "own"];
async function mount({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const spec = model.get("spec");
  const all = places(spec.sizes, spec.epsilon);
  const index = new Map(all.map((place, k) => [nameOf(place), k]));
  const manager = model.widget_manager;
  const painters = [];
  const listening = [];
  let frame = -1;
  let palette = spec.palette.light;
  let controls = { rows: [] };
  const state = makeState({ model, all, index, changed: ask, released: announce });
  const listen = (source, name, act) => {
    source.on(name, act);
    listening.push(() => source.off(name, act));
  };
  for (const trait of ["history", "position", "start"]) listen(model, `change:${trait}`, state.travelled);
  const modelOf = (ref) => manager.get_model(ref.replace("IPY_MODEL_", ""));
  function set(trait, value) {
    if (model.get(trait) === value) return;
    model.set(trait, value);
    model.save_changes();
  }
  const select = (k) => set("selected", nameOf(all[k]));
  const choice = choose(spec.sizes, unpack(model.get("start"), spec.sizes).W, spec.image_shape);
  const graph = makeGraph({ spec, choice, index });
  const card = makeCard(spec);
  const twin = makeTwin(spec, all);
  const status = html("span", { class: "bp-kernel" });
  const said = html("div", { class: "bp-said", role: "status", "aria-live": "polite" });
  const problem = html("div", { class: "bp-problem", role: "alert", hidden: "" });
  const legend = html("p", { class: "bp-legend" });
  const leftOut = `${choice.note ? `Left out of the picture: ${choice.note}.` : ""}${partsSaid(spec, ", by running mean and variance")}`.trim();
  const button = (text, title, act) => {
    const made = html("button", { type: "button", class: "bp-button", title }, text);
    made.addEventListener("click", act, { signal });
    return made;
  };
  const toggle = (text, title, trait) => button(text, title, () => set(trait, !model.get(trait)));
  const toggles = {
    deltas: toggle("Deltas", "show the backward pass", "deltas"),
    show_z: toggle("z", "show z in the neurons", "show_z"),
    projector: toggle("Large", "a size for the projector", "projector")
  };
  const undo = button("Undo", "one step back (Ctrl+Z)", state.undo);
  const redo = button("Redo", "one step forward (Ctrl+Shift+Z)", state.redo);
  const reset = button("Reset", "back to the exact start", state.reset);
  const seed = html("input", {
    type: "number",
    min: 0,
    step: 1,
    value: spec.seed,
    class: "bp-box bp-seed",
    "aria-label": "seed of the random weights"
  });
  const random = button("Random", "draw new weights from this seed", () => {
    state.finish();
    state.before = state.record;
    model.send({ randomize: seed.valueAsNumber });
  });
  const gap = () => html("span", { class: "bp-gap" });
  const toolbar = html(
    "div",
    { class: "bp-toolbar", role: "toolbar", "aria-label": "network view" },
    ...Object.values(toggles),
    gap(),
    undo,
    redo,
    reset,
    gap(),
    random,
    html("label", { class: "bp-seed-label" }, "seed ", seed),
    status
  );
  const stage = html(
    "div",
    { class: "bp-stage" },
    graph.element,
    legend,
    html("p", { class: "bp-note" }, leftOut)
  );
  const sliders = await Promise.all(model.get("_sliders").map(modelOf));
  for (const slider of sliders) calm(slider, signal);
  sliders.forEach((slider, n) => listen(slider, "change:value", (_, __, options) => state.moved(slider, controls.rows[n]?.view, options)));
  controls = await makeControls({ sliders, manager, all, index, state, select, signal });
  state.connect(controls.rows);
  if (model.get("_sample")) {
    const view = await manager.create_view(await modelOf(model.get("_sample")));
    view.trigger("displayed");
    signal.addEventListener("abort", () => view.remove());
    view.el.querySelector(".noUi-handle")?.setAttribute("aria-label", "sample");
    const readout = view.el.querySelector(".widget-readout");
    if (readout) write(readout, { role: "textbox", "aria-label": "sample, number box" });
    toolbar.insertBefore(view.el, status);
  }
  const root = html(
    "div",
    { class: "bp-root" },
    toolbar,
    problem,
    html("div", { class: "bp-main" }, stage, card.element),
    controls.element,
    twin.element,
    said
  );
  el.classList.add("bp-host");
  el.append(root);
  connectHands({ graph, root, state, select, range: spec.range, shared: spec.shared, signal });
  function ask() {
    frame ||= requestAnimationFrame(paint);
  }
  function paint() {
    frame = 0;
    try {
      show();
    } catch (error) {
      problem.replaceChildren(html("strong", {}, `This view failed: ${error.message}`));
      write(problem, { hidden: null });
      throw error;
    }
  }
  function show() {
    const record = state.compute();
    const deltas = model.get("deltas");
    const selected = index.get(model.get("selected")) ?? -1;
    const differs = differences(record, all);
    const { before } = state;
    graph.paint(record, { palette, deltas, showZ: model.get("show_z"), selected, before, differs });
    card.paint(record, deltas);
    twin.paint(record);
    for (const row of controls.rows) row.paint(state.value(row.k), row.k === selected);
    for (const item of graph.items) describe(item, record, deltas);
    write(undo, { disabled: !state.canUndo() });
    write(redo, { disabled: !state.canRedo() });
    write(random, { disabled: !sliders[0]?.comm_live });
    for (const [trait, made] of Object.entries(toggles)) {
      write(made, { "aria-pressed": String(model.get(trait)) });
    }
    write(root, { "data-projector": model.get("projector"), "data-loss": record.loss });
    write(status, kernelStatus(record, differs));
    const edges = "Edge: solid + / dashed − weight, width |w|.";
    write(legend, { text: deltas ? `${edges} Thin line beside it: dW. δ under a neuron: slope of the loss along its z.` : `${edges} Neuron: its activation a.` });
    for (const painter of painters) painter(record, { palette, deltas, selected });
  }
  function kernelStatus(record, differs) {
    const [k, value, loss] = model.get("confirmed");
    const current = k === void 0 || k < 0 || state.value(k) === value;
    if (spec.laboratory) {
      if (!record.own) return { text: "no numbers: it stops with an error", "data-state": "differs" };
      return differs.size ? { text: `${differs.size} numbers of this sample differ (≠)`, "data-state": "differs" } : { text: "all numbers of this sample agree", "data-state": "agrees" };
    }
    if (spec.own) {
      if (!record.own) return { text: "your function has not answered yet", "data-state": "wait" };
      return differs.size ? { text: `your function differs in ${differs.size} numbers (≠)`, "data-state": "differs" } : { text: "your function agrees", "data-state": "agrees" };
    }
    if (!sliders[0]?.comm_live) return { text: "no kernel: run this cell", "data-state": "wait" };
    if (loss === void 0 || !current) return { "data-state": "wait" };
    return Math.abs(loss - record.loss) <= 1e-9 * (1 + Math.abs(loss)) ? { text: "kernel agrees", "data-state": "agrees" } : { text: "kernel follows …", "data-state": "wait" };
  }
  function describe({ l, i, j, k, weight, group }, record, deltas) {
    let label;
    if (weight) {
      label = `weight ${nameOf(all[k])}${deltas ? `, slope dW ${format(record.dW[l][i][j])}` : ""}`;
    } else if (l === void 0) label = `loss ${format(record.loss)}, target`;
    else if (l === 0) label = `input ${nameOf(all[k])}`;
    else {
      const delta = deltas ? `, delta ${format(record.delta[l][0][j])}` : "";
      label = `neuron a[${l}][${j}], activation ${format(record.a[l][0][j])}${delta}, bias`;
    }
    const value = state.value(k);
    write(group, {
      "aria-label": label,
      "aria-valuenow": value,
      "aria-valuetext": format(value),
      "aria-valuemin": spec.range[0],
      "aria-valuemax": spec.range[1]
    });
  }
  function announce(k, old) {
    const { before } = state;
    if (!before || !state.record) return;
    if (frame) {
      cancelAnimationFrame(frame);
      paint();
    }
    const { record } = state;
    let most = null;
    record.a.slice(1).forEach((layer, n) => layer[0].forEach((a, j) => {
      const was = before.a[n + 1][0][j];
      const by = Math.abs(a - was);
      if (by > (most?.by ?? 0)) most = { name: `a[${n + 1}][${j}]`, by, was, a };
    }));
    said.textContent = `${nameOf(all[k])} ${format(old)} → ${format(state.value(k))}. Loss ${format(before.loss)} → ${format(record.loss)}.` + (most ? ` Changed most: ${most.name} ${format(most.was)} → ${format(most.a)}.` : "");
  }
  for (const trait of TRAITS) listen(model, `change:${trait}`, ask);
  function selectedChanged() {
    const k = index.get(model.get("selected"));
    if (k === void 0) return;
    card.select(all[k]);
    if (spec.shared) {
      const [row] = controls.rows;
      row.follow(k);
      row.slider.set({ parameter: nameOf(all[k]), value: state.value(k) });
      row.slider.save_changes();
    }
    ask();
  }
  listen(model, "change:selected", selectedChanged);
  function showProblem() {
    const { message, traceback } = model.get("problem");
    write(problem, { hidden: message ? null : true });
    problem.replaceChildren(
      ...message ? [html("strong", {}, message)] : [],
      ...traceback ? [html("details", {}, html("summary", {}, "Where it happened"), html("pre", {}, traceback))] : []
    );
  }
  listen(model, "change:problem", showProblem);
  twin.element.addEventListener("toggle", ask, { signal });
  function theme() {
    palette = wearTheme(root, spec);
    ask();
  }
  watchTheme(theme, signal);
  let width = 0;
  function resize() {
    const now = stage.clientWidth ? Math.max(280, Math.floor(stage.clientWidth)) : width || 720;
    if (now === width) return;
    width = now;
    graph.place(width);
    ask();
  }
  const sized = new ResizeObserver(resize);
  sized.observe(stage);
  theme();
  resize();
  selectedChanged();
  showProblem();
  paint();
  return {
    model,
    spec,
    all,
    index,
    state,
    graph,
    root,
    stage,
    card,
    toolbar,
    toggles,
    said,
    signal,
    select,
    ask,
    listen,
    button,
    onPaint: (painter) => {
      painters.push(painter);
      ask();
    },
    unmount() {
      state.finish();
      stop.abort();
      sized.disconnect();
      listening.forEach((off) => off());
      cancelAnimationFrame(frame);
    }
  };
}

// ../backprop_lib/live/src/network_view.js
var network_view_default = {
  async render(props) {
    const view = await mount(props);
    return view.unmount;
  }
};
export {
  network_view_default as default
};
