// The points that a learner draws on the map, and what they were before each change.

export const STEP = 0.02; // of the map, of an arrow key
export const MOST = 500; // points
const MANY = 100; // changes that undo remembers

/** The points and what they were before. A point: {x, kind}. `changed(isDone)` after every change. */
export function makePoints({ first, extent, changed }) {
  const [left, right, bottom, top] = extent;
  let points = first;
  let before = [];
  let chosen = 0;
  let isGrabbed = false;
  const within = (value, low, high) => Math.min(high, Math.max(low, value));
  const kept = ([u, v]) => [within(u, left, right), within(v, bottom, top)];
  const remember = () => {
    before = [...before.slice(1 - MANY), points];
  };
  const put = (now, at = chosen) => {
    points = now;
    chosen = Math.max(0, Math.min(at, points.length - 1));
    changed();
  };
  const all = {
    list: () => points,
    chosen: () => chosen,
    choose: (n) => put(points, n),
    canUndo: () => before.length > 0,
    /** What is trained on, said by who trains. */
    take(now) {
      points = now;
      chosen = Math.min(chosen, points.length - 1);
    },
    /** A hand is about to move the chosen one; the first move is a change, unless it made the point. */
    grab(isNew) {
      isGrabbed = !isNew;
    },
    /** Chosen by others: a sample is one of the points. */
    stand(n) {
      chosen = Math.max(0, Math.min(n, points.length - 1));
    },
    move(x) {
      if (isGrabbed) remember();
      isGrabbed = false;
      put(points.map((one, n) => (n === chosen ? { ...one, x: kept(x) } : one)));
    },
    step([du, dv]) {
      const [u, v] = points[chosen].x;
      remember();
      all.move([u + du * STEP * (right - left), v + dv * STEP * (top - bottom)]);
    },
    add(x, kind) {
      if (points.length >= MOST) return false;
      remember();
      put([...points, { x: kept(x), kind }], points.length);
      return true;
    },
    kind(kind) {
      remember();
      put(points.map((one, n) => (n === chosen ? { ...one, kind } : one)));
    },
    remove() {
      remember();
      put(points.filter((_, n) => n !== chosen));
    },
    clear() {
      remember();
      put([]);
    },
    undo() {
      if (before.length) put(before.pop());
    },
  };
  return all;
}
