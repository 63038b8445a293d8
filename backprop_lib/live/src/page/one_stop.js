// One stop of Tab for what belongs together; arrow keys walk on from there, Home and End to its ends.

import { write } from "./dom.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const usable = (one) => !one.disabled && !one.hidden && !one.closest("[inert], [hidden]");

const MANY = 3; // rows: so few are stops each

/**
 * Rows of sliders: their names are walked along; Tab goes on to that row's slider and number box.
 * @returns {(name: any) => void} makes another row the stop
 */
export function oneRow(element, rows, on) {
  if (rows.length <= MANY) return () => {};
  const parts = new Map(rows.map(({ name, parts }) => [name, parts]));
  return oneStop(element, {
    on,
    stops: () => [...parts.keys()],
    parts: (name) => parts.get(name),
  });
}

/**
 * @param {HTMLElement} element that holds them
 * @param {{on, stops: () => any[], parts?: (stop: any) => any[]}} options `stops` that the arrows walk
 *   along; `parts` that come with one: Tab goes on to them, and they walk nowhere
 * @returns {(stop: any) => void} makes another one the stop
 */
export function oneStop(element, { on, stops, parts = () => [] }) {
  let now = null;
  /** The stop is `wanted`, or the first that can be used. */
  function stand(wanted = now) {
    const all = stops().filter(usable);
    now = all.includes(wanted) ? wanted : (all[0] ?? null);
    for (const stop of stops()) {
      for (const one of [stop, ...parts(stop)]) write(one, { tabindex: stop === now ? 0 : -1 });
    }
  }
  on(element, "keydown", (event) => {
    const all = stops().filter((one) => usable(one) && one.checkVisibility());
    const at = all.indexOf(event.target);
    const to = { Home: 0, End: all.length - 1 }[event.key] ?? at + STEPS[event.key];
    if (at < 0 || !(to >= 0) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    all[Math.min(to, all.length - 1)].focus();
  });
  on(element, "focusin", ({ target }) => {
    const stop = stops().find((one) => one === target || parts(one).includes(target));
    if (stop) stand(stop);
  });
  new MutationObserver(() => stand()).observe(element, {
    ...{
      subtree: true,
      attributes: true,
      attributeFilter: ["disabled", "hidden", "inert"],
    },
  });
  stand();
  return stand;
}
