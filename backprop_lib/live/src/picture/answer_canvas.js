// A canvas that a picture of answers is painted on.

import { html, write } from "../page/dom.js";
import { STEPS } from "../page/settings.js";
import { makeCanvas } from "./sharp_canvas.js";

const WIDEST = 360; // px

/** As wide as there is room for, and so many times that high. */
export function makeAnswerCanvas(ratio) {
  const main = makeCanvas("bp-answers");
  const size = (room) => main.size(Math.min(room, WIDEST), Math.round(Math.min(room, WIDEST) * ratio));
  return { ...main, size };
}

/**
 * A picture of answers with a name, words for who cannot see it, and keys that choose a sample.
 * @param {HTMLCanvasElement} canvas
 * @param {{name: string, samples: number, choose: (s: number) => void, on}} options
 * @returns {{words: HTMLElement, chosen(s: number, text: string): void, describe(text: string): void, many(count: number): void}}
 */
export function makeSpeaking(canvas, { name, samples, choose, on }) {
  const id = `bp-words-${Math.random().toString(36).slice(2)}`;
  const words = html("p", { id, class: "bp-unseen" });
  const least = 0;
  let most = samples - 1;
  let now = 0;
  write(canvas, { role: "slider", tabindex: 0, "aria-valuemin": least, "aria-valuemax": most });
  write(canvas, { "aria-label": `${name}; arrow keys choose a sample`, "aria-describedby": id });
  on(canvas, "keydown", (event) => {
    const to = { Home: least, End: most }[event.key] ?? now + STEPS[event.key];
    if (Number.isNaN(to) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    now = Math.min(most, Math.max(least, to)); // the next key may come before the next frame
    choose(now);
  });
  return {
    words,
    chosen(s, text) {
      now = s;
      write(canvas, { "aria-valuenow": s, "aria-valuetext": text });
    },
    describe: (text) => write(words, { text }),
    many(count) {
      most = count - 1;
      write(canvas, { "aria-valuemax": most });
    },
  };
}
