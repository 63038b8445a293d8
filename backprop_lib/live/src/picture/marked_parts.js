// The parts of a network's picture that a view speaks of, and the marks that their texts carry for a frame.

import { write } from "../page/dom.js";
import { marked } from "./equation_parts.js";

/** What the picture is made of, by kind and by place. */
export function partsOf({ items }) {
  const [nodes, edges] = ["shape", "weight"].map((part) => items.filter((item) => item[part]));
  return {
    ...{ nodes, edges, end: items.at(-1) },
    node: (l, j) => nodes.find((item) => item.l === l && item.j === j),
    edge: (l, i, j) => edges.find((item) => item.l === l && item.i === i && item.j === j),
  };
}

const NONE = {
  "data-mark": null,
  "data-new": null,
  "data-db": null,
  "data-arrives": null,
};

export function makeMarker() {
  let last = []; // elements that carry a mark
  return {
    clear() {
      for (const element of last) write(element, NONE);
      last = [];
    },
    /** Put a mark before a text of the picture, or before another text in its place. */
    mark(element, which, text = element.textContent) {
      write(element, { text: marked(text, which), "data-mark": which });
      last.push(element);
    },
  };
}
