// The form of a number that fits its place: fewer digits, then a short exponent, then a smaller font.

import { decimalsOf, format, power } from "../core/numbers.js";

const LEAST = 9; // px, the smallest font
const HARDLY = 0.92; // of the font's size: so much smaller before a digit goes
const WIDTHS = {
  "−+≠×=≈": 0.84,
  "▲▼◆": 0.78,
  "①②③④⑤⑥⑦⑧⑨⑩⑪⑫": 0.9,
  "⁻⁰¹²³⁴⁵⁶⁷⁸⁹": 0.53,
  ". ,": 0.32,
  "'": 0.28,
  W: 1,
  w: 0.82,
  m: 0.98,
};
/** @type {Map<string, number>} */
const WIDE = new Map();
for (const [signs, wide] of Object.entries(WIDTHS)) for (const sign of signs) WIDE.set(sign, wide);
const OTHER = 0.64; // of the font's size: a digit in DejaVu Sans, the widest of the fonts in use
const BOLD = 1.1;

/** At most how wide a text is, in px. It asks nothing of the page, so it costs a frame nothing. */
export function widthOf(text, size, bold = false) {
  let wide = 0;
  for (const sign of text) wide += WIDE.get(sign) ?? OTHER;
  return wide * size * (bold ? BOLD : 1);
}

/**
 * A number's forms, the fullest first, each made when it is asked for; none shows 0 for what is not
 * 0, and a power of ten stands only for what is far from 1.
 * @param {(text: string) => string} say puts words around it
 */
export function* forms(value, digits = 3, plus = false, say = (text) => text) {
  const sign = plus && value > 0 ? "+" : "";
  yield say(sign + format(value, digits));
  if (!Number.isFinite(value) || value === 0) return;
  const size = Math.abs(value);
  const minus = value < 0 ? "−" : sign;
  if (size >= 1e-3 && size < 1e5) {
    for (let d = decimalsOf(value, digits) - 1; d >= 0; d--) {
      if (size >= (d > 0 ? 10 ** -d : 10)) yield say(minus + size.toFixed(d));
    }
  }
  if (size >= 1e-2 && size < 1e4) return;
  for (const d of [1, 0]) yield say(minus + size.toExponential(d).replace("+", "").replace("-", "−"));
  if (size < 1e-3 || size >= 1e5) yield say(minus + power(Math.round(Math.log10(size))));
}

/**
 * The first of some texts that fits into so many px, be it in a font that is hardly smaller; where
 * none does, the first that does in a smaller font; "" where none does at all.
 * @param {Iterable<string>} texts
 * @returns {{text: string, size: number|null}} `size`: the smaller font, else null
 */
export function fit(texts, room, size, bold = false) {
  let small = null;
  for (const text of texts) {
    const wide = widthOf(text, size, bold);
    if (wide <= room) return { text, size: null };
    const smaller = Math.floor((size * room * 10) / wide) / 10;
    if (smaller < LEAST) continue;
    small ??= { text, size: smaller };
    if (smaller >= HARDLY * size) return { text, size: smaller };
  }
  return small ?? { text: "", size: null };
}

/** How wide a circle is between two heights, from its middle; its line is not of it. */
export function chord(radius, from, to) {
  const far = Math.max(Math.abs(from), Math.abs(to));
  return 2 * Math.sqrt(Math.max(0, (radius - 1) ** 2 - far ** 2));
}
