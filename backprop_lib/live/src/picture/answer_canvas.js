// A canvas that a picture of answers is painted on.

import { html } from "../page/dom.js";

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
