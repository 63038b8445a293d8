// The box that says what went wrong, in the kernel or in the page: where the learner looks, once.

import { html, write } from "./dom.js";

/**
 * @typedef {{element: HTMLElement, show(message?: string, traceback?: string, more?: string): void,
 *   failed(error: unknown, by?: unknown): boolean, well(by: unknown): void}} Problem
 */

/** @returns {Problem} */
export function makeProblem() {
  const told = html("div", {}); // by the kernel
  const failure = html("div", { class: "bp-failure" }); // of the page itself
  const element = html("div", { class: "bp-problem", role: "alert", hidden: "" }, failure, told);
  /** @type {{by: unknown, text: string} | null} */
  let failing = null;

  const look = () => write(element, { hidden: !told.childNodes.length && !failing });

  return {
    element,
    /** What the kernel says; nothing takes it away. */
    show(message = "", traceback = "", more = "") {
      told.replaceChildren(
        ...(message ? [html("strong", {}, message), more] : []),
        ...(traceback
          ? [html("details", {}, html("summary", {}, "Where it happened"), html("pre", {}, traceback))]
          : []),
      );
      look();
    },
    /** An error of the page; says whether it is a new one. */
    failed(error, by) {
      const text = error instanceof Error ? error.message : String(error);
      if (failing && failing.by === by && failing.text === text) return false;
      failing = { by, text };
      failure.replaceChildren(html("strong", {}, `This view failed: ${text}`));
      look();
      return true;
    },
    /** What failed works again. */
    well(by) {
      if (!failing || failing.by !== by) return;
      failing = null;
      failure.replaceChildren();
      look();
    },
  };
}
