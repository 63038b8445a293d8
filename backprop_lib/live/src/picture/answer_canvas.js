// A canvas that a picture of answers is painted on.

import { html, write } from "../page/dom.js";

const WIDEST = 360; // px

export const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** What is drawn over and over on one canvas, sharp on every screen. */
export function makeCanvas(ratio) {
  const canvas = html("canvas", { class: "bp-answers", role: "img" });
  let [width, height, scale] = [0, 0, 1];
  return {
    canvas,
    context: canvas.getContext("2d"),
    size(room) {
      const wide = Math.min(room, WIDEST);
      const dense = window.devicePixelRatio || 1;
      if (wide === width && dense === scale) return false;
      [width, height, scale] = [wide, Math.round(wide * ratio), dense];
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      return true;
    },
    at: () => ({ width, height, scale }),
  };
}

const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

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
    const to = { Home: least, End: most }[event.key] ?? now + KEYS[event.key];
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
