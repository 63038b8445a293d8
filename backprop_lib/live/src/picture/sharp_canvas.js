import { html } from "../page/dom.js";

/** What is drawn over and over on one canvas, sharp on every screen. */
export function makeCanvas(kind) {
  const canvas = html("canvas", { class: kind, role: "img" });
  let [width, height, scale] = [0, 0, 1];
  return {
    canvas,
    context: canvas.getContext("2d"),
    /** So many px of the page; says whether these are others. */
    size(wide, high) {
      const dense = window.devicePixelRatio || 1;
      if (wide === width && high === height && dense === scale) return false;
      [width, height, scale] = [wide, high, dense];
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      return true;
    },
    at: () => ({ width, height, scale }),
  };
}
