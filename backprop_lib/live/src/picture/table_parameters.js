// The table twin: every number of the picture as text, for reading, copying and screen readers.

import { html, write } from "../page/dom.js";
import { isNormalized } from "../core/layer_parts.js";
import { format, nameOf, neuronName } from "../core/numbers.js";

function makeTable(caption, columns, rows) {
  const head = html("tr", {}, ...columns.map((column) => html("th", { scope: "col" }, column)));
  const cells = rows.map(({ name, values }) => ({ values, name, tds: values.map(() => html("td")) }));
  const body = cells.map(({ name, tds }) => html("tr", {}, html("th", { scope: "row" }, name), ...tds));
  const element = html(
    "table",
    { class: "bp-table" },
    html("caption", {}, caption),
    html("thead", {}, head),
    html("tbody", {}, ...body),
  );
  const paint = (record) =>
    cells.forEach(({ values, tds }) => values.forEach((value, n) => write(tds[n], { text: format(value(record), 4) })));
  return { element, paint };
}

/** Built when first opened; painted only while open. */
export function makeTwin(spec, all) {
  const element = html("details", { class: "bp-twin" }, html("summary", {}, "All numbers as a table"));
  let tables = null;

  function build() {
    const neurons = [];
    spec.sizes.forEach((n, l) => {
      for (let j = 0; j < n; j++) {
        const of = (field) => (r) => (l === 0 ? NaN : r[field][l][0][j]);
        neurons.push({
          name: neuronName(l, j),
          values: [
            of("z"),
            (r) => r.a[l][0][j],
            of("arrives"),
            of("slope"),
            of("delta"),
            (r) => (l === 0 ? NaN : r.b[l][j]),
            (r) => (l === 0 ? NaN : r.db[l][j]),
          ],
        });
      }
    });
    const weights = all
      .filter(({ kind }) => kind === "W")
      .map((place) => ({
        name: nameOf(place),
        values: [(r) => r.W[place.l][place.i][place.j], (r) => r.dW[place.l][place.i][place.j]],
      }));
    tables = [
      makeTable("Neurons", ["neuron", "z", "a", "arrives", "slope", "delta", "b", "db"], neurons),
      makeTable("Weights", ["weight", "value", "dW"], weights),
    ];
    if (isNormalized(spec)) {
      const scales = all
        .filter(({ kind }) => kind === "gamma")
        .map(({ l, j }) => {
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
        });
      tables.push(
        makeTable(
          "Batch normalization",
          ["neuron", "mean", "var", "normalized z", "gamma", "beta", "u", "dgamma", "dbeta"],
          scales,
        ),
      );
    }
    element.append(html("div", { class: "bp-tables" }, ...tables.map((table) => table.element)));
  }

  return {
    element,
    paint(record) {
      if (!element.open) return;
      if (!tables) build();
      tables.forEach((table) => table.paint(record));
    },
  };
}
