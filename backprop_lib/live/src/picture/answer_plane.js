// What the network answers on the plane around its samples: ground, boundary, the samples' marks.

import { format } from "../core/numbers.js";
import { html } from "../page/dom.js";
import { makeAnswerCanvas, makeSpeaking } from "./answer_canvas.js";
import { makeOwnPoints } from "./own_points.js";
import { nearest } from "./own_points_hands.js";
import { drawBoundary, groundSaid, makeGround } from "./plane_ground.js";
import { makeSampleMarks, namesOf, pointsOf } from "./sample_marks.js";

function legendOf(spec, outputs) {
  if (!spec.classes) return "Ground: the output.";
  const ground = outputs === 1 ? "ground: output a, amber is 1; line: a = 0.5" : "ground: the class that is read";
  return [...namesOf(outputs), ground].join(" · ");
}

/** Where a point stands, in pixels, on a map of that extent. */
const placeOn =
  ([left, right, bottom, top]) =>
  ([p, q], { width, height }) => [((p - left) / (right - left)) * width, (1 - (q - bottom) / (top - bottom)) * height];

/**
 * The points on the map, those of who trains and those that a hand here drew since.
 * @param {{spec, X: number[][], y: number[][], map, place, choose: (s: number) => void, on, hands, many}} options
 *   `many` hears how many of them who trains knows
 */
function makePoints({ spec, X, y, map, place, choose, on, hands, many }) {
  let points = pointsOf(X, y);
  let own = null; // the one that a hand has chosen, until who trains knows of it
  let known = X.length; // points of who trains
  let missed = null; // data that came while a hand was ahead of them
  const drawing = spec.classes
    ? makeOwnPoints({
        ...{ canvas: map.canvas, spec, points, names: namesOf(spec.sizes.at(-1)), place, on, ...hands },
        changed(now, chosen) {
          const isKnown = now === points && chosen < known;
          [points, own] = [now, isKnown ? null : chosen];
          if (isKnown) choose(chosen);
          hands.ask();
        },
      })
    : null;
  on(map.canvas, "pointerdown", (event) => {
    if (!drawing?.draws()) choose(nearest(event, map.canvas, points, place).n);
  });
  /** Other data, unless a hand is ahead of them. */
  function take(data) {
    const isTaken = !drawing || drawing.take(data.points, data.count);
    missed = isTaken ? null : data;
    if (!isTaken) return;
    points = data.points;
    known = points.length;
    many(known);
    if (own !== null) choose(Math.min(own, known - 1));
    own = null;
  }
  return {
    element: drawing?.element ?? "",
    take,
    /** All points, and which of them is shown while who trains shows this sample. */
    shown(sample) {
      if (missed) take(missed);
      if (own === null) drawing?.stand(sample);
      drawing?.paint();
      return { points, at: Math.min(own ?? sample, points.length - 1) };
    },
  };
}

/**
 * @param {any} spec
 * @param {number[][]} X
 * @param {number[][]} y
 * @param {{choose: (s: number) => void, on, hands: {send, canMove, signal: AbortSignal, ask}}} options
 */
export function makePlane(spec, X, y, { choose, on, hands }) {
  const [left, right, bottom, top] = spec.extent;
  const outputs = spec.sizes.at(-1);
  const map = makeAnswerCanvas(Math.min(1.4, Math.max(0.45, (top - bottom) / (right - left))));
  const { canvas, context: c } = map;
  const low = spec.classes ? 0 : Math.min(...y.flat());
  const high = spec.classes ? 1 : Math.max(...y.flat());
  const place = placeOn(spec.extent);
  const paintGround = makeGround({ side: spec.side, outputs, low, high });
  const marksFor = makeSampleMarks({ outputs, place });
  const name = "Decision boundary over inputs 0 and 1";
  const speaking = makeSpeaking(canvas, { name, samples: X.length, choose, on });
  const own = makePoints({ spec, X, y, map, place, choose, on, hands, many: speaking.many });
  const legend = `${legendOf(spec, outputs)}. A click or arrow keys choose the sample of the network.`;
  const words = html("div", {}, html("p", { class: "bp-small" }, legend), own.element);
  let ground = null;
  return {
    element: html("div", {}, canvas, words, speaking.words),
    size: map.size,
    paint({ picture, palette, sample }) {
      const size = map.at();
      const { points, at } = own.shown(sample);
      ground = picture;
      if (points.length) {
        const { x, kind } = points[at];
        speaking.chosen(at, `sample ${at} at ${x.map((value) => format(value, 2)).join(", ")}, class ${kind}`);
      }
      const marks = marksFor(canvas, palette, points, at, size);
      paintGround(c, picture, palette, size);
      drawBoundary(c, picture, palette, { spec, outputs, ...size });
      c.setTransform(1, 0, 0, 1, 0, 0);
      c.drawImage(marks, 0, 0);
    },
    describe: (text) => speaking.describe(`${ground ? groundSaid(ground, spec, outputs) : ""}${text}`),
    /** Other data; `count` of the points that were drawn here last and are known to who trains. */
    data: (newX, newY, count) => own.take({ points: pointsOf(newX, newY), count }),
  };
}
