// The losses of a run of any length in a bounded number of points: the page's copy of
// backprop_lib/live/loss_record.py.

const MOST = 1024; // points; when there would be more, two neighbours become one

/** @typedef {{width: number, steps: number, low: number[], high: number[]}} Record */

/** @param {Record} [begun] a record to go on with */
export function makeLossRecord(begun = { width: 1, steps: 0, low: [], high: [] }) {
  let { width, steps } = begun;
  let [low, high] = [[...begun.low], [...begun.high]];
  let changed = 0; // the first point that was touched since the page was told
  function halve() {
    const pairs = (points, of) =>
      points.flatMap((value, n) => (n % 2 ? [] : [n + 1 < points.length ? of(value, points[n + 1]) : value]));
    [low, high, width, changed] = [pairs(low, Math.min), pairs(high, Math.max), 2 * width, 0];
  }
  return {
    add(loss) {
      if (steps >= MOST * width) halve();
      const at = Math.floor(steps / width);
      low[at] = Math.min(low[at] ?? Infinity, loss);
      high[at] = Math.max(high[at] ?? -Infinity, loss);
      changed = Math.min(changed, at);
      steps += 1;
    },
    steps: () => steps,
    /** Only the first steps are left, as where a run goes back. */
    cut(first) {
      steps = Math.min(steps, first);
      const points = Math.ceil(steps / width);
      for (const ends of [low, high]) ends.length = Math.min(ends.length, points);
      changed = 0;
    },
    now: () => ({ width, steps, low: [...low], high: [...high] }),
    /** The points that the page does not know yet, or all: content and numbers, as the kernel sends them. */
    told(whole) {
      const first = whole ? 0 : changed;
      changed = Math.max(0, low.length - 1);
      return [{ width, first, steps }, Float32Array.from([...low.slice(first), ...high.slice(first)])];
    },
    /** What axes have to hold: first, lowest positive and highest loss, and the steps. */
    reach() {
      if (!low.length) return null;
      const positive = low.filter((value) => value > 0);
      const lowest = positive.length ? Math.min(...positive) : 0;
      return { first: high[0], low: lowest, high: Math.max(...high), steps };
    },
    packed: () => ({ steps, width, low: Float32Array.from(low), high: Float32Array.from(high) }),
  };
}
