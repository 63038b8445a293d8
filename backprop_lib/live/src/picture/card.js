// The formula card: the equation of what is selected, with this network's numbers in it.

import { html, write } from "../page/dom.js";
import { cardOf } from "./card_lines.js";

/** @returns {{element, select(place), paint(record, deltas)}} */
export function makeCard(spec) {
  const title = html("h3", { class: "bp-card-title" });
  const words = html("p", { class: "bp-card-words" });
  const body = html("div", {});
  const element = html("section", { class: "bp-card", "aria-label": "formula" }, title, words, body);
  let parts = [];

  function select(place) {
    const card = cardOf(place, spec);
    title.textContent = card.title;
    words.textContent = card.words;
    parts = card.lines.map(([kind, text]) => ({
      text,
      line: html("div", {
        class: kind.replace(/\w+/g, "bp-$&"),
      }),
    }));
    body.replaceChildren(...parts.map(({ line }) => line));
  }

  function paint(record, deltas) {
    for (const { text, line } of parts) {
      const said = text(record);
      const hidden = said === "" || (!deltas && line.classList.contains("bp-backward"));
      write(line, { text: said, hidden });
    }
  }

  return { element, select, paint };
}
