// The little Markdown that questions are written in, as elements: `code`, *emphasis*, **weight**.

import { html } from "../page/dom.js";

const PARTS = /(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*)/;

/** @param {string} text @returns {(string | HTMLElement)[]} */
export function inline(text) {
  return text.split(PARTS).map((part) => {
    if (part.length > 1 && part.startsWith("`")) return html("code", {}, part.slice(1, -1));
    if (part.length > 4 && part.startsWith("**")) return html("strong", {}, part.slice(2, -2));
    if (part.length > 2 && part.startsWith("*")) return html("em", {}, part.slice(1, -1));
    return part;
  });
}
