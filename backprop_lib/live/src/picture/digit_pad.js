// A digit of one's own, drawn by mouse, finger or keys, and what the network answers to it.

import { format } from "../core/numbers.js";
import { rgb } from "../page/colours.js";
import { html, pointedAt, write } from "../page/dom.js";

const CELL = 24; // px
const REACH = 1.5; // pixels from the middle of a stroke to where it ends, softly, as in the data
const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** Ink as the data have it: 0 to 1, row by row. */
function makeInk(rows, columns) {
  const ink = new Float64Array(rows * columns);
  return {
    ink,
    at: (row, column) => ink[row * columns + column],
    clear: () => ink.fill(0),
    toggle(row, column) {
      ink[row * columns + column] = ink[row * columns + column] > 0.5 ? 0 : 1;
    },
    /** A stroke passes at a place, in pixels from the left and from above. */
    stroke(u, v) {
      for (let k = 0; k < ink.length; k++) {
        const far = Math.hypot((k % columns) + 0.5 - u, Math.floor(k / columns) + 0.5 - v);
        const wet = Math.round(16 * Math.min(1, Math.max(0, REACH - far))) / 16; // 17 shades, as in the data
        ink[k] = Math.max(ink[k], wet);
      }
    },
  };
}

/** Strokes of a pointer: from where it was last to where it is. */
function connectPointer({ canvas, rows, columns, pad, place, on, drawn, said }) {
  let last = null;
  function stroke(event) {
    const [u, v] = pointedAt(event, canvas);
    const to = [u * columns, v * rows];
    const from = last ?? to;
    const steps = Math.max(1, Math.ceil(2 * Math.hypot(to[0] - from[0], to[1] - from[1])));
    for (let n = 1; n <= steps; n++) pad.stroke(...from.map((one, k) => one + ((to[k] - one) * n) / steps));
    last = to;
    drawn();
  }
  on(canvas, "pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    place.byKeys = false;
    stroke(event);
  });
  on(canvas, "pointermove", (event) => last && stroke(event));
  for (const type of ["pointerup", "pointercancel"]) {
    on(canvas, type, () => {
      last = null;
      said();
    });
  }
}

/** Keys move a place, and ink or clean the pixel there. */
function connectKeys({ canvas, rows, columns, pad, place, on, drawn, said }) {
  on(canvas, "keydown", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    const by = MOVES[event.key];
    if (by) {
      place.row = Math.min(rows - 1, Math.max(0, place.row + by[0]));
      place.column = Math.min(columns - 1, Math.max(0, place.column + by[1]));
    } else if (event.key === " ") pad.toggle(place.row, place.column);
    else if (event.key === "Delete") pad.clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
    place.byKeys = true;
    drawn();
    const ink = pad.at(place.row, place.column) > 0.5 ? "ink" : "clean";
    said(`Row ${place.row + 1}, column ${place.column + 1}: ${ink}.`);
  });
}

/** The canvas: strokes of a pointer, and a place that keys move. `drawn` after every change. */
function makeCanvas(options) {
  const { rows, columns, pad, on, drawn } = options;
  const size = { width: columns * CELL, height: rows * CELL };
  const canvas = html("canvas", { ...size, class: "bp-pad", tabindex: 0, role: "application" });
  const keys = "arrow keys move, Space inks or cleans a pixel, Delete cleans all";
  write(canvas, { "aria-label": `your digit, ${rows} by ${columns} pixels: ${keys}` });
  const place = { row: 0, column: 0, byKeys: false };
  connectPointer({ ...options, canvas, place });
  connectKeys({ ...options, canvas, place });
  on(canvas, "blur", drawn);

  return {
    canvas,
    paint(palette) {
      const c = canvas.getContext("2d");
      const [paper, ink] = [rgb(palette.paper), rgb(palette.ink)];
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          const share = pad.at(row, column);
          c.fillStyle = `rgb(${paper.map((from, k) => Math.round(from + share * (ink[k] - from))).join()})`;
          c.fillRect(column * CELL, row * CELL, CELL, CELL);
        }
      }
      if (!place.byKeys || document.activeElement !== canvas) return;
      c.strokeStyle = palette.accent;
      c.lineWidth = 3;
      c.strokeRect(place.column * CELL + 1.5, place.row * CELL + 1.5, CELL - 3, CELL - 3);
    },
  };
}

/**
 * @param {{shape: number[], classes: number, on, changed: () => void}} options `changed` asks for a
 *   frame, in which `sample` is what the network is shown
 */
export function makeDigitPad({ shape: [rows, columns], classes, on, changed }) {
  const pad = makeInk(rows, columns);
  const spoken = html("p", { class: "bp-unseen", role: "status" });
  const answer = html("p", { class: "bp-pad-answer" });
  let isDrawn = false;
  let truth = -1; // what the learner says it was
  let words = ""; // of the last frame
  const drawn = () => {
    isDrawn = pad.ink.some((one) => one > 0);
    changed();
  };
  const said = (where = "") => requestAnimationFrame(() => write(spoken, { text: `${where} ${words}`.trim() }));
  const { canvas, paint } = makeCanvas({ rows, columns, pad, on, drawn, said });
  const kinds = Array.from({ length: classes }, (_, k) =>
    html("button", { type: "button", class: "bp-button" }, `${k}`),
  );
  kinds.forEach((button, k) => {
    on(button, "click", () => {
      truth = truth === k ? -1 : k;
      changed();
      said();
    });
  });
  const clear = html("button", { type: "button", class: "bp-button" }, "Clear");
  on(clear, "click", () => {
    pad.clear();
    truth = -1;
    drawn();
  });
  const element = html(
    "details",
    { class: "bp-own-digit" },
    html("summary", {}, "Draw your own digit"),
    html("div", { class: "bp-pad-place" }, canvas, answer),
    html("div", { role: "group", "aria-label": "what it was", class: "bp-pad-kinds" }, "It was ", ...kinds, clear),
    spoken,
  );
  on(element, "toggle", changed);

  return {
    element,
    /** Back to the samples; the pad stays as it is, and the next stroke is shown again. */
    leave() {
      isDrawn = false;
    },
    /** The inputs that were drawn and their target, null where it is not said; null: nothing is drawn. */
    sample() {
      if (!element.open || !isDrawn) return null;
      const y = truth < 0 ? null : Array.from({ length: classes }, (_, k) => Number(k === truth));
      return { x: Array.from(pad.ink), y };
    },
    /** @param {any} record of what was drawn, or null */
    paint(record, palette) {
      if (!element.open) return;
      paint(palette);
      kinds.forEach((button, k) => write(button, { "aria-pressed": String(k === truth) }));
      words = record ? answerSaid(record.a.at(-1)[0], truth, record.delta.at(-1)[0], record.ownLoss) : "";
      write(answer, { text: words || "Draw here: the network answers at once." });
      write(element, { "data-ink": pad.ink.join(), "data-answers": record ? record.a.at(-1)[0].join() : null });
    },
  };
}

/** What is read, how sure it is, and, where it is said what it was, the largest deltas. */
function answerSaid(answers, truth, delta, loss) {
  const order = answers.map((_, k) => k).sort((one, other) => answers[other] - answers[one]);
  const share = (k) => `${k} (${Math.round(100 * answers[k])} %)`;
  const reads = `It reads ${share(order[0])}, then ${share(order[1])}.`;
  if (truth < 0) return `${reads} Say what it was to see its deltas.`;
  const verdict = order[0] === truth ? "✓ Right" : "✗ Wrong";
  return `${reads} ${verdict}: loss ${format(loss, 2)} on your digit, δ of output ${truth} is ${format(delta[truth], 2)}.`;
}
