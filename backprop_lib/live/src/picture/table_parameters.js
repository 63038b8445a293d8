// The table twin: every number of the picture as text.

import { html, write } from "../page/dom.js";
import { isNormalized } from "../core/layer_parts.js";
import { format, nameOf, neuronName, whose } from "../core/numbers.js";
import { makeBox, makeFold, makeRow, makeTable } from "./table.js";

/** One table, and how it is painted. @param {{name: string, values: ((record) => number)[]}[]} rows */
function tableOf(caption, columns, rows) {
  const made = rows.map(({ name, values }) => ({ values, ...makeRow(name, values.length) }));
  const element = makeTable(caption, columns, html("tbody", {}, ...made.map(({ row }) => row)));
  const paint = (record) => {
    for (const { values, cells } of made) {
      values.forEach((value, n) => write(cells[n], { text: format(value(record), 4) }));
    }
  };
  return { element, paint };
}

/** What a table says of a neuron: its name, and its values in a record. */
function neuronRow(l, j) {
  const of = (field) => (r) => (l === 0 ? NaN : r[field][l][0][j]);
  const bias = (field) => (r) => (l === 0 ? NaN : r[field][l][j]);
  const a = (r) => r.a[l][0][j];
  return {
    name: neuronName(l, j),
    values: [of("z"), a, of("arrives"), of("slope"), of("delta"), bias("b"), bias("db")],
  };
}

function weightRow(place) {
  const { l, i, j } = place;
  return { name: nameOf(place), values: [(r) => r.W[l][i][j], (r) => r.dW[l][i][j]] };
}

function normalizationRow({ l, j }) {
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
      (r) => r.dbeta[l][j],
    ],
  };
}

function makeTables(spec, all) {
  const of = (wanted) => all.filter(({ kind }) => kind === wanted);
  const neurons = spec.sizes.flatMap((n, l) => Array.from({ length: n }, (_, j) => neuronRow(l, j)));
  const tables = [
    tableOf("Neurons", ["neuron", "z", "a", "arrives", "slope", "delta", "b", "db"], neurons),
    tableOf("Weights", ["weight", "value", "dW"], of("W").map(weightRow)),
  ];
  if (isNormalized(spec)) {
    const columns = ["neuron", "mean", "var", "normalized z", "gamma", "beta", "u", "dgamma", "dbeta"];
    tables.push(tableOf("Batch normalization", columns, of("gamma").map(normalizationRow)));
  }
  return tables;
}

/** Built when first opened; painted only while open. */
export function makeTwin(spec, all) {
  const element = makeFold("All numbers as a table");
  const theirs = html("p", { class: "bp-note" });
  let tables = null;

  function build() {
    tables = makeTables(spec, all);
    element.append(theirs, makeBox(...tables.map((table) => table.element)));
  }

  return {
    element,
    paint(record) {
      if (!element.open) return;
      if (!tables) build();
      tables.forEach((table) => table.paint(record));
      write(theirs, { text: record.own ? `delta, db and dW as ${whose(spec)} has them.` : "" });
    },
  };
}
