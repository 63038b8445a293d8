// Draws networks on a bare page and measures what their pictures cover: run by test_graph_overlap.py.
// Without `at`, the address of the sources, it sets traits of a mounted view and measures each picture.
async ([at, scenes, palette]) => {
  const pen = document.createElement("canvas").getContext("2d");
  const inks = new Map();
  const EXTREME = [4.3e-31, -4.3e-31, -2.556, 1e5, -1e5, 6.5e-123, -0.35, 7e-30, -7.25e-5, 12.34];

  function random(seed) { // mulberry32
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  function inkOf(text) {
    const { font, visibility, display, transform } = getComputedStyle(text);
    if (!text.textContent || visibility === "hidden" || display === "none") return null;
    const key = font + text.textContent;
    if (!inks.has(key)) {
      pen.font = font;
      const { actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = pen.measureText(text.textContent);
      inks.set(key, { up, down });
    }
    const { up, down } = inks.get(key);
    const { x, width } = text.getBBox();
    const moved = transform === "none" ? 0 : new DOMMatrix(transform).f;
    const y = Number(text.getAttribute("y")) + moved;
    return { text, said: text.textContent, left: x, right: x + width, top: y - up, bottom: y + down };
  }
  const meet = (p, q) => p.left < q.right && q.left < p.right && p.top < q.bottom && q.top < p.bottom;
  const grown = ({ left, right, top, bottom }, by) => ({ left: left - by, right: right + by, top: top - by, bottom: bottom + by });
  const near = (low, value, high) => Math.max(low, Math.min(high, value));
  const hits = (box, { cx, cy, r }) => Math.hypot(near(box.left, cx, box.right) - cx, near(box.top, cy, box.bottom) - cy) < r;

  /** What is wrong in a picture, by kind. */
  function judge(svg, found, name) {
    const wrong = (kind, ...what) => {
      found[kind].count++;
      if (found[kind].such.length < 12) found[kind].such.push(`${name}: ${what.join(" | ")}`);
    };
    const inked = [...svg.querySelectorAll("text")].map(inkOf).filter(Boolean).sort((p, q) => p.left - q.left);
    const number = (shape, key) => Number(shape.getAttribute(key));
    const circles = [...svg.querySelectorAll(".bp-neuron")].map((shape) => ({
      group: shape.parentNode, shape, cx: number(shape, "cx"), cy: number(shape, "cy"), r: number(shape, "r"),
    }));
    const loss = svg.querySelector(".bp-loss-box");
    const box = { left: number(loss, "x"), top: number(loss, "y") };
    box.right = box.left + number(loss, "width");
    box.bottom = box.top + number(loss, "height");
    found.texts += inked.length;
    found.pairs += (inked.length * (inked.length - 1)) / 2;
    const lines = [...svg.querySelectorAll(".bp-weight, .bp-slope, .bp-to-loss, .bp-skip, .bp-arrow")];
    const after = Node.DOCUMENT_POSITION_FOLLOWING;
    const [first] = svg.querySelectorAll("text");
    // Nothing lies outside the drawing; half a pixel is rounding.
    const [, , wide, high] = svg.getAttribute("viewBox").split(" ").map(Number);
    const isIn = ({ left, right, top, bottom }) => left >= -0.5 && top >= -0.5 && right <= wide + 0.5 && bottom <= high + 0.5;
    for (const { cx, cy, r, group } of circles) {
      if (!isIn(grown({ left: cx, right: cx, top: cy, bottom: cy }, r))) wrong("outside", `a circle, ${group.textContent}`);
    }
    for (const one of inked) if (!isIn(one)) wrong("outside", one.said, `${one.left.toFixed(0)} to ${one.right.toFixed(0)}`);
    if (!isIn(box)) wrong("outside", "loss");
    if (wide > svg.closest(".bp-root").clientWidth - 24) wrong("outside", `${wide} px wide`);
    // An arrow leaves out the circles that it goes between; so no point of it is in any.
    for (const arrow of svg.querySelectorAll(".bp-arrow")) {
      const long = arrow.getAttribute("d") ? arrow.getTotalLength() : 0;
      for (let way = 0; way < long; way += 2) {
        const { x, y } = arrow.getPointAtLength(way);
        const through = circles.find(({ cx, cy, r }) => Math.hypot(x - cx, y - cy) < r);
        if (!through) continue;
        wrong("arrow", `through ${through.group.textContent}`);
        break;
      }
    }
    for (const line of lines) if (!(line.compareDocumentPosition(first) & after)) wrong("line", "a line over a text");
    inked.forEach((one, n) => {
      const isInside = one.text.matches(".bp-a, .bp-z, .bp-loss-node :is(.bp-name, .bp-loss)");
      const style = isInside ? null : getComputedStyle(one.text);
      if (style && (!style.paintOrder.startsWith("stroke") || style.stroke === "none" || Number.parseFloat(style.strokeWidth) < 4)) wrong("ground", `${one.said}: no ground`);
      const ground = style ? grown(one, Number.parseFloat(style.strokeWidth) / 2 - 0.5) : one;
      for (const other of inked.slice(n + 1)) {
        if (other.left > ground.right + 4) break;
        if (meet(one, other)) wrong("overlap", one.said, other.said);
        else if (style && meet(ground, other)) wrong("ground", one.said, other.said);
      }
      for (const circle of circles) {
        if (!isInside || circle.group !== one.text.parentNode) {
          if (hits(ground, circle)) wrong("node", one.said, circle.group.textContent);
          continue;
        }
        const far = [one.left, one.right].flatMap((x) => [one.top, one.bottom].map((y) => Math.hypot(x - circle.cx, y - circle.cy)));
        if (Math.max(...far) > circle.r) wrong("circle", one.said, `${Math.max(...far).toFixed(1)} > ${circle.r}`);
      }
      const inLoss = isInside && one.text.closest(".bp-loss-node");
      if (inLoss && (one.left < box.left || one.right > box.right)) wrong("circle", one.said, "loss");
      if (!one.text.closest(".bp-loss-node") && meet(ground, box)) wrong("node", one.said, "loss");
    });
  }

  const kinds = ["overlap", "circle", "node", "ground", "line", "outside", "arrow"];
  const found = { pictures: 0, texts: 0, pairs: 0, labelled: {}, slowest: 0 };
  for (const kind of kinds) found[kind] = { count: 0, such: [] };
  if (!at) {
    const frame = () => new Promise(requestAnimationFrame);
    const { model, models } = window.view;
    for (const [trait, value] of scenes) {
      if (trait === "slider") models.get(model.get(trait)).set("value", value);
      else model.set(trait, value);
      await frame();
      await frame();
      judge(document.querySelector(".bp-graph"), found, `${trait} ${value}`);
      found.pictures++;
    }
    return found;
  }

  const [{ makeGraph }, { choose }, pass, numbers, { differences }] = await Promise.all(
    ["picture/graph.js", "picture/layout.js", "core/pass.js", "core/numbers.js", "core/state.js"].map(
      (path) => import(at + path),
    ),
  );

  /** A network's record, as live/src/core/state.js makes it. */
  function recordOf({ sizes, activation, isOwn }, next) {
    const L = sizes.length - 1;
    const draw = (n) => Array.from({ length: n }, () => 4 * next() - 2);
    const W = [null, ...sizes.slice(1).map((m, l) => Array.from({ length: sizes[l] }, () => draw(m)))];
    const b = [null, ...sizes.slice(1).map(draw)];
    const network = { W, b, activations: [null, ...Array(L).fill(activation)], norms: [], residual: [] };
    const [x, y] = [draw(sizes[0]), draw(sizes[L])];
    const passed = pass.forward(network, [x]);
    const truth = pass.backward(network, passed, [y], "squared_error");
    const off = (part) => part && part.map((row) => (Array.isArray(row) ? off(row) : row * 0.7 + 0.1));
    const own = isOwn ? { delta: off(truth.delta), dW: off(truth.dW), db: off(truth.db) } : null;
    return { ...network, ...passed, ...truth, ...own, x, y, truth, own };
  }

  /** Every third number is one that is hard to write. */
  function makeHard(record, next) {
    const hard = (part) => part.map((one) => (one === null ? one : Array.isArray(one) ? hard(one) : next() < 0.33 ? EXTREME[Math.floor(next() * EXTREME.length)] : one));
    const parts = ["W", "a", "z", "delta", "dW", "arrives", "slope"];
    for (const part of parts) record[part] = hard([...record[part]].map((one) => one ?? null));
    record.loss = EXTREME[Math.floor(next() * EXTREME.length)];
  }

  const root = document.createElement("div");
  root.className = "bp-root";
  for (const [name, colour] of Object.entries(palette)) root.style.setProperty(`--bp-${name.replaceAll("_", "-")}`, colour);
  document.body.replaceChildren(root);
  for (const scene of scenes) {
    const { sizes, width, room, seed, state, activation } = scene;
    const next = random(seed);
    const isOwn = state === "laboratory";
    const record = recordOf({ sizes, activation, isOwn }, next);
    const all = numbers.places(sizes);
    const index = new Map(all.map((place, k) => [numbers.nameOf(place), k]));
    const spec = { sizes, activations: Array(sizes.length - 1).fill(activation), residual: Array(sizes.length - 1).fill(false), loss: "squared_error", laboratory: isOwn };
    const choice = choose(sizes, record.W, null);
    const graph = makeGraph({ spec, choice, index });
    root.style.width = `${width + 26}px`;
    root.replaceChildren(graph.element);
    const start = performance.now();
    graph.place(width, room ?? undefined);
    found.slowest = Math.max(found.slowest, performance.now() - start);
    if (state === "extreme") makeHard(record, next);
    const edges = graph.items.filter((item) => item.weight);
    const nodes = graph.items.filter((item) => item.shape && item.l > 0);
    const pick = (items) => items[Math.floor(next() * items.length)];
    const chosen = { edge: pick(edges), neuron: pick(nodes), before: pick(edges) };
    const selected = chosen[state]?.k ?? -1;
    let before = null;
    if (["before", "extreme", "neuron"].includes(state)) before = recordOf({ sizes, activation }, next);
    if (state === "edge") {
      const { l, i, j } = chosen.edge;
      before = { ...record, W: structuredClone(record.W) };
      before.W[l][i][j] -= 0.5;
    }
    graph.paint(record, { palette, deltas: true, showZ: state !== "plain", selected, before, differs: differences(record, all) });
    const name = `${sizes.join("-")} at ${width}, ${state}`;
    judge(graph.element, found, name);
    const shown = (some) => some.filter(({ label }) => label.textContent).length;
    const into = edges.filter(({ l, j }) => l === chosen.neuron.l && j === chosen.neuron.j);
    found.labelled[name] = { all: edges.length, shown: shown(edges), edge: shown([chosen.edge]), into: into.length, shownInto: shown(into) };
    found.pictures++;
  }
  return found;
}
