// Where a run was: moments that it can go back to, the newest apart by a step or a frame, the older
// ones thinned.

const MOST = 240;
const ROOM = 4e6; // numbers that all moments may hold together

/** @template T @param {{size: number}} options numbers of a moment */
export function makeTrail({ size }) {
  /** @type {{number: number, place: T}[]} */
  let moments = [];
  const most = Math.max(8, Math.min(MOST, Math.floor(ROOM / size)));
  return {
    /** @param {number} number of steps taken @param {() => T} place */
    keep(number, place) {
      if (moments.at(-1)?.number === number) return;
      if (moments.length >= most) moments = moments.filter((_, n) => n > most / 2 || n % 2 === 0);
      moments.push({ number, place: place() });
    },
    /** The newest place before this step, and forget it and what came later. @returns {T | null} */
    before(number) {
      while (moments.length && moments[moments.length - 1].number >= number) moments.pop();
      return moments.pop()?.place ?? null;
    },
    has: (number) => moments.length > 0 && moments[0].number < number,
    clear() {
      moments = [];
    },
  };
}
