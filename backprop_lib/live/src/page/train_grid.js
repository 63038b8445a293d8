// The panels of a player's page.

import { html, panel } from "./dom.js";

/** The panels of the page; a run fills their holders. What acts most stands above them, in `bar`. */
export function makeGrid(settings, plot) {
  const holders = { graph: html("div"), answers: html("div"), norms: html("div") };
  const rows = (kind, some, title = some.map(({ label }) => label).join(" and ")) =>
    html("section", { class: kind, "aria-label": title }, ...some.map((row) => row.element));
  const bar = rows("bp-train-bar", settings.slice(0, 2));
  const element = html(
    "div",
    { class: "bp-train-grid" },
    panel("What it answers", "bp-train-answers", holders.answers),
    panel("Loss", "bp-train-loss", plot.element),
    html("section", { class: "bp-train-network", "aria-label": "network" }, holders.graph),
    panel("Gradient per layer", "bp-train-norms", holders.norms),
    rows("bp-train-settings", settings.slice(2)),
  );
  return { bar, element, holders };
}
