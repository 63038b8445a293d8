// Where the numbers of edges stand: each on its own edge, on no other number and no neuron, and off
// the other lines if there is a way. The places depend on the drawing alone, never on the numbers.

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{left: number, right: number, top: number, bottom: number}} Box */
/** @typedef {{from: Point, to: Point}} Line */
/** @typedef {{wide: number, up: number, down: number}} Size around a point of the line */

const FIRST = 0.42; // of an edge's way: where a number stands if nothing is against it
const WAYS = Array.from({ length: 29 }, (_, n) => 0.15 + 0.025 * n);
const CROSSED = 0.15; // a line beneath a number's ground is as bad as so much of the way off
const ROUNDS = 3; // of looking for a better place, each number with the others where they are
const STEPS = 300; // of parting numbers that are on each other
const TABU = 6; // steps for which a number does not go back
const FULL = 0.7; // of the room between two layers: more has never found a place

/** @returns {Box} */
export const around = ({ x, y }, { wide, up, down }) => ({
  left: x - wide / 2,
  right: x + wide / 2,
  top: y - up,
  bottom: y + down,
});

/** @param {Box} one @param {Box} other */
export const overlap = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** The point of a line, 0 at its start and 1 at its end. @param {Line} line @returns {Point} */
export const along = ({ from, to }, way) => ({
  x: from.x + (to.x - from.x) * way,
  y: from.y + (to.y - from.y) * way,
});

/** Whether a line that goes to the right runs through a box. @param {Line} line @param {Box} box */
function crosses({ from, to }, { left, right, top, bottom }) {
  const start = Math.max(left, from.x);
  const end = Math.min(right, to.x);
  if (start >= end) return false;
  const steep = (to.y - from.y) / (to.x - from.x);
  const [p, q] = [from.y + steep * (start - from.x), from.y + steep * (end - from.x)];
  return Math.min(p, q) < bottom && Math.max(p, q) > top;
}

/** Whether a box is between the ends of a line that goes to the right, or straight down. */
const isWithin = ({ left, right, top, bottom }, { from, to }) =>
  from.x === to.x ? top >= from.y && bottom <= to.y : left >= from.x && right <= to.x;

/** The places on a line that no fixed thing is against, the best first. */
function candidates(line, size, { fixed, lines }) {
  return WAYS.map((way) => ({ way, box: around(along(line, way), size) }))
    .filter(({ box }) => isWithin(box, line))
    .filter(({ box }) => !fixed.some((other) => overlap(box, other)))
    .map(({ way, box }) => {
      const under = lines.filter((other) => other !== line && crosses(other, box)).length;
      return { way, box, cost: CROSSED * under + Math.abs(way - FIRST) };
    })
    .sort((p, q) => p.cost - q.cost);
}

/** Whether so many labels are more than the room between their layers can hold. */
function isTooMuch(wanted, { wide, up, down }, { fixed }) {
  if (wanted.length < 8) return false;
  const left = Math.min(...wanted.map(({ from }) => from.x));
  const right = Math.max(...wanted.map(({ to }) => to.x));
  const tops = wanted.flatMap(({ from, to }) => [from.y, to.y]);
  const high = Math.max(...tops) - Math.min(...tops) + up + down;
  const taken = fixed.reduce((sum, box) => {
    const within = Math.min(right, box.right) - Math.max(left, box.left);
    return sum + Math.max(0, within) * (box.bottom - box.top);
  }, 0);
  return wanted.length * wide * (up + down) > FULL * Math.max(0, (right - left) * high - taken / 2);
}

/** How many of the labels, each at its place, a box is against; `n`: its own. */
function against(box, n, placed) {
  let count = 0;
  for (let m = 0; m < placed.length; m++) if (m !== n && placed[m] && overlap(box, placed[m].box)) count++;
  return count;
}

/**
 * Move labels that are against others to where they are against the fewest, and do not take them back
 * soon, until none is against another or STEPS are over (min-conflicts with a tabu list, Minton et
 * al. 1992, Glover 1989).
 */
function part(placed, all) {
  const barred = all.map((places) => new Array(places.length).fill(-1)); // until that step
  const few = (places, n, step) => {
    let best = null;
    places.forEach((place, m) => {
      if (barred[n][m] > step) return;
      const count = against(place.box, n, placed);
      if (!best || count < best.count) best = { count, place }; // the first of equals costs least
    });
    return best?.place ?? placed[n];
  };
  let n = 0;
  for (let step = 0; step < STEPS; step++) {
    let looked = 0;
    while (looked < placed.length && !against(placed[n].box, n, placed)) {
      n = (n + 1) % placed.length;
      looked++;
    }
    if (looked === placed.length) return true;
    barred[n][all[n].indexOf(placed[n])] = step + TABU + (step % 3);
    placed[n] = few(all[n], n, step);
    n = (n + 1) % placed.length;
  }
  return false;
}

/**
 * A place on each line for a label of this size, such that no two overlap.
 * @param {Line[]} wanted the lines that want a label, all between the same two layers
 * @param {Size} size
 * @param {{fixed: Box[], lines: Line[]}} drawing what labels may not cover; all lines that there are
 * @param {boolean} some whether those that come first may have a place without the others
 * @returns {(number|null)[]|null} how far along its line each label stands; null: not all of them do
 */
export function spread(wanted, size, drawing, some = false) {
  if (!some && isTooMuch(wanted, size, drawing)) return null;
  const all = wanted.map((line) => candidates(line, size, drawing));
  const placed = new Array(wanted.length).fill(null);
  const best = (n) => all[n].find(({ box }) => !against(box, n, placed)) ?? null;
  if (some) {
    for (let n = 0; n < placed.length; n++) placed[n] = best(n);
    return placed.map((place) => place?.way ?? null);
  }
  if (all.some((places) => places.length === 0)) return null;
  const order = all.map((_, n) => n).sort((p, q) => all[p].length - all[q].length);
  for (const n of order) placed[n] = best(n) ?? all[n][0];
  if (!part(placed, all)) return null;
  for (let round = 0; round < ROUNDS; round++) for (const n of order) placed[n] = best(n);
  return placed.map(({ way }) => way);
}
