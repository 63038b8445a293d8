// Numbers as a table, folded below a view: for a screen reader, for the keyboard, and to read them exactly.

import { html } from "../page/dom.js";

/** A row with its head, and as many cells. */
export function makeRow(head, count) {
  const cells = Array.from({ length: count }, () => html("td"));
  return { cells, row: html("tr", {}, html("th", { scope: "row" }, head), ...cells) };
}

export const makeTable = (caption, columns, body) =>
  html(
    "table",
    { class: "bp-table" },
    caption ? html("caption", {}, caption) : "",
    html("thead", {}, html("tr", {}, ...columns.map((column) => html("th", { scope: "col" }, column)))),
    body,
  );

/** What is folded below a view, and its tables in a box that scrolls. */
export const makeFold = (summary, ...inside) =>
  html("details", { class: "bp-twin" }, html("summary", {}, summary), ...inside);
export const makeBox = (...tables) =>
  html("div", { class: "bp-tables", tabindex: 0, role: "group", "aria-label": "table" }, ...tables);
