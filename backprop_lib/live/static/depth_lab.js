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
  const text2 = small || size >= 1e5 ? size.toExponential(1).replace("-", MINUS) : size.toFixed(digits);
  return value < 0 ? MINUS + text2 : text2;
}
var SUPERSCRIPT = { "-": "⁻", ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((digit, n) => [n, digit])) };
var power = (exponent) => `10${[...String(exponent)].map((sign) => SUPERSCRIPT[sign]).join("")}`;
function scientific(value, digits = 3) {
  if (!Number.isFinite(value) || value === 0) return value === 0 ? "0" : format(value);
  const [mantissa, exponent] = Math.abs(value).toExponential(digits).split("e");
  return `${value < 0 ? MINUS : ""}${mantissa} · ${power(Number(exponent))}`;
}
var brief = (value) => value !== 0 && (Math.abs(value) < 0.01 || Math.abs(value) >= 1e4) ? scientific(value, 1) : format(value, 2);

// ../backprop_lib/live/src/picture/chart_bars.js
var MARGIN = { left: 58, right: 10, top: 10, bottom: 34 };
var EDGE = 4;
function logTicks(low, high) {
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
var tickText = (tick) => {
  if (tick >= 0.01 && tick < 1e3) return String(tick);
  const [digit, exponent] = tick.toExponential(0).split("e");
  return (digit === "1" ? "" : `${digit} · `) + power(Number(exponent));
};
function makeBars({ label, kinds, from, height = 190, choose, signal }) {
  const part = (tag, name2, ...inside) => svg(tag, { class: `bp-chart-${name2}` }, ...inside);
  const frame = part("path", "frame");
  const name = part("text", "axis");
  const band = svg("path", { class: "bp-depth-band" });
  const start = part("path", "grid");
  const theory = svg("path", { class: "bp-depth-theory" });
  const line = svg("path", { class: "bp-depth-line" });
  const groups = kinds.map(({ key, kind }) => svg("g", { class: `bp-depth-bars bp-${kind}`, "data-kind": key }));
  const zeros = svg("g", { class: "bp-depth-zeros" });
  const ticks = { x: svg("g", {}), y: svg("g", {}) };
  const element = svg(
    "svg",
    { class: "bp-chart bp-depth-chart", role: "img" },
    band,
    ticks.y,
    ticks.x,
    frame,
    start,
    ...groups,
    zeros,
    line,
    theory,
    name
  );
  name.textContent = label;
  let width = 480;
  let last = null;
  let axes = "";
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
      const text2 = part("text", "tick");
      text2.textContent = tickText(tick);
      write(text2, { x: MARGIN.left - 5, y: Number(y) + 4, style: "text-anchor:end" });
      ticks.y.append(svg("path", { class: "bp-chart-grid", d: `M${MARGIN.left} ${y}H${right()}` }), text2);
    }
    ticks.x.replaceChildren();
    const every = [1, 2, 5, 10, 20, 25, 50].find((size) => layers.length / size * 30 <= right() - MARGIN.left);
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
    const py = (value) => bottom - EDGE - (Math.log10(value) - low) / (high - low) * (bottom - MARGIN.top - EDGE);
    const base = from ? py(from) : bottom;
    const drawnFor = `${scale} ${layers.length} ${layers[0]} ${width}`;
    if (drawnFor !== axes) {
      axes = drawnFor;
      drawTicks(scale, py);
    }
    const wide = slot() * (slot() > 8 ? 0.8 : 0.92) / kinds.length;
    kinds.forEach(({ key }, k) => {
      const numbers = values[key];
      pool(groups[k], numbers.length, () => svg("path", {})).forEach((bar, n) => {
        const value = numbers[n];
        const x = middle(n) + (k - kinds.length / 2) * wide;
        const d = value > 0 ? `M${x.toFixed(2)} ${base.toFixed(1)}V${py(value).toFixed(1)}h${wide.toFixed(2)}V${base.toFixed(1)}z` : "";
        write(bar, { d, "data-value": value ?? null, "data-layer": n < numbers.length ? layers[n] : null });
      });
    });
    const empty = kinds.flatMap(({ key }) => values[key].flatMap((value, n) => value === 0 ? [n] : []));
    pool(zeros, empty.length, () => svg("path", {})).forEach((mark, k) => {
      const n = empty[k];
      const r = Math.min(3.5, slot() / 2);
      write(mark, { d: n === void 0 ? "" : `M${middle(n)} ${bottom - 2 * r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z` });
    });
    const path = (numbers) => {
      let pen = "M";
      return numbers.map((value, n) => {
        if (!(value > 0)) return pen = "M", "";
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
    }
  };
}

// ../backprop_lib/live/src/page/colours.js
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

// ../backprop_lib/live/src/picture/table_layers.js
var text = (value) => {
  if (value === null || value === void 0) return "–";
  return value === 0 || Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5 ? format(value, 4) : scientific(value, 2);
};
var COLUMNS = [
  ["spread of a", (n, l) => n.spread[l]],
  ["theory", (n, l) => n.theory.spread[l]],
  ["|δ|", (n, l) => n.delta[l - 1]],
  ["theory", (n, l) => n.theory.delta[l - 1]],
  ["|dW|", (n, l) => n.dW[l - 1]],
  ["factor", (n, l) => n.factor[l - 1]],
  ["theory", (n, l) => n.theory.factor[l - 1]],
  ["slope", (n, l) => n.slope[l - 1]],
  ["W above", (n, l) => l <= n.depth ? n.weight[l] : null],
  ["normalization", (n, l) => n.scale[l - 1]],
  ["saturated", (n, l) => n.saturated[l - 1]]
];
function makeLayerTable() {
  const body = html("tbody", {});
  const head = html("tr", {}, ...["layer", ...COLUMNS.map(([name]) => name)].map((name) => html("th", { scope: "col" }, name)));
  const element = html(
    "details",
    { class: "bp-twin" },
    html("summary", {}, "All numbers as a table"),
    html("div", { class: "bp-tables" }, html(
      "table",
      { class: "bp-table" },
      html("caption", {}, "Layers"),
      html("thead", {}, head),
      body
    ))
  );
  return {
    element,
    paint(numbers) {
      if (!element.open) return;
      const count = numbers.depth + 1;
      while (body.childElementCount < count) {
        body.append(html("tr", {}, html("th", { scope: "row" }), ...COLUMNS.map(() => html("td"))));
      }
      [...body.children].forEach((row, n) => {
        write(row, { hidden: n >= count });
        if (n >= count) return;
        write(row.children[0], { text: String(n + 1) });
        COLUMNS.forEach(([, of], k) => write(row.children[k + 1], { text: text(of(numbers, n + 1)) }));
      });
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
      const text2 = String(Number(model.get("value").toPrecision(4)));
      if (document.activeElement !== box || box.dataset.typing !== "yes") {
        if (box.value !== text2) box.value = text2;
      }
      write(box, { min: bound("min"), max: bound("max") });
      write(handle, { "aria-valuetext": text2 });
    }
  };
  holder.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
    const end = { Home: bound("min"), End: bound("max") }[event.key];
    if (event.ctrlKey || event.metaKey || steps === void 0 && end === void 0) return;
    event.preventDefault();
    event.stopPropagation();
    const by = (steps ?? 0) * (event.shiftKey ? 10 : 1);
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
function makeMenu({ model, trait, label, names, words = {}, listen, signal }) {
  const select = html("select", { class: "bp-box", "aria-label": label }, ...names.map((name) => html("option", { value: name }, words[name] ?? name)));
  const element = html("label", { class: "bp-row bp-menu-row" }, html("span", { class: "bp-setting-name" }, label), select);
  const paint = () => {
    select.value = model.get(trait);
  };
  select.addEventListener("change", () => {
    model.set(trait, select.value);
    model.save_changes();
  }, { signal });
  listen(model, `change:${trait}`, paint);
  paint();
  return { element, select };
}

// ../backprop_lib/live/src/picture/chart_z_histogram.js
var [HEIGHT, TOP] = [190, 12];
var BASE = HEIGHT - 34;
function makeZHistogram() {
  const bars = svg("g", { class: "bp-depth-z" });
  const ends = ["start", "middle", "end"].map((anchor) => svg("text", { class: "bp-chart-tick", y: BASE + 14, style: `text-anchor:${anchor}` }));
  const name = svg("text", { class: "bp-chart-axis", y: HEIGHT - 4, style: "text-anchor:middle" });
  const frame = svg("path", { class: "bp-chart-frame" });
  const element = svg("svg", { class: "bp-chart", role: "img" }, bars, frame, ...ends, name);
  let width = 480;
  let last = null;
  const all = {
    element,
    place(now) {
      width = now;
      write(element, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
      write(frame, { d: `M0 ${BASE}H${width}` });
      ends.forEach((end, n) => write(end, { x: [2, width / 2, width - 2][n] }));
      write(name, { x: width / 2 });
      if (last) all.paint(last);
    },
    paint(layer) {
      last = layer;
      const { reach, counts, flat, said, name: text2 } = layer;
      while (bars.childElementCount < counts.length) bars.append(svg("path", {}));
      const step = width / counts.length;
      const most = Math.max(...counts);
      counts.forEach((count, n) => {
        const height = count / most * (BASE - TOP);
        write(bars.children[n], {
          d: `M${(n * step + 0.7).toFixed(1)} ${BASE}v${(-height).toFixed(1)}h${(step - 1.4).toFixed(1)}v${height.toFixed(1)}z`,
          "data-count": count,
          "data-flat": flat[n] ? "" : null
        });
      });
      ends.forEach((end, n) => write(end, { text: brief((n - 1) * reach) }));
      write(name, { text: text2 });
      write(element, { "aria-label": said });
    }
  };
  return all;
}

// ../backprop_lib/live/src/depth_lab.js
var PAUSE = 500;
var NARROW = 250;
var WORDS = { normal: "normal, 0.01", xavier_normal: "Xavier", he_normal: "He" };
var short = (value) => value === null || value === void 0 ? "no number" : brief(value);
async function render({ model, el }) {
  const stop = new AbortController();
  const { signal } = stop;
  const spec = model.get("spec");
  const manager = model.widget_manager;
  const listening = [];
  let [frame, timer, spoken] = [0, 0, null];
  const ask = () => {
    frame ||= requestAnimationFrame(paint);
  };
  const listen = (source, name, act) => {
    source.on(name, act);
    listening.push(() => source.off(name, act));
  };
  const models = await Promise.all(model.get("_sliders").map((ref) => manager.get_model(ref.replace("IPY_MODEL_", ""))));
  const made = await Promise.all(models.map((one, n) => makeSlider({ model: one, manager, label: spec.labels[spec.sliders[n]], listen, signal })));
  const rows = Object.fromEntries(spec.sliders.map((name, n) => [name, made[n]]));
  const menu = (trait, label, names, words) => makeMenu({ model, trait, label, names, words, listen, signal });
  const activation = menu("activation", "activation", spec.activations);
  const init = menu("init", "initializer", spec.inits, WORDS);
  const normalization = menu("normalization", "normalization", spec.normalizations);
  const button = (text2, title, act) => {
    const one = html("button", { type: "button", class: "bp-button", title }, text2);
    one.addEventListener("click", act, { signal });
    return one;
  };
  const change = (trait, value) => {
    model.set(trait, value);
    model.save_changes();
  };
  const residual = button("Skips", "a skip around every layer that can have one", () => change("residual", !model.get("residual")));
  const redraw = button("", "draw other weights and another batch", () => change("seed", model.get("seed") + 1));
  const choose = (layer) => rows.layer.set(Math.min(layer, rows.depth.value()));
  const chart = (options) => makeBars({ choose, signal, ...options });
  const charts = {
    spread: chart({ label: "layer", kinds: [{ key: "spread", kind: "spread" }] }),
    delta: chart({ label: "layer", kinds: [{ key: "delta", kind: "amount" }] }),
    dW: chart({ label: "layer", kinds: [{ key: "dW", kind: "amount" }] }),
    parts: chart({
      label: "layer",
      from: 1,
      kinds: [
        { key: "slope", kind: "slope" },
        { key: "weight", kind: "weight" },
        { key: "scale", kind: "scale" }
      ]
    })
  };
  const histogram = makeZHistogram();
  const table = makeLayerTable();
  const panel = (title, words, inside) => {
    const heading = html("h4", { class: "bp-panel-title" }, title);
    return html("section", { class: "bp-panel", "aria-label": title }, heading, html("p", { class: "bp-small" }, ...words), inside);
  };
  const key = (kind, text2) => html("span", { class: `bp-key bp-key-${kind}` }, text2);
  const normalized = key("scale", "× normalization");
  const zTitle = html("span", { class: "bp-depth-z-title" });
  const detail = html("ul", { class: "bp-depth-detail" });
  const lines = Array.from({ length: 5 }, () => html("li", {}));
  detail.append(...lines);
  const panels = html(
    "div",
    { class: "bp-depth-grid" },
    panel("Spread of the activations", ["standard deviation of a[l]  ", key("theory", "theory")], charts.spread.element),
    panel("Length of delta", ["|δ[l]|, how strongly a layer's z are pushed  ", key("theory", "theory")], charts.delta.element),
    panel("Length of dW", ["|dW[l]|, what the weights are told to change"], charts.dW.element),
    panel("The factor of each layer", [
      key("line", "|δ[l]| / |δ[l+1]|"),
      key("slope", "slope of l"),
      key("weight", "× size of W[l+1]"),
      normalized,
      key("theory", "theory")
    ], charts.parts.element),
    panel("What the activations see", [zTitle, " ", key("flat", "flat: a slope below a tenth of the largest")], histogram.element),
    html(
      "section",
      { class: "bp-panel bp-depth-layer", "aria-label": "One layer" },
      html("h4", { class: "bp-panel-title" }, "One layer"),
      rows.layer.element,
      detail
    )
  );
  const summary = html("p", { class: "bp-depth-summary" });
  const note = html("p", { class: "bp-note" });
  const problem = html("div", { class: "bp-problem", role: "alert", hidden: "" });
  const said = html("div", { class: "bp-said", role: "status", "aria-live": "polite" });
  const root = html(
    "div",
    { class: "bp-root bp-depth" },
    html(
      "div",
      { class: "bp-controls", role: "group", "aria-label": "settings of the network" },
      ...["depth", "width", "gain", "input_scale", "batch_size"].map((name) => rows[name].element),
      activation.element,
      init.element,
      normalization.element,
      html("div", { class: "bp-toolbar bp-depth-buttons" }, residual, redraw)
    ),
    problem,
    summary,
    panels,
    note,
    table.element,
    said
  );
  el.classList.add("bp-host");
  el.append(root);
  window.addEventListener("keydown", (event) => {
    if (!(event.target instanceof Element) || !root.contains(event.target)) return;
    const plain = !(event.ctrlKey || event.metaKey) && !(event.shiftKey && event.key === "Enter");
    for (const at of [root, event.target]) write(at, { "data-lm-suppress-shortcuts": plain ? "true" : null });
  }, { signal, capture: true });
  let numbers = {};
  const read = () => {
    numbers = JSON.parse(model.get("shown"));
  };
  function paint() {
    frame = 0;
    const { depth, theory } = numbers;
    const layer = Math.min(rows.layer.value(), depth);
    const upTo = (last2, first2 = 1) => Array.from({ length: last2 - first2 + 1 }, (_, n) => n + first2);
    const factor = numbers.factor;
    const [first, last] = [numbers.delta[0], numbers.delta[depth]];
    const ratio = theory.delta.length ? theory.delta[0] / theory.delta[depth] : null;
    charts.spread.paint({
      layers: upTo(depth + 1, 0),
      values: { spread: numbers.spread },
      theory: theory.spread,
      selected: layer,
      said: `Standard deviation of the activations, logarithmic: input ${short(numbers.spread[0])}, layer 1 ${short(numbers.spread[1])}, layer ${depth} ${short(numbers.spread[depth])}.`
    });
    charts.delta.paint({
      layers: upTo(depth + 1),
      values: { delta: numbers.delta },
      theory: theory.delta,
      selected: layer,
      said: `Length of delta, logarithmic: layer 1 ${short(first)}, layer ${depth + 1} ${short(last)}.`
    });
    charts.dW.paint({
      layers: upTo(depth + 1),
      values: { dW: numbers.dW },
      selected: layer,
      said: `Length of dW, logarithmic: layer 1 ${short(numbers.dW[0])}, layer ${depth + 1} ${short(numbers.dW[depth])}.`
    });
    charts.parts.paint({
      layers: upTo(depth),
      line: factor,
      theory: theory.factor,
      selected: layer,
      values: { slope: numbers.slope, weight: numbers.weight.slice(1), scale: numbers.scale },
      said: `Factor of each layer and its parts, logarithmic, around 1. Layer ${layer}: slope ${short(numbers.slope[layer - 1])}, size of W ${short(numbers.weight[layer])}, factor ${short(factor[layer - 1])}.`
    });
    const share = Math.round(1e3 * numbers.saturated[layer - 1]) / 10;
    const letter = numbers.scale.length ? `u[${layer}], the normalized z` : `z[${layer}]`;
    histogram.paint({
      reach: numbers.reach[layer - 1],
      counts: numbers.counts[layer - 1],
      flat: numbers.flat[layer - 1],
      name: letter,
      said: `Histogram of ${letter}: ${share} per cent where the activation is flat.`
    });
    write(zTitle, { text: `${letter}: ${share} % saturated`, "data-saturated": numbers.saturated[layer - 1] });
    const L = depth + 1;
    write(summary, {
      text: `|δ[1]| / |δ[${L}]| = ${short(last ? first / last : null)}${ratio === null ? "" : `, in theory ${short(ratio)}`}. Loss ${short(numbers.loss)}.`
    });
    const parts = [`slope ${short(numbers.slope[layer - 1])}`, `W[${layer + 1}] ${short(numbers.weight[layer])}`];
    if (numbers.scale.length) parts.push(`normalization ${short(numbers.scale[layer - 1])}`);
    const skip = numbers.skips.includes(layer + 1) ? `, and past layer ${layer + 1} by its skip` : "";
    const also = (value) => value === void 0 || value === null ? "" : `, in theory ${short(value)}`;
    const words = [
      `Spread of a[${layer}]: ${short(numbers.spread[layer])}${also(theory.spread[layer])}`,
      `|δ[${layer}]|: ${short(numbers.delta[layer - 1])}${also(theory.delta[layer - 1])}`,
      `|dW[${layer}]|: ${short(numbers.dW[layer - 1])}`,
      `factor |δ[${layer}]| / |δ[${layer + 1}]|: ${short(factor[layer - 1])}${also(theory.factor[layer - 1])}`,
      `its parts: ${parts.join(" × ")}${skip}`
    ];
    words.forEach((text2, n) => write(lines[n], { text: text2 }));
    const zero = numbers.delta.filter((value) => value === 0).length;
    const notes = [
      models[0].comm_live ? "" : "No kernel: the settings answer once this cell has run.",
      numbers.note,
      zero ? `◇ δ of ${zero} layers is exactly 0: every unit on the way is off, or the product is too small for a float.` : "",
      model.get("residual") && !numbers.skips.length ? "No layer has as many neurons as the one before it: no skips." : ""
    ];
    write(note, { text: notes.filter(Boolean).join(" ") });
    table.paint(numbers);
    const { message } = model.get("problem");
    write(normalized, { hidden: !numbers.scale.length });
    write(redraw, { text: `Other weights (seed ${model.get("seed")})` });
    write(residual, { "aria-pressed": String(model.get("residual")) });
    write(root, {
      "data-loss": numbers.loss,
      "data-layer": layer,
      "data-stale": message ? true : null,
      "data-settings": JSON.stringify(numbers.settings)
    });
    clearTimeout(timer);
    spoken ??= summary.textContent;
    if (spoken !== summary.textContent) timer = setTimeout(say, PAUSE);
  }
  function say() {
    said.textContent = `Depth ${numbers.depth}. ${summary.textContent}`;
    spoken = summary.textContent;
  }
  function showProblem() {
    const { message, traceback } = model.get("problem");
    write(problem, { hidden: message ? null : true });
    problem.replaceChildren(
      ...message ? [html("strong", {}, message), " The numbers below are those of the setting before."] : [],
      ...traceback ? [html("details", {}, html("summary", {}, "Where it happened"), html("pre", {}, traceback))] : []
    );
    ask();
  }
  listen(model, "change:shown", () => {
    read();
    ask();
  });
  for (const trait of ["residual", "seed"]) listen(model, `change:${trait}`, ask);
  listen(model, "change:problem", showProblem);
  listen(rows.layer.model, "change:value", ask);
  table.element.addEventListener("toggle", ask, { signal });
  const theme = () => wearTheme(root, spec);
  watchTheme(theme, signal);
  let width = 0;
  function resize() {
    const now = Math.max(NARROW, Math.floor((charts.spread.element.parentElement.clientWidth || 500) - 26));
    if (now === width) return;
    width = now;
    for (const one of [...Object.values(charts), histogram]) one.place(width);
  }
  const sized = new ResizeObserver(resize);
  sized.observe(panels);
  read();
  theme();
  showProblem();
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
var depth_lab_default = { render };
export {
  depth_lab_default as default
};
