// What a page of the site does beside its views: answers open the outputs that they are about, and
// what is too wide can be reached by keys.

const answered = (name) => document.querySelector(`.bp-ask[data-name="${name}"][data-tries]:not([data-tries="0"])`);

/** Open each output whose questions have all been answered. */
function openAnswered() {
  for (const fold of document.querySelectorAll(".bp-fold:not([open]):not([data-seen])")) {
    if (!fold.dataset.questions.split(" ").every(answered)) continue;
    fold.open = true;
    fold.dataset.seen = "true"; // closed by hand, it stays closed
  }
}

// The host says when every view stands, with the answers that were kept. What views do between two
// answers is not looked at: that would cost each frame of a drag.
new MutationObserver(openAnswered).observe(document.documentElement, {
  subtree: true,
  attributeFilter: ["data-tries", "data-bp-host"],
});
openAnswered();

/** Whatever is wider than its place takes the focus, so that arrow keys move it. */
function reachWide() {
  const boxes = "div.math, .bp-output pre, .bp-output, .bp-wide, .table-wrapper, .highlight pre";
  for (const box of document.querySelectorAll(boxes)) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
reachWide();
addEventListener("resize", reachWide);
document.fonts?.ready.then(reachWide);
