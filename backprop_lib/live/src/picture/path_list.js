// The list of paths: each with its product of factors, and below them their sum, the gradient.

import { html, write } from "../page/dom.js";
import { bracketed, neuronName, significant, workedProducts, written } from "../core/numbers.js";
import { sayUnbroken } from "./card.js";
import { marked } from "./equation_parts.js";

const DIGITS = 4; // that say something: a product of small factors is smaller still

/** A factor's name as data: a[0][0], W[2][0, 1], f'(z[1][0]), dL/da[2][0], or 1 for a bias. */
export function parseFactor(name) {
  if (name === "1") return { kind: "one" };
  const [, kind, l, i, j] = name.match(/^(a|W|f'\(z|dL\/da|dL\/dz)\[(\d+)\]\[(?:(\d+), )?(\d+)\]\)?$/);
  return { kind, l: Number(l), i: Number(i), j: Number(j) };
}

/** A factor's value in a record. */
export function factorOf({ kind, l, i, j }, record) {
  if (kind === "one") return 1;
  if (kind === "a") return record.a[l][0][j];
  if (kind === "W") return record.W[l][i][j];
  if (kind === "f'(z") return record.slope[l][0][j];
  return record.arrives[l][0][j]; // dL/da, or dL/dz where the output's slope cancels
}

/** A number with so many digits that mean something, so that the products visibly add up. */
const places = (value) => (value === 0 ? 0 : significant(value, DIGITS));
const precise = (value) => written(value, places(value));
/** The factors of products that add up to `result`, as a hand can calculate with them. */
const factors = (products, result) => workedProducts(products, result, places).map((texts) => texts.map(bracketed));
const product = (values) => values.reduce((all, value) => all * value, 1);
const COLOURS = { W: "w", a: "a", one: "a" };
const MARK = { true: "◆ ", false: "" };

/** The neurons that a path passes. */
function way(factors) {
  const passed = factors.filter(({ kind }) => kind === "f'(z" || kind === "dL/dz");
  return passed.map(({ l, j }) => neuronName(l, j)).join(" → ");
}

/** Factors with · between them; those behind the first, which lead from z to the loss, in brackets. */
function fill(line, spans) {
  const shared = html(
    "span",
    { class: "bp-shared" },
    "[",
    ...spans.slice(1).flatMap((span, n) => (n ? [" · ", span] : [span])),
    "]",
  );
  line.replaceChildren(spans[0], " · ", shared);
  return shared;
}

/** A row: its head, a line of symbols, one of numbers, the result. */
function makeRow(head, act, on) {
  const [symbols, numbers, result] = ["formula", "numbers", "result"].map((kind) =>
    html("span", { class: `bp-${kind}` }),
  );
  const attributes = { type: "button", class: "bp-path", "aria-pressed": "false" };
  const title = html("strong", {});
  sayUnbroken(title, head);
  const row = html("button", attributes, title, symbols, numbers, result);
  on(row, "click", act);
  return { row, head, symbols, numbers, result };
}

/** A path's row: a symbol and a number for each of its factors. */
function makePathRow(n, path, names, act, on) {
  const made = makeRow(`Path ${n + 1}: over ${way(path)}`, act, on);
  const symbols = names.map((name, m) =>
    html("span", { class: "bp-term" }, marked(name.replace(/^a\[0\]/, "x"), m + 1)),
  );
  const values = path.map(({ kind }) => html("span", { class: "bp-term", "data-kind": COLOURS[kind] ?? "delta" }));
  return { ...made, values, shared: [fill(made.symbols, symbols), fill(made.numbers, values)] };
}

function paintPathRow(row, values, isChosen) {
  const [texts] = factors([values], product(values));
  row.values.forEach((span, m) =>
    write(span, { text: texts[m], "data-value": values[m], "data-negative": values[m] < 0 }),
  );
  for (const shared of row.shared) write(shared, { "data-negative": product(values.slice(1)) < 0 });
  const whole = product(values);
  write(row.result, { text: `= ${MARK[isChosen]}${precise(whole)}`, "data-value": whole });
  write(row.row, { "aria-pressed": String(isChosen) });
}

function paintSum(total, products, { slope, gradient, isChosen }) {
  const sum = products.reduce((all, value) => all + value, 0);
  write(total.row, { "aria-pressed": String(isChosen) });
  write(total.symbols, { text: `${slope} = ${products.map((_, n) => `path ${n + 1}`).join(" + ")}` });
  const texts = factors(
    products.map((value) => [value]),
    sum,
  );
  write(total.numbers, { text: products.length > 1 ? `= ${texts.join(" + ")}` : "" });
  write(total.result, { text: `= ${MARK[isChosen]}${precise(sum)}`, "data-value": sum, "data-gradient": gradient });
}

/** What the brackets are: of all paths the parts behind their first factor. */
function bracketsSaid(values, target, slope) {
  if (!target.length) return "In [brackets]: the way from the first layer's z on, a part of that neuron's delta.";
  const neuron = neuronName(...target);
  const delta = values.reduce((all, path) => all + product(path.slice(1)), 0);
  const [[first, rest]] = factors([[values[0][0], delta]], values[0][0] * delta);
  return (
    `In [brackets]: the way from z of ${neuron} to the loss. Every weight into ${neuron} shares it. ` +
    `Added up, the brackets are delta[${target[0]}][${target[1]}] = ${precise(delta)}. ` +
    `So ${slope} = ${first} · ${rest}.`
  );
}

/** @param {{choose: (n: number) => void, on}} options */
export function makePathList({ choose, on }) {
  const title = html("h3", { class: "bp-card-title" });
  const words = html("p", { class: "bp-card-words" });
  const list = html("div", { class: "bp-paths", role: "group", "aria-label": "paths" });
  const rest = html("p", { class: "bp-card-words" });
  const element = html("section", { class: "bp-card", "aria-label": "paths to the loss" }, title, words, list, rest);
  let built = null; // the origin whose rows there are
  let rows = []; // one a path
  let total = null; // the row of their sum

  function build(origin, names, paths) {
    const n = paths.length;
    built = origin;
    rows = paths.map((path, m) => makePathRow(m, path, names[m], () => choose(m), on));
    total = makeRow(n > 1 ? `Sum of the ${n} paths` : "Sum of the one path", () => choose(n), on);
    list.replaceChildren(...rows.map(({ row }) => row), total.row);
    sayUnbroken(title, `From ${origin} to the loss: ${n} path${n > 1 ? "s" : ""}`);
    write(words, {
      text:
        n > 1
          ? "A change takes every path at once: multiply along each, add up the products."
          : "There is one path only: multiply along it.",
    });
  }

  return {
    element,
    /** A row in one sentence, for a screen reader. */
    sentence: (n) => {
      const { head, result } = [...rows, total][n];
      return `${head} ${result.textContent.replace("◆ ", "")}`;
    },
    /** @param now {{origin, names: string[][], paths: object[][], at, target: number[], gradient}} */
    paint(record, { origin, names, paths, at, target, gradient }) {
      if (built !== origin) build(origin, names, paths);
      const values = paths.map((path) => path.map((part) => factorOf(part, record)));
      const slope = target.length ? `d${origin}` : `dL/d${origin}`;
      rows.forEach((row, n) => paintPathRow(row, values[n], n === at));
      paintSum(total, values.map(product), { slope, gradient, isChosen: at === paths.length });
      sayUnbroken(rest, bracketsSaid(values, target, slope));
    },
  };
}
