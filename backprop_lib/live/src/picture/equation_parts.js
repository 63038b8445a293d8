// Equations as parts that are made once: words, and numbers that follow the record.
// A part's mark says what it is in picture and equation: ◆ is computed now, ① ② … are its factors.

import { html, write } from "../page/dom.js";
import { format } from "../core/numbers.js";

export const SIGNS = { now: "◆", 1: "①", 2: "②", 3: "③", 4: "④", 5: "⑤", 6: "⑥", 7: "⑦", 8: "⑧", 9: "⑨" };

/** `text` with its mark before it. */
export const marked = (text, mark) => (SIGNS[mark] ? `${SIGNS[mark]} ${text}` : text);

/** A word or symbol of an equation. */
export const term = (text, mark) => ({ text, mark });

/**
 * A number of an equation.
 * @param {(record) => number} of
 * @param {{kind?: "w"|"a"|"delta", mark?, name?: string, show?: (value: number, record) => string}} how
 *   `kind` colours it as the picture does; `name` says which of the core's numbers it is.
 */
export const number = (of, { kind, mark, name, show = (value) => format(value) } = {}) => ({
  of,
  kind,
  mark,
  name,
  show,
});

/** @returns {{element, paint(record), results: () => string[]}} one line of parts (strings, terms, numbers) */
export function makeLine(kind, parts) {
  const live = [];
  const element = html(
    "div",
    { class: `bp-${kind}` },
    ...parts.map((part) => {
      if (typeof part === "string") return part;
      const span = html("span", {
        class: "bp-term",
        "data-kind": part.kind,
        "data-mark": part.mark,
        "data-name": part.name,
      });
      if (part.of) live.push({ ...part, span });
      else span.textContent = marked(part.text, part.mark);
      return span;
    }),
  );
  return {
    element,
    /** Its numbers that have a name, as "z[1][0] = 1.467". */
    results: () =>
      live
        .filter(({ name }) => name)
        .map(({ name, span }) => `${name} = ${span.textContent.replace(`${SIGNS.now} `, "")}`),
    paint(record) {
      for (const { of, show, mark, span } of live) {
        const value = of(record);
        const isNumber = typeof value === "number"; // else words, which may be a line long
        const text = isNumber ? show(value, record) : value;
        write(span, {
          text: marked(text, mark),
          "data-value": value,
          "data-negative": value < 0,
          "data-words": !isNumber,
        });
      }
    },
  };
}

/** Which of n terms are written: all, or the first two and the last. */
export const shownOf = (n, most = 4) => (n <= most ? [...Array(n).keys()] : [0, 1, n - 1]);

/** Parts of the terms shown of n, with " + " between them, the middle left out where not all are. */
export const sumOf = (shown, n, parts) =>
  shown.flatMap((i, place) => [
    ...(place ? [shown.length < n && place === 2 ? " + … + " : " + "] : []),
    ...parts(i, place),
  ]);
