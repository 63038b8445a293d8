// What comes from whoever trains: frames on their way to the screen, losses, steps a second.

import { numbersOf } from "./training_frame.js";

const WHILE = 500; // ms over which steps a second are counted

/** The loss of the run so far and of the pinned ones, as points that each stand for many steps. */
export function makeCurves(model) {
  const none = () => ({ width: 1, steps: 0, low: [], high: [], beside: [] });
  let curve = none();
  let from = [];
  let pinned = [];
  const points = (bytes) => Array.from(numbersOf(bytes, Float32Array));
  return {
    clear() {
      curve = none();
    },
    take({ first, width, steps, beside }, losses) {
      const all = points(losses);
      const many = all.length / 2;
      curve.low.splice(first, Infinity, ...all.slice(0, many));
      curve.high.splice(first, Infinity, ...all.slice(many));
      Object.assign(curve, { width, steps, beside });
    },
    count: () => curve.low.length,
    /** The run's own, as a record that can be gone on with. */
    whole: () => ({ width: curve.width, steps: curve.steps, low: [...curve.low], high: [...curve.high] }),
    /** What the runs beside this one reach, in a race. */
    beside: () => curve.beside,
    runs() {
      const now = model.get("pinned");
      if (from !== now) {
        from = now;
        pinned = now.map((one) => ({ ...one, low: points(one.low), high: points(one.high) }));
      }
      return [...pinned, { label: "this run", ...curve }];
    },
  };
}

/** Steps a second, over a while. */
export function makePace() {
  let rate = { since: 0, number: 0, value: 0 };
  return {
    clear() {
      rate = { since: 0, number: 0, value: 0 };
    },
    at(number) {
      const now = performance.now();
      if (now - rate.since > WHILE) {
        const counts = rate.since && number > rate.number;
        const value = counts ? (1000 * (number - rate.number)) / (now - rate.since) : 0;
        rate = { since: now, number, value };
      }
      return Number(rate.value.toPrecision(3));
    },
  };
}

/** Frames on their way to the screen: who trains waits until what it sent is painted. */
export function makeArrivals(send) {
  let waiting = []; // frames that came and are not painted yet, oldest first
  let owed = false; // whether an answer is waited for
  const unpack = (frame, numbers, picture) => ({
    ...frame,
    numbers: numbersOf(numbers, Float64Array),
    picture: numbersOf(picture, Float32Array),
  });
  const frames = {
    moment: null, // the newest numbers on screen
    came(contents, buffers) {
      waiting.push(...contents.map((one, n) => unpack(one, buffers[2 * n], buffers[2 * n + 1])));
    },
    owe() {
      owed = true;
    },
    jump(frame, numbers, picture) {
      waiting = [];
      frames.moment = unpack(frame, numbers, picture);
    },
    /** The next one; the newest alone where nobody sees each of them. */
    next(newest) {
      if (newest) waiting.splice(0, waiting.length - 1);
      if (waiting.length) frames.moment = waiting.shift();
    },
    more: () => waiting.length > 0,
    /** What came last, painted or not. */
    newest: () => waiting.at(-1) ?? frames.moment,
    answer(view) {
      if (waiting.length || !owed) return;
      owed = false;
      send({ ack: true, view });
    },
  };
  return frames;
}
