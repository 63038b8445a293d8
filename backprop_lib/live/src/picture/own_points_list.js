// The points that a learner draws on the map, and what they were before each change.

export const STEP = 0.02; // of the map, of an arrow key
export const MOST = 500; // points
const MANY = 100; // changes that undo remembers

/** A place, kept on the map, and one that lies so many steps from it. */
function onMap([left, right, bottom, top]) {
  const within = (value, low, high) => Math.min(high, Math.max(low, value));
  return {
    kept: ([u, v]) => [within(u, left, right), within(v, bottom, top)],
    stepped: ([u, v], [du, dv]) => [u + du * STEP * (right - left), v + dv * STEP * (top - bottom)],
  };
}

/** The points and what they were before. A point: {x, kind}. `changed()` after every change. */
export function makePoints({ first, extent, changed }) {
  const { kept, stepped } = onMap(extent);
  let points = first;
  let before = [];
  let chosen = 0;
  let isGrabbed = false;
  const remember = () => {
    before = [...before.slice(1 - MANY), points];
  };
  const put = (now, at = chosen) => {
    points = now;
    chosen = Math.max(0, Math.min(at, points.length - 1));
    changed();
  };
  const change = (how) => put(points.map((one, n) => (n === chosen ? { ...one, ...how } : one)));
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
      change({ x: kept(x) });
    },
    step(by) {
      remember();
      all.move(stepped(points[chosen].x, by));
    },
    add(x, kind) {
      if (points.length >= MOST) return false;
      remember();
      put([...points, { x: kept(x), kind }], points.length);
      return true;
    },
    kind(kind) {
      remember();
      change({ kind });
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
