/**
 * Tells what is newest, not more often than every `rest` ms, and the first time in `soon`.
 * @template T @param {(value: T) => void} act
 */
export function makeSeldom(act, rest, soon = 0) {
  /** @type {T | null} */
  let waits = null;
  let timer = 0;
  function now() {
    clearTimeout(timer);
    timer = waits === null ? 0 : setTimeout(now, rest);
    if (waits !== null) act(waits);
    waits = null;
  }
  return {
    /** What has not been told yet, or null. */
    waits: () => waits,
    /** @param {T} value */
    tell(value) {
      waits = value;
      timer ||= setTimeout(now, soon);
    },
    now,
    stop: () => clearTimeout(timer),
  };
}
