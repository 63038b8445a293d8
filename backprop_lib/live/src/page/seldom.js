const LATE = 20; // ms: a page that has much to paint puts its timers off, but not a hand's next move

/**
 * Tells what is newest, not more often than every `rest` ms, and the first time in `soon`.
 * @template T @param {(value: T) => void} act
 */
export function makeSeldom(act, rest, soon = 0) {
  /** @type {T | null} */
  let waits = null;
  let timer = 0;
  let due = 0;
  function wait(ms) {
    due = performance.now() + ms;
    timer = setTimeout(now, ms);
  }
  function now() {
    clearTimeout(timer);
    timer = 0;
    if (waits === null) return;
    wait(rest);
    act(waits);
    waits = null;
  }
  return {
    /** What has not been told yet, or null. */
    waits: () => waits,
    /** @param {T} value */
    tell(value) {
      waits = value;
      if (!timer) wait(soon);
      else if (performance.now() > due + LATE) now();
    },
    now,
    stop: () => clearTimeout(timer),
  };
}
