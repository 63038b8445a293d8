// The formula card: the equation of what is selected, with this network's numbers in it.

import { html, say, write } from "../page/dom.js";
import { cardOf } from "./card_lines.js";

const NAME = /((?:[A-Za-z]+)(?:\[[^\]]*\])+)/;

/** Write a text whose names, such as b[1][0], no end of a line parts. */
export function sayUnbroken(line, text) {
  if (line.textContent === text) return;
  const parts = text.split(NAME);
  if (parts.length === 1) say(line, text);
  else line.replaceChildren(...parts.map((part, n) => (n % 2 ? html("span", { class: "bp-whole" }, part) : part)));
}

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
    for (const part of parts) {
      const said = part.text(record);
      const hidden = said === "" || (!deltas && part.line.classList.contains("bp-backward"));
      write(part.line, { hidden });
      sayUnbroken(part.line, said);
    }
  }

  return { element, select, paint };
}
