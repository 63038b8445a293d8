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
function scientific(value, digits = 3) {
  if (!Number.isFinite(value) || value === 0) return value === 0 ? "0" : format(value);
  const [mantissa, exponent] = Math.abs(value).toExponential(digits).split("e");
  return `${value < 0 ? MINUS : ""}${mantissa} · ${power(Number(exponent))}`;
}
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

// ../backprop_lib/live/src/picture/chart_loss.js
var HEIGHT = 230;
var MARGIN = { left: 50, right: 16, top: 10, bottom: 38 };
var LEAVES = { linear: 3, log: 1e4 };
var LOOKS = [["accent", [7, 3]], ["muted", [2, 2.5]], ["positive", [9, 3, 2, 3]], ["delta_positive", [4, 2]], ["delta_negative", [12, 4]]];
var LINE = 15;
function ticks(highest) {
  const power2 = 10 ** Math.floor(Math.log10(highest / 3));
  const step = [1, 2, 2.5, 5, 10].map((k) => k * power2).find((size) => highest / size <= 5);
  return Array.from({ length: Math.ceil(highest / step - 1e-9) + 1 }, (_, k) => k * step);
}
var tidy = (value) => String(Number(value.toPrecision(6)));
var steps = (value) => value >= 1e6 ? `${tidy(value / 1e6)} M` : value >= 1e4 ? `${tidy(value / 1e3)} k` : tidy(value);
var middle = (run, k) => (k + 0.5) * run.width - 0.5;
function makeLossPlot() {
  const canvas = html("canvas", { class: "bp-loss-plot", role: "img" });
  const context = canvas.getContext("2d");
  let width = 0;
  let scale = 1;
  function size(now) {
    const ratio = window.devicePixelRatio || 1;
    if (now === width && ratio === scale) return;
    [width, scale] = [now, ratio];
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(HEIGHT * scale);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${HEIGHT}px`;
  }
  function axes(runs, log) {
    const first = Math.max(...runs.map((run) => run.high[0] ?? 0), 1e-12);
    const top = first * (log ? LEAVES.log : LEAVES.linear);
    let [low, high, end] = [Infinity, 0, 10];
    for (const run of runs) {
      end = Math.max(end, run.steps - 1);
      for (let k = 0; k < run.low.length; k++) {
        if (run.low[k] > 0) low = Math.min(low, run.low[k]);
        high = Math.max(high, Math.min(run.high[k], top));
      }
    }
    const x = ticks(end);
    if (!(high > 0)) high = 1;
    if (!log) {
      const y2 = ticks(high);
      return { x, y: y2, end, map: (v) => v / y2.at(-1), text: tidy };
    }
    const to = Math.ceil(Math.log10(high) - 1e-9);
    const from = Math.min(Math.floor(Math.log10(Math.max(Math.min(low, high), 1e-16))), to - 1);
    const every = Math.ceil((to - from) / 5);
    const y = [];
    for (let exponent = from; exponent <= to; exponent += every) y.push(10 ** exponent);
    return {
      x,
      y,
      end,
      map: (v) => (Math.log10(Math.max(v, 1e-300)) - from) / (to - from),
      text: (v) => power(Math.round(Math.log10(v)))
    };
  }
  function paint({ runs, log, palette }) {
    const { x, y, end, map, text } = axes(runs, log);
    const c = context;
    const right = width - MARGIN.right;
    const bottom = HEIGHT - MARGIN.bottom;
    const px = (step) => MARGIN.left + step / Math.max(end, 1) * (right - MARGIN.left);
    const py = (loss) => bottom - Math.min(4, Math.max(0, map(loss))) * (bottom - MARGIN.top);
    c.setTransform(scale, 0, 0, scale, 0, 0);
    c.clearRect(0, 0, width, HEIGHT);
    c.font = '11.5px system-ui, "Segoe UI", "DejaVu Sans", sans-serif';
    c.lineWidth = 1;
    c.setLineDash([]);
    c.textBaseline = "middle";
    for (const value of y) {
      c.globalAlpha = 0.25;
      c.strokeStyle = palette.line;
      c.beginPath();
      c.moveTo(MARGIN.left, py(value));
      c.lineTo(right, py(value));
      c.stroke();
      c.globalAlpha = 1;
      c.fillStyle = palette.muted;
      c.textAlign = "right";
      c.fillText(text(value), MARGIN.left - 6, py(value));
    }
    c.textBaseline = "alphabetic";
    for (const value of x) {
      if (value > end) continue;
      c.textAlign = value === 0 ? "left" : px(value) > right - 24 ? "right" : "center";
      c.fillText(steps(value), px(value), bottom + 15);
    }
    c.textAlign = "center";
    c.fillText("steps taken", (MARGIN.left + right) / 2, HEIGHT - 6);
    c.save();
    c.translate(11, (MARGIN.top + bottom) / 2);
    c.rotate(-Math.PI / 2);
    c.fillText("loss", 0, 0);
    c.restore();
    c.strokeStyle = palette.line;
    c.beginPath();
    c.moveTo(MARGIN.left, MARGIN.top);
    c.lineTo(MARGIN.left, bottom);
    c.lineTo(right, bottom);
    c.stroke();
    runs.forEach((run, n) => draw(run, n === runs.length - 1 ? ["ink", []] : LOOKS[n % LOOKS.length]));
    if (runs.length > 1) names();
    function draw(run, [colour, dashes]) {
      if (!run.low.length) return;
      const many = run.low.length;
      c.save();
      c.beginPath();
      c.rect(MARGIN.left, MARGIN.top - 2, right - MARGIN.left + 4, bottom - MARGIN.top + 4);
      c.clip();
      c.strokeStyle = c.fillStyle = palette[colour];
      if (run.low.some((value, k) => py(value) - py(run.high[k]) > 1.5)) {
        c.globalAlpha = 0.22;
        c.beginPath();
        for (let k = 0; k < many; k++) c.lineTo(px(middle(run, k)), py(run.high[k]));
        for (let k = many - 1; k >= 0; k--) c.lineTo(px(middle(run, k)), py(run.low[k]));
        c.fill();
        c.globalAlpha = 1;
      }
      c.lineWidth = colour === "ink" ? 2 : 1.8;
      c.setLineDash(dashes);
      c.beginPath();
      for (let k = 0; k < many; k++) {
        c.lineTo(px(middle(run, k)), (py(run.low[k]) + py(run.high[k])) / 2);
      }
      c.stroke();
      c.restore();
      const end2 = (py(run.low[many - 1]) + py(run.high[many - 1])) / 2;
      if (end2 >= MARGIN.top - 2) {
        c.beginPath();
        c.arc(px(middle(run, many - 1)), end2, 3, 0, 7);
        c.fill();
        return;
      }
      const left = run.low.findLastIndex((value) => py(value) >= MARGIN.top - 2) + 1;
      c.fillStyle = palette.warning;
      const late = px(middle(run, left)) > (MARGIN.left + right) / 2;
      c.textAlign = late ? "right" : "left";
      c.font = `650 ${c.font}`;
      c.fillText(late ? "too high to show ✗" : "✗ too high to show", px(middle(run, left)) + (late ? 4 : -4), MARGIN.top + 10);
      c.font = c.font.replace(/^\S+ /, "");
    }
    function names() {
      const texts = runs.map((run) => run.label);
      const wide = Math.max(...texts.map((one) => c.measureText(one).width)) + 40;
      const left = Math.max(MARGIN.left + 6, right - wide);
      c.fillStyle = palette.paper;
      c.globalAlpha = 0.82;
      c.fillRect(left - 4, MARGIN.top, right - left + 4, LINE * runs.length + 4);
      c.globalAlpha = 1;
      c.textAlign = "left";
      c.textBaseline = "middle";
      runs.forEach((run, n) => {
        const [colour, dashes] = n === runs.length - 1 ? ["ink", []] : LOOKS[n % LOOKS.length];
        const v = MARGIN.top + LINE * (n + 0.5) + 2;
        c.strokeStyle = palette[colour];
        c.lineWidth = 2;
        c.setLineDash(dashes);
        c.beginPath();
        c.moveTo(left, v);
        c.lineTo(left + 28, v);
        c.stroke();
        c.setLineDash([]);
        c.fillStyle = palette.ink;
        c.fillText(texts[n], left + 34, v);
      });
      c.textBaseline = "alphabetic";
    }
  }
  return {
    element: canvas,
    size,
    paint,
    /** In words, for those who do not see it: said when it rests. */
    describe(runs) {
      const told = runs.filter((run) => run.low.length).map((run) => `${run.label}: from ${format(run.high[0])} to ${format(run.low.at(-1))} in ${run.steps} steps`);
      write(canvas, { "aria-label": `Loss curve. ${told.join("; ") || "No step was taken yet"}.` });
    }
  };
}

// ../backprop_lib/live/src/page/settings.js
var DECADE = 50;
async function makeSlider({ model, manager, label, listen, signal }) {
  const isWhole = model.get("step") === 1;
  const base = model.get("base");
  const bound = (name) => Number((base ? base ** model.get(name) : model.get(name)).toPrecision(12));
  const box = html("input", {
    type: "number",
    step: isWhole ? 1 : "any",
    class: "bp-box",
    "aria-label": `${label}, number box`
  });
  const note = html("span", { class: "bp-row-note", role: "alert" });
  const holder = html("div", { class: "bp-slider" });
  const element = html("div", { class: "bp-row" }, html("span", { class: "bp-setting-name" }, label), holder, box, note);
  const given = model.get("value");
  const view = await manager.create_view(model);
  holder.append(view.el);
  view.trigger("displayed");
  signal.addEventListener("abort", () => view.remove());
  const step = model.get("step") || 1;
  for (const event of ["handleSliderUpdateEvent", "handleSliderChangeEvent"]) {
    const report = view[event];
    view[event] = (values, n) => {
      const now = model.get("value");
      const moved = values[0] - (base ? Math.log(now) / Math.log(base) : now);
      if (Math.abs(moved) > 0.499 * step) report.call(view, values, n);
    };
  }
  const handle = holder.querySelector(".noUi-handle");
  write(handle, { "aria-label": `${label}, slider` });
  const row = {
    element,
    model,
    value: () => model.get("value"),
    set(value) {
      if (value === model.get("value")) return;
      model.set("value", value);
      model.save_changes();
    },
    paint() {
      const text = String(Number(model.get("value").toPrecision(4)));
      if (document.activeElement !== box || box.dataset.typing !== "yes") {
        if (box.value !== text) box.value = text;
      }
      write(box, { min: bound("min"), max: bound("max") });
      write(handle, { "aria-valuetext": text });
    }
  };
  holder.addEventListener("keydown", (event) => {
    const steps2 = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
    const end = { Home: bound("min"), End: bound("max") }[event.key];
    if (event.ctrlKey || event.metaKey || steps2 === void 0 && end === void 0) return;
    event.preventDefault();
    event.stopPropagation();
    const by = (steps2 ?? 0) * (event.shiftKey ? 10 : 1);
    const now = model.get("value");
    const next = end ?? (base ? Number((now * 10 ** (by / DECADE)).toPrecision(6)) : Number((now + by * step).toPrecision(12)));
    row.set(Math.min(bound("max"), Math.max(bound("min"), next)));
  }, { signal, capture: true });
  const on = (type, act) => box.addEventListener(type, act, { signal });
  on("input", () => {
    box.dataset.typing = "yes";
  });
  on("change", take);
  on("keydown", (event) => {
    if (event.key === "Enter") take();
    event.stopPropagation();
  });
  function take() {
    if (box.dataset.typing !== "yes") return;
    box.dataset.typing = "";
    const value = box.valueAsNumber;
    const [min, max] = [bound("min"), bound("max")];
    const fits = Number.isFinite(value) && value >= min && value <= max && (!isWhole || Number.isInteger(value));
    note.textContent = fits ? "" : `Kept: expected ${isWhole ? "a whole number" : "a number"} from ${min} to ${max}.`;
    if (fits) row.set(value);
    row.paint();
  }
  listen(model, "change:value", row.paint);
  row.set(given);
  row.paint();
  return row;
}

// ../backprop_lib/live/src/page/start_anew.js
function makeChoices({ ask, signal }) {
  const notes = /* @__PURE__ */ new Map();
  const inputs = {};
  function row(name, title, input) {
    const note = html("span", { class: "bp-row-note", role: "alert" });
    notes.set(name, note);
    inputs[name] = input;
    input.setAttribute("aria-label", title);
    return html(
      "div",
      { class: "bp-choice", "data-name": name },
      html("label", {}, html("span", { class: "bp-row-title" }, title), input),
      note
    );
  }
  const select = () => html("select", { class: "bp-box" });
  const text = (attributes) => html("input", { class: "bp-box", ...attributes });
  const element = html(
    "details",
    { class: "bp-restart" },
    html("summary", {}, "Start anew with another data set, network or seed"),
    html(
      "div",
      { class: "bp-choices" },
      row("dataset", "data set", select()),
      row("noise", "noise", text({ type: "number", min: 0, step: 0.05 })),
      row("hidden", "hidden layers", text({ type: "text", spellcheck: "false", placeholder: "such as 8, 8" })),
      row("activation", "activation", select()),
      row("init", "initializer", select())
    )
  );
  for (const [name, input] of Object.entries(inputs)) {
    input.addEventListener("change", () => {
      const value = name === "noise" ? input.valueAsNumber : input.value;
      ask(name, Number.isNaN(value) ? null : value);
    }, { signal });
    input.addEventListener("keydown", (event) => event.stopPropagation(), { signal });
  }
  function options(name, values, value) {
    const key = values.join();
    if (inputs[name].dataset.options !== key) {
      inputs[name].dataset.options = key;
      inputs[name].replaceChildren(...values.map((one) => html("option", { value: one }, one)));
    }
    inputs[name].value = value;
  }
  return {
    element,
    notes,
    paint(choices) {
      options("dataset", choices.datasets, choices.dataset);
      options("activation", choices.activations, choices.activation);
      options("init", choices.inits, choices.init);
      inputs.hidden.value = choices.hidden;
      inputs.noise.value = choices.noise ?? "";
      inputs.noise.disabled = choices.noise === null;
    }
  };
}

// ../backprop_lib/live/src/picture/answer_picture.js
var FILLS = ["#99ddff", "#ffaabb", "#bbcc33", "#eedd88", "#dddddd", "#ee8866"];
var REGION = 0.42;
var WIDEST = 360;
var NAMES = ["○", "▲", "■", "◆", "▼", "✚"];
function makeCanvas(ratio) {
  const canvas = html("canvas", { class: "bp-answers", role: "img" });
  let [width, height, scale] = [0, 0, 1];
  return {
    canvas,
    context: canvas.getContext("2d"),
    size(room) {
      const wide = Math.min(room, WIDEST);
      const dense = window.devicePixelRatio || 1;
      if (wide === width && dense === scale) return false;
      [width, height, scale] = [wide, Math.round(wide * ratio), dense];
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      return true;
    },
    at: () => ({ width, height, scale })
  };
}
function shape(c, kind, x, y, r) {
  const corners = {
    1: [[0, -1.25], [1.1, 0.75], [-1.1, 0.75]],
    2: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
    3: [[0, -1.3], [1.15, 0], [0, 1.3], [-1.15, 0]],
    4: [[0, 1.25], [1.1, -0.75], [-1.1, -0.75]],
    5: [[-0.4, -1.2], [0.4, -1.2], [0.4, -0.4], [1.2, -0.4], [1.2, 0.4], [0.4, 0.4], [0.4, 1.2], [-0.4, 1.2], [-0.4, 0.4], [-1.2, 0.4], [-1.2, -0.4], [-0.4, -0.4]]
  }[kind];
  c.beginPath();
  if (!corners) c.arc(x, y, r, 0, 7);
  else corners.forEach(([u, v]) => c.lineTo(x + u * r, y + v * r));
  c.closePath();
}
var rgb2 = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
function contour(c, values, side, level, u, v) {
  for (let row = 0; row < side - 1; row++) {
    for (let column = 0; column < side - 1; column++) {
      const at = row * side + column;
      const corner = [values[at], values[at + 1], values[at + side + 1], values[at + side]];
      const above = corner.map((value) => value > level);
      if (above.every((one) => one === above[0])) continue;
      const places2 = [[0, 0], [1, 0], [1, 1], [0, 1]];
      const crossed = [];
      for (let k = 0; k < 4; k++) {
        const next = (k + 1) % 4;
        if (above[k] === above[next]) continue;
        const t = (level - corner[k]) / (corner[next] - corner[k]);
        crossed.push([
          column + places2[k][0] + t * (places2[next][0] - places2[k][0]),
          row + places2[k][1] + t * (places2[next][1] - places2[k][1])
        ]);
      }
      for (let k = 0; k + 1 < crossed.length; k += 2) {
        c.moveTo(u(crossed[k][0]), v(crossed[k][1]));
        c.lineTo(u(crossed[k + 1][0]), v(crossed[k + 1][1]));
      }
    }
  }
}
function makePlane(spec, X, y, choose2, signal) {
  const [left, right, bottom, top] = spec.extent;
  const { side, samples } = spec;
  const outputs = spec.sizes.at(-1);
  const ratio = Math.min(1.4, Math.max(0.45, (top - bottom) / (right - left)));
  const main = makeCanvas(ratio);
  const { canvas, context: c } = main;
  const small = html("canvas", { width: side, height: side });
  const inner = small.getContext("2d");
  const image = inner.createImageData(side, side);
  const marks = html("canvas");
  const classes = outputs === 1 ? y.map(([value]) => value > 0.5 ? 1 : 0) : y.map((row) => row.indexOf(Math.max(...row)));
  const low = spec.classes ? 0 : Math.min(...y.flat());
  const high = spec.classes ? 1 : Math.max(...y.flat());
  let made = "";
  let shades = [];
  let ground = null;
  const place = ([p, q], { width, height }) => [(p - left) / (right - left) * width, (1 - (q - bottom) / (top - bottom)) * height];
  canvas.addEventListener("pointerdown", (event) => {
    const box = canvas.getBoundingClientRect();
    const [u, v] = [event.clientX - box.left, event.clientY - box.top];
    let best = [0, Infinity];
    X.forEach((point, s) => {
      const [px, py] = place(point, box);
      const far = Math.hypot(px - u, py - v);
      if (far < best[1]) best = [s, far];
    });
    choose2(best[0]);
  }, { signal });
  function colours(palette) {
    if (ground === palette) return;
    ground = palette;
    shades = outputs > 1 ? FILLS.map((fill2) => rgb2(mix(palette.paper, fill2, REGION))) : Array.from({ length: 256 }, (_, n) => rgb2(mix(palette.activation_low, palette.activation_high, n / 255)));
  }
  function drawMarks(palette, sample) {
    const { width, height, scale } = main.at();
    const key = `${width} ${scale} ${palette.paper} ${sample}`;
    if (key === made) return;
    made = key;
    marks.width = canvas.width;
    marks.height = canvas.height;
    const m = marks.getContext("2d");
    m.scale(scale, scale);
    const r = samples <= 10 ? 7 : samples <= 120 ? 4.6 : 3.4;
    X.forEach((point, s) => {
      const [u2, v2] = place(point, { width, height });
      const k = classes[s];
      const two = outputs === 1;
      m.fillStyle = two ? k ? palette.ink : palette.paper : FILLS[k];
      m.strokeStyle = two ? k ? palette.paper : palette.ink : "#18202c";
      m.lineWidth = 1.2;
      shape(m, k, u2, v2, r);
      m.fill();
      m.stroke();
    });
    const [u, v] = place(X[sample], { width, height });
    for (const [wide, colour] of [[4.5, palette.paper], [2.4, palette.accent]]) {
      m.lineWidth = wide;
      m.strokeStyle = colour;
      m.beginPath();
      m.arc(u, v, r + 5, 0, 7);
      m.stroke();
    }
  }
  function paint({ picture, palette, sample }) {
    const { width, height, scale } = main.at();
    colours(palette);
    drawMarks(palette, sample);
    const read = new Uint8Array(outputs > 1 ? side * side : 0);
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const from = row * side + column;
        let colour;
        if (outputs > 1) {
          let best = 0;
          for (let k = 1; k < outputs; k++) if (picture[from * outputs + k] > picture[from * outputs + best]) best = k;
          read[from] = best;
          colour = shades[best];
        } else colour = shades[Math.min(255, Math.max(0, Math.round((picture[from] - low) / (high - low || 1) * 255))) || 0];
        const to = ((side - 1 - row) * side + column) * 4;
        image.data[to] = colour[0];
        image.data[to + 1] = colour[1];
        image.data[to + 2] = colour[2];
        image.data[to + 3] = 255;
      }
    }
    inner.putImageData(image, 0, 0);
    c.setTransform(scale, 0, 0, scale, 0, 0);
    c.imageSmoothingEnabled = outputs === 1;
    c.drawImage(small, 0, 0, width, height);
    c.strokeStyle = palette.ink;
    c.lineWidth = 2;
    c.lineJoin = "round";
    c.beginPath();
    const u = (column) => (column + 0.5) / side * width;
    const v = (row) => (1 - (row + 0.5) / side) * height;
    if (outputs === 1 && spec.classes) contour(c, picture, side, 0.5, u, v);
    else if (outputs > 1) {
      const margin = new Float32Array(side * side);
      for (let k = 0; k < outputs; k++) {
        for (let n = 0; n < margin.length; n++) {
          let other = -Infinity;
          for (let j = 0; j < outputs; j++) if (j !== k) other = Math.max(other, picture[n * outputs + j]);
          margin[n] = picture[n * outputs + k] - other;
        }
        contour(c, margin, side, 0, u, v);
      }
    }
    c.stroke();
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.drawImage(marks, 0, 0);
  }
  const kinds = outputs === 1 ? 2 : outputs;
  const legend = !spec.classes ? "Ground: the output." : [
    ...Array.from({ length: kinds }, (_, k) => `${k === 0 && kinds === 2 ? "○" : NAMES[k]} class ${k}`),
    outputs === 1 ? "ground: output a, amber is 1; line: a = 0.5" : "ground: the class that is read"
  ].join(" · ");
  return {
    element: html("div", {}, canvas, html("p", { class: "bp-small" }, `${legend}. A click chooses the sample of the network.`)),
    size: main.size,
    paint,
    describe: (text) => write(canvas, { "aria-label": `Decision boundary over inputs 0 and 1. ${text}` })
  };
}
function makeCurve(spec, X, y) {
  const [left, right, bottom, top] = spec.extent;
  const main = makeCanvas(0.72);
  const { canvas, context: c } = main;
  return {
    element: html("div", {}, canvas, html("p", { class: "bp-small" }, "○ samples; line: what the network answers from left to right.")),
    size: main.size,
    paint({ picture, palette, sample }) {
      const { width, height, scale } = main.at();
      const u = (value) => (value - left) / (right - left) * width;
      const v = (value) => (1 - (value - bottom) / (top - bottom)) * height;
      c.setTransform(scale, 0, 0, scale, 0, 0);
      c.clearRect(0, 0, width, height);
      c.lineWidth = 1;
      c.strokeStyle = palette.line;
      c.strokeRect(0.5, 0.5, width - 1, height - 1);
      c.lineWidth = 1.4;
      c.strokeStyle = palette.muted;
      X.forEach(([value], s) => {
        c.beginPath();
        c.arc(u(value), v(y[s][0]), 3.6, 0, 7);
        c.stroke();
      });
      c.strokeStyle = palette.accent;
      c.lineWidth = 3;
      c.beginPath();
      picture.forEach((value, n) => c.lineTo(n / (picture.length - 1) * width, Math.max(-9, Math.min(height + 9, v(value)))));
      c.stroke();
      c.strokeStyle = palette.ink;
      c.beginPath();
      c.arc(u(X[sample][0]), v(y[sample][0]), 7, 0, 7);
      c.stroke();
    },
    describe: (text) => write(canvas, { "aria-label": `The network's curve through the samples. ${text}` })
  };
}
function makeSamples(spec, X, y, choose2, signal) {
  const outputs = spec.sizes.at(-1);
  const best = (row) => row.indexOf(Math.max(...row));
  let drawn = null;
  const items = X.map((x, s) => {
    const canvas = spec.image_shape ? html("canvas", { width: spec.image_shape[1], height: spec.image_shape[0], class: "bp-digit", "aria-hidden": "true" }) : "";
    const text = html("span", { class: "bp-answer-text" });
    const bar = html("span", { class: "bp-answer-bar" });
    const element = html(
      "button",
      { type: "button", class: "bp-answer" },
      canvas,
      text,
      spec.classes ? html("span", { class: "bp-answer-rail" }, bar) : ""
    );
    element.addEventListener("click", () => choose2(s), { signal });
    return { x, s, canvas, text, bar, element };
  });
  function pixels(palette) {
    if (drawn === palette || !spec.image_shape) return;
    drawn = palette;
    const [paper, ink] = [rgb2(palette.paper), rgb2(palette.ink)];
    for (const { canvas, x } of items) {
      const image = new ImageData(canvas.width, canvas.height);
      x.forEach((value, n) => {
        paper.forEach((from, k) => {
          image.data[4 * n + k] = from + Math.min(1, value) * (ink[k] - from);
        });
        image.data[4 * n + 3] = 255;
      });
      canvas.getContext("2d").putImageData(image, 0, 0);
    }
  }
  return {
    element: html(
      "div",
      {},
      html("div", { class: "bp-samples" }, ...items.map(({ element }) => element)),
      html("p", { class: "bp-small" }, spec.classes ? "Read as, ✓ right or ✗ wrong, and how sure. Choose one to see it in the network." : "What the network answers, and y. Choose one to see it in the network.")
    ),
    size: () => false,
    paint({ picture, palette, sample }) {
      pixels(palette);
      for (const { s, text, bar, element } of items) {
        const row = Array.from(picture.subarray(s * outputs, (s + 1) * outputs));
        if (spec.classes) {
          const one = outputs === 1;
          const [read, true_] = one ? [row[0] > 0.5 ? 1 : 0, y[s][0] > 0.5 ? 1 : 0] : [best(row), best(y[s])];
          const sure = one ? Math.max(row[0], 1 - row[0]) : row[read];
          write(text, { text: `${read} ${read === true_ ? "✓" : "✗"} ${Math.round(100 * sure)} %` });
          write(bar, { style: `width:${(100 * sure).toFixed(0)}%` });
          write(element, { "data-wrong": read !== true_ });
        } else write(text, { text: `${row.map((value) => format(value, 2)).join(", ")} (y ${y[s].map((value) => format(value, 2)).join(", ")})` });
        write(element, { "aria-pressed": String(s === sample) });
      }
    },
    describe() {
    }
  };
}
function makeAnswers({ spec, X, y, choose: choose2, signal }) {
  if (spec.kind === "plane") return makePlane(spec, X, y, choose2, signal);
  if (spec.kind === "line") return makeCurve(spec, X, y);
  return makeSamples(spec, X, y, choose2, signal);
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
  const middle2 = (top + drawn - radius - bottom) / 2 + (tall === 1 ? 8 : 0);
  const x = (l) => margin + l * (width - margin - right) / (columns - 1);
  const neurons = shown.map(
    (n, l) => Array.from({ length: n }, (_, j) => {
      if (l === 0 && image) {
        const [row, column] = [Math.floor(j / image[1]), j % image[1]];
        return {
          x: x(0) + (column - (image[1] - 1) / 2) * cell,
          y: middle2 + (row - (image[0] - 1) / 2) * cell
        };
      }
      return { x: x(l), y: middle2 + (j - (n - 1) / 2) * step };
    })
  );
  const gap = (x(1) - x(0)) / (narrow ? 2.4 : 1);
  const labels = shown.map((m, l) => {
    if (l === 0 || l === 1 && image || size === "small" || gap <= 96) return null;
    const { way, apart } = labelPlace(shown[l - 1], m);
    return apart * step >= 28 ? way : null;
  });
  const loss = narrow ? { x: width / 2, y: drawn + 46 } : { x: x(columns - 1), y: middle2 };
  return { height, radius, size, narrow, neurons, labels, cell, loss };
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
  const { shape: shape2, ring, name, a, z, delta, made, was, wasDelta, flat } = node;
  const texts = isPixel ? [] : [ring, name, a, z, delta, made, was, wasDelta, flat];
  node.group = svg("g", { class: "bp-node", role: "slider", tabindex: -1, "data-k": k }, shape2, ...texts);
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

// ../backprop_lib/live/src/picture/gradient_bars.js
var [LOW, HIGH] = [-8, 2];
var TICKS = [-8, -6, -4, -2, 0, 2];
function makeNormBars(layers) {
  const rows3 = Array.from({ length: layers }, (_, m) => {
    const bar = html("span", { class: "bp-norm-bar" });
    const value = html("span", { class: "bp-norm-value" });
    return { bar, value, element: html("li", {}, html("span", {}, `layer ${m + 1}`), html("span", { class: "bp-norm-rail" }, bar), value) };
  });
  const scale = html(
    "div",
    { class: "bp-norm-scale", "aria-hidden": "true" },
    ...TICKS.map((exponent) => html("span", { style: `left:${100 * (exponent - LOW) / (HIGH - LOW)}%` }, power(exponent)))
  );
  return {
    element: html("div", {}, html("ul", { class: "bp-norms" }, ...rows3.map(({ element }) => element)), scale),
    paint(norms) {
      rows3.forEach(({ bar, value }, m) => {
        const part = Math.min(1, Math.max(0, (Math.log10(norms[m]) - LOW) / (HIGH - LOW))) || 0;
        write(bar, { style: `transform:scaleX(${part.toFixed(3)})` });
        write(value, { text: scientific(norms[m], 1), "data-norm": norms[m] });
      });
    }
  };
}

// ../backprop_lib/live/src/picture/training_stage.js
var SOON2 = 60;
var REST2 = 300;
var WORDS = 400;
function rows2(bytes, width) {
  const all = numbersOf(bytes, Float64Array);
  return Array.from({ length: all.length / width }, (_, s) => Array.from(all.subarray(s * width, (s + 1) * width)));
}
var numbersOf = (bytes, Type) => new Type(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
function makeStage({ spec, root, first, send, ask, chooseSample, signal }) {
  const { sizes } = spec;
  const L = sizes.length - 1;
  const all = places(sizes);
  const index = new Map(all.map((place, k) => [nameOf(place), k]));
  const P = all.filter(({ kind }) => kind === "W" || kind === "b").length;
  const [X, y] = [rows2(spec.X, sizes[0]), rows2(spec.y, sizes[L])];
  const activations = [null, ...spec.activations];
  const residual = [null, ...spec.residual];
  const normalized = isNormalized(spec);
  const scalesAt = 2 * P + L;
  const runningAt = scalesAt + countScales(spec);
  const starts = unpack(Array.from(first.subarray(0, P)), sizes);
  const choice = choose(sizes, starts.W, spec.image_shape);
  const graph = makeGraph({ spec, choice, index });
  const answers = makeAnswers({ spec, X, y, choose: chooseSample, signal });
  const bars = makeNormBars(L);
  let held = null;
  let waits = null;
  let timer = 0;
  let resting = 0;
  let selected = -1;
  let values = Array.from(first.subarray(0, P));
  let told = 0;
  let record = null;
  function tell() {
    timer = waits ? setTimeout(tell, SOON2) : 0;
    if (waits) send(waits);
    waits = null;
  }
  const state = {
    grab() {
    },
    undo() {
    },
    redo() {
    },
    rowOf: () => true,
    value: (k) => held?.k === k ? held.value : values[k] ?? 0,
    move(k, value) {
      if (k >= P) return;
      held = { k, value };
      waits = { do: "set", name: nameOf(all[k]), value, hold: true };
      timer ||= setTimeout(tell, 0);
      clearTimeout(resting);
      if (!root.hasAttribute("data-dragging")) resting = setTimeout(drop, REST2);
      ask();
    }
  };
  function drop() {
    if (!held) return;
    clearTimeout(timer);
    clearTimeout(resting);
    tell();
    send({ do: "drop" });
    values[held.k] = held.value;
    held = null;
  }
  const select = (k) => {
    selected = k;
    ask();
  };
  connectHands({ graph, root, state, select, range: spec.range, shared: true, signal });
  for (const type of ["pointerup", "pointercancel"]) graph.element.addEventListener(type, drop, { signal });
  signal.addEventListener("abort", () => [timer, resting].forEach(clearTimeout));
  for (const item of graph.items) {
    if (item.k >= P || item.l === 0 || item.l === void 0) write(item.group, { role: "img" });
  }
  graph.element.setAttribute("aria-label", "network; arrow keys walk, up and down move a weight or a bias");
  function recordOf(numbers, loss, sample) {
    values = Array.from(numbers.subarray(0, P));
    if (held) values[held.k] = held.value;
    const gradient = unpack(Array.from(numbers.subarray(P, 2 * P)), sizes);
    const { W, b } = unpack(values, sizes);
    const [scales, running] = [numbers.subarray(scalesAt, runningAt), numbers.subarray(runningAt)].map((part) => Array.from(part));
    const network = { W, b, activations, norms: normsOf(spec, scales, running), residual };
    const passed = forward(network, [X[sample]]);
    const back2 = backward(network, passed, [y[sample]], spec.loss);
    const shown = {
      ...passed,
      ...network,
      x: X[sample],
      y: y[sample],
      loss,
      arrives: back2.arrives,
      slope: back2.slope,
      delta: back2.delta,
      dW: gradient.W
    };
    return { ...shown, truth: shown, own: null };
  }
  function describe() {
    for (const { l, i, j, k, weight, group: group2 } of graph.items) {
      if (weight) {
        write(group2, {
          "aria-label": `weight ${nameOf(all[k])}, slope dW ${format(record.dW[l][i][j])}`,
          "aria-valuenow": values[k],
          "aria-valuetext": format(values[k]),
          "aria-valuemin": spec.range[0],
          "aria-valuemax": spec.range[1]
        });
      } else if (l === void 0) write(group2, { "aria-label": `loss ${format(record.loss)}` });
      else if (l === 0) write(group2, { "aria-label": `input ${nameOf(all[k])} ${format(record.a[0][0][j])}` });
      else {
        write(group2, {
          "aria-label": `neuron a[${l}][${j}], activation ${format(record.a[l][0][j])}, delta ${format(record.delta[l][0][j])}, bias`,
          "aria-valuenow": values[k],
          "aria-valuetext": format(values[k]),
          "aria-valuemin": spec.range[0],
          "aria-valuemax": spec.range[1]
        });
      }
    }
  }
  const notes = choice.note ? html("p", { class: "bp-note" }, `Left out of the picture: ${choice.note}.`) : "";
  return {
    graph,
    answers,
    bars,
    P,
    L,
    element: html("div", { class: "bp-stage" }, graph.element, html(
      "p",
      { class: "bp-legend" },
      `a, δ: the chosen sample${normalized ? ", by running statistics, as what it answers" : ""}. dW (thin line beside an edge), loss: all samples${normalized ? ", by their own mean and variance, as in training" : ""}. Edge: solid + / dashed −; drag one.${partsSaid(spec)}`
    ), notes),
    /** @param {{numbers, picture, loss, sample, palette, resting: boolean}} moment */
    paint({ numbers, picture, loss, sample, palette, resting: resting2, right }) {
      record = recordOf(numbers, loss, sample);
      graph.paint(record, { palette, deltas: true, showZ: false, before: null, differs: /* @__PURE__ */ new Set(), selected });
      answers.paint({ picture, palette, sample });
      bars.paint(Array.from(numbers.subarray(2 * P, 2 * P + L)));
      const now = performance.now();
      if (resting2 || now - told > WORDS) {
        told = now;
        describe();
        answers.describe(right);
      }
    },
    selectedText() {
      if (selected < 0 || selected >= P || !record) return "";
      const { kind, l, i, j } = all[selected];
      const slope = kind === "W" ? `, dW ${format(record.dW[l][i][j])}` : "";
      return `${nameOf(all[selected])} = ${format(values[selected])}${slope}`;
    }
  };
}

// ../backprop_lib/live/src/training_player.js
var CALM = 500;
var WHILE = 500;
var group = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, " ");
async function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const id = `${performance.now()}-${Math.random()}`;
  const manager = model.widget_manager;
  const listening = [];
  const listen = (source, name, act) => {
    source.on(name, act);
    listening.push(() => source.off(name, act));
  };
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  let spec = model.get("spec");
  let palette = spec.palette.light;
  let [frame, timer, painted] = [0, 0, 0];
  let stage = null;
  let stageStop = new AbortController();
  let moment = null;
  let curve = { width: 1, steps: 0, low: [], high: [] };
  let waiting = [];
  let owed = false;
  let rate = { since: 0, number: 0, value: 0 };
  const sliders = await Promise.all(model.get("_sliders").map((ref) => manager.get_model(ref.replace("IPY_MODEL_", ""))));
  const alive = () => Boolean(sliders[0]?.comm_live);
  const send = (content) => {
    if (alive()) model.send(content);
  };
  const button = (text, title, act) => {
    const made = html("button", { type: "button", class: "bp-button", title }, text);
    made.addEventListener("click", act, { signal });
    return made;
  };
  const play = button("▶ Play", "play and pause", () => send({ do: model.get("playing") ? "pause" : "play" }));
  play.classList.add("bp-play");
  const step = button("Step", "one step of training", () => send({ do: "step" }));
  const seed = html("input", { type: "number", min: 0, step: 1, class: "bp-box bp-seed", "aria-label": "seed" });
  const reset = button("Reset", "start anew from this seed", () => send({ do: "reset", name: "seed", value: seed.value === "" ? null : seed.valueAsNumber }));
  const pin = button("Pin", "keep this loss curve; the next one is drawn over it", () => send({ do: "pin" }));
  const unpin = button("Unpin", "take the pinned curves away", () => send({ do: "unpin" }));
  const log = button("Log", "logarithmic loss axis", () => set("log", !model.get("log")));
  const status = html("output", { class: "bp-train-status" });
  const pace = html("span", { class: "bp-kernel" });
  const problem = html("div", { class: "bp-problem", role: "alert", hidden: "" });
  const said = html("div", { class: "bp-said", role: "status", "aria-live": "polite" });
  const gap = () => html("span", { class: "bp-gap" });
  const toolbar = html(
    "div",
    { class: "bp-toolbar", role: "toolbar", "aria-label": "training" },
    play,
    step,
    gap(),
    reset,
    html("label", { class: "bp-seed-label" }, "seed ", seed),
    gap(),
    pin,
    unpin,
    log,
    pace
  );
  function set(trait, value) {
    model.set(trait, value);
    model.save_changes();
  }
  const settings = await Promise.all(sliders.map((slider) => makeSlider({ model: slider, manager, label: slider.get("description"), listen, signal })));
  for (const slider of sliders) calm(slider, signal);
  const choices = makeChoices({ ask: (name, value) => send({ do: "restart", name, value }), signal });
  const plot = makeLossPlot();
  const panel = (title, kind, ...inside) => html(
    "section",
    { class: `bp-panel ${kind}`, "aria-label": title },
    html("h4", { class: "bp-panel-title" }, title),
    ...inside
  );
  const holders = { graph: html("div"), answers: html("div"), norms: html("div") };
  const root = html(
    "div",
    { class: "bp-root bp-train" },
    toolbar,
    html("div", { class: "bp-train-line" }, status),
    problem,
    html(
      "div",
      { class: "bp-train-grid" },
      panel("What it answers", "bp-train-answers", holders.answers),
      panel("Loss", "bp-train-loss", plot.element),
      html(
        "section",
        { class: "bp-train-settings", "aria-label": "settings that act at once" },
        ...settings.map(({ element }) => element)
      ),
      html("section", { class: "bp-train-network", "aria-label": "network" }, holders.graph),
      panel("Gradient per layer", "bp-train-norms", holders.norms)
    ),
    choices.element,
    said
  );
  el.classList.add("bp-host");
  el.append(root);
  function build() {
    stageStop.abort();
    stageStop = new AbortController();
    spec = model.get("spec");
    curve = { width: 1, steps: 0, low: [], high: [] };
    rate = { since: 0, number: 0, value: 0 };
    const first = numbersOf(model.get("snapshot").numbers, Float64Array);
    stage = makeStage({
      spec,
      root,
      first,
      send,
      ask,
      signal: stageStop.signal,
      chooseSample: (s) => set("sample", s)
    });
    holders.graph.replaceChildren(stage.element);
    holders.answers.replaceChildren(stage.answers.element);
    holders.norms.replaceChildren(stage.bars.element);
    widths.clear();
    resize();
  }
  const unpacked = (frame2, numbers, picture) => ({
    ...frame2,
    numbers: numbersOf(numbers, Float64Array),
    picture: numbersOf(picture, Float32Array)
  });
  function takeCurve({ first, width, steps: steps2 }, losses) {
    const points = Array.from(numbersOf(losses, Float32Array));
    const many = points.length / 2;
    curve.low.splice(first, Infinity, ...points.slice(0, many));
    curve.high.splice(first, Infinity, ...points.slice(many));
    [curve.width, curve.steps] = [width, steps2];
  }
  function heard(content, [losses, ...buffers]) {
    if (content.message === void 0) return;
    owed = true;
    if (content.frames[0].run === spec.run) {
      takeCurve(content.curve, losses);
      waiting.push(...content.frames.map((one, n) => unpacked(one, buffers[2 * n], buffers[2 * n + 1])));
    }
    ask();
  }
  function seen() {
    const { frame: last, curve: points, losses, numbers, picture } = model.get("snapshot");
    if (last.run !== spec.run) return;
    waiting = [];
    moment = unpacked(last, numbers, picture);
    takeCurve(points, losses);
    ask();
    if (!model.get("playing") && last.number) {
      said.textContent = `Step ${last.number}, loss ${format(last.loss)}.${counted(last)}`;
    }
  }
  function began() {
    if (model.get("spec").run === spec.run) return;
    build();
    seen();
  }
  function ask() {
    if (document.hidden) {
      paint();
      return;
    }
    if (frame || timer) return;
    if (reduced.matches && model.get("playing")) timer = setTimeout(() => {
      timer = 0;
      paint();
    }, CALM);
    else frame = requestAnimationFrame(paint);
  }
  function paint() {
    cancelAnimationFrame(frame);
    frame = 0;
    if (waiting.length) {
      if (document.hidden || reduced.matches) waiting.splice(0, waiting.length - 1);
      moment = waiting.shift();
    }
    try {
      show();
    } catch (error) {
      problem.replaceChildren(html("strong", {}, `This view failed: ${error.message}`));
      write(problem, { hidden: null });
      throw error;
    }
    if (waiting.length) ask();
    else if (owed) {
      owed = false;
      send({ ack: true, view: id });
    }
  }
  const counted = ({ right }) => right === void 0 ? "" : ` ${right} of ${spec.rows} read right.`;
  function show() {
    if (!moment) return;
    const playing = model.get("playing");
    const sample = Math.min(model.get("sample"), spec.samples - 1);
    stage.paint({ ...moment, sample, palette, resting: !playing, right: counted(moment) });
    const runs = [...pins(), { label: "this run", ...curve }];
    plot.paint({ runs, log: model.get("log"), palette });
    if (!playing) plot.describe(runs);
    const live = alive();
    write(play, { text: playing ? "❚❚ Pause" : "▶ Play", disabled: !live, "aria-pressed": null });
    for (const one of [step, reset, pin, unpin]) write(one, { disabled: !live });
    write(unpin, { hidden: model.get("pinned").length === 0 });
    write(log, { "aria-pressed": String(model.get("log")) });
    const some = spec.rows < spec.of ? `the first ${spec.rows}` : String(spec.rows);
    write(status, { text: [
      `step ${group(moment.number)}`,
      `epoch ${group(moment.epoch)}`,
      `loss ${format(moment.loss, 4)}`,
      ...moment.right === void 0 ? [] : [`${moment.right} of ${some} read right`],
      ...stage.selectedText() ? [stage.selectedText()] : []
    ].join(" · ") });
    write(pace, { text: !live ? "no kernel: run this cell" : playing ? `${group(perSecond())} steps/s` : "" });
    painted += 1;
    write(root, {
      "data-loss": moment.loss,
      "data-number": moment.number,
      "data-run": moment.run,
      "data-playing": playing,
      "data-painted": painted,
      "data-points": curve.low.length
    });
  }
  function perSecond() {
    const now = performance.now();
    if (now - rate.since > WHILE) {
      const value = rate.since && moment.number > rate.number ? 1e3 * (moment.number - rate.number) / (now - rate.since) : 0;
      rate = { since: now, number: moment.number, value };
    }
    return Number(rate.value.toPrecision(3));
  }
  let madePins = [[], []];
  function pins() {
    const now = model.get("pinned");
    if (madePins[0] !== now) {
      madePins = [now, now.map((one) => ({
        ...one,
        low: Array.from(numbersOf(one.low, Float32Array)),
        high: Array.from(numbersOf(one.high, Float32Array))
      }))];
    }
    return madePins[1];
  }
  listen(model, "msg:custom", heard);
  listen(model, "change:spec", began);
  listen(model, "change:snapshot", () => {
    began();
    seen();
  });
  for (const trait of ["pinned", "log", "sample"]) listen(model, `change:${trait}`, ask);
  listen(model, "change:playing", () => {
    rate = { since: 0, number: 0, value: 0 };
    ask();
  });
  function chosen() {
    choices.paint(model.get("choices"));
    if (document.activeElement !== seed) seed.value = model.get("choices").seed;
  }
  listen(model, "change:choices", chosen);
  function showRefused() {
    const { name, message } = model.get("refused");
    for (const [other, note] of choices.notes) note.textContent = other === name ? message : "";
    if (message && !choices.notes.has(name)) showMessage(message, "");
    else showProblem();
  }
  function showMessage(message, traceback) {
    write(problem, { hidden: message ? null : true });
    problem.replaceChildren(
      ...message ? [html("strong", {}, message)] : [],
      ...traceback ? [html("details", {}, html("summary", {}, "Where it happened"), html("pre", {}, traceback))] : []
    );
  }
  function showProblem() {
    const { message, traceback } = model.get("problem");
    showMessage(message ?? "", traceback);
  }
  listen(model, "change:problem", showProblem);
  listen(model, "change:refused", showRefused);
  seed.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") reset.click();
  }, { signal });
  document.addEventListener("visibilitychange", () => {
    if (frame && document.hidden) paint();
  }, { signal });
  function theme() {
    palette = wearTheme(root, spec);
    ask();
  }
  watchTheme(theme, signal);
  const widths = /* @__PURE__ */ new Map();
  function resize() {
    const parts = [
      [holders.graph, (width) => stage.graph.place(Math.max(280, width))],
      [holders.answers, (width) => stage.answers.size(width)],
      [plot.element.parentElement, (width) => plot.size(width - 26)]
    ];
    for (const [part, place] of parts) {
      const width = Math.floor(part.clientWidth) || widths.get(part) || 480;
      if (widths.get(part) === width) continue;
      widths.set(part, width);
      place(width);
    }
    ask();
  }
  const sized = new ResizeObserver(resize);
  build();
  theme();
  chosen();
  showProblem();
  seen();
  paint();
  sized.observe(root);
  send({ hello: id });
  return () => {
    send({ left: id });
    stageStop.abort();
    stop.abort();
    sized.disconnect();
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    listening.forEach((off) => off());
  };
}
var training_player_default = { render };
export {
  training_player_default as default
};
