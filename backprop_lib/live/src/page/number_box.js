// A box for a number, the same rule for every box: it acts on Enter, on leaving and by arrow keys.
// A refused text goes back to what stood there before the typing, with a sentence that says why.

import { html, write } from "./dom.js";
import { isUndo } from "./shell.js";

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

const plus = (now, by) => now + by;

/**
 * What a text says: a value, or why it is none.
 * @param {string} typed
 * @param {{min: number, max: number, whole?: boolean, optional?: boolean}} rule `optional`: it may
 *   be empty, which is null
 * @returns {{value?: number | null, refused?: string}}
 */
export function readNumber(typed, { min, max, whole = false, optional = false }) {
  const text = typed.trim().replace("\u2212", "-");
  if (text === "") return optional ? { value: null } : { refused: "Not a number, but empty" };
  if (/^[-+]?\d*,\d+$/.test(text)) return { refused: "Not a number: a point, not a comma, please" };
  if (!NUMBER.test(text)) return { refused: "Not a number" };
  const value = Number(text);
  if (value < min || value > max) return { refused: `${typed.trim()} is outside ${min} … ${max}` };
  return whole && !Number.isInteger(value) ? { refused: `${text} is not a whole number` } : { value };
}

/** What the keys in a box do; those that it does not know go on to whoever holds it. */
const keysOf = ({ take, nudge, forget, isTyping }) =>
  function keyed(event) {
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === "Enter") take();
    if (event.ctrlKey || event.metaKey || event.key === "Enter") {
      if (isUndo(event) && isTyping()) event.stopPropagation(); // the text's own
      return; // Shift+Enter runs the cell
    }
    if (event.key === "Escape" && !isTyping()) return; // it leaves the view
    event.stopPropagation();
    if (event.key === "Escape") forget();
    else if (way) {
      event.preventDefault();
      nudge(way * (event.shiftKey ? 10 : 1));
    }
  };

/**
 * @param {{label: string, name?: string, on, range: () => [number, number], whole?: boolean,
 *   optional?: boolean, value: () => number | null, act: (value: number | null) => void,
 *   move?: (now: number, by: number) => number, show?: (value: number) => string}} options
 *   `name` of its class, `range` it has to be in, `value` that it shows, `act` on a new one, `move`
 *   it by so many arrow keys
 * @returns {{element: HTMLInputElement, note: HTMLElement, paint(): void, take(): void, named(label: string): void}}
 *   `take` what is written, as Enter does
 */
export function makeNumberBox({
  label,
  name = "",
  on,
  range,
  whole,
  optional,
  value,
  act,
  move = plus,
  show = String,
}) {
  const element = html("input", {
    ...{ type: "text", inputmode: "decimal", autocomplete: "off", role: "spinbutton" },
    class: `bp-box ${name}`.trim(),
    "aria-label": label,
  });
  const note = html("span", { class: "bp-row-note", role: "alert" });
  let typing = false;
  let kept = null; // the value that the note tells of
  const shown = () => (value() === null ? "" : show(value()));

  function paint() {
    const [min, max] = range();
    const limits = { "aria-valuemin": min, "aria-valuemax": Number.isFinite(max) ? max : null };
    write(element, { "aria-valuenow": value(), ...limits });
    if (note.textContent && value() !== kept) note.textContent = ""; // it told of a state that is gone
    if (!typing && element.value !== shown()) element.value = shown();
  }
  function take() {
    if (!typing) return;
    typing = false;
    const [min, max] = range();
    const { value: now, refused } = readNumber(element.value, { min, max, whole, optional });
    if (!refused && now !== (value() === null ? null : Number(shown()))) act(now);
    kept = value();
    note.textContent = refused ? `${refused}: kept ${shown() || "it empty"}.` : "";
    paint();
  }
  function nudge(by) {
    take();
    const [min, max] = range();
    act(Math.min(max, Math.max(min, Number(move(value() ?? 0, by).toPrecision(12)))));
    note.textContent = "";
    paint();
  }
  function forget() {
    typing = false;
    paint();
  }
  on(element, "input", () => {
    typing = true;
  });
  on(element, "change", take);
  on(element, "blur", take);
  on(element, "keydown", keysOf({ take, nudge, forget, isTyping: () => typing }));
  paint();
  return { element, note, paint, take, named: (text) => write(element, { "aria-label": text }) };
}
