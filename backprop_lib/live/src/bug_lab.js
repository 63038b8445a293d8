// BugLab: the network computes with a known mistake; marks, a check and a training run show it.
// The kernel computes with the mistake; what is right the page computes itself, as ever.

import { makeChart } from "./picture/chart_lines.js";
import { html, write } from "./page/dom.js";
import { format, nameOf, power } from "./core/numbers.js";
import { mount } from "./page/network_page.js";

const MARKS = { // beside the words, so that colour is never alone
  learns: "✓", "learns slowly": "…", "does not learn": "✗", diverges: "↗", "stops with an error": "!",
};
const LOWEST = 1e-4; // of the chart's losses
const HIGHEST = 10;

function makeTrialChart(steps) {
  const ticks = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10];
  const text = (value) => (value >= 1 || value === 0.1 ? String(value) : power(Math.round(Math.log10(value))));
  const chart = makeChart({
    x: { from: 0, to: steps, ticks: [0, 200, 400, 600, 800, 1000], text: String, name: "step" },
    y: { from: LOWEST, to: HIGHEST, ticks, text, name: "loss on XOR", log: true },
    label: "training on XOR",
    height: 240,
  });
  return {
    ...chart,
    right: chart.line("right-line", "right"),
    mistake: chart.line("wrong-line", "mistake"),
    end: chart.mark("end-mark", "diamond"),
  };
}

async function render(props) {
  const view = await mount(props);
  const { model, spec, all, state, root, signal, listen } = view;
  const manager = model.widget_manager;
  const blind = spec.blind;

  // ---- the menu, above the picture
  const choice = await manager.get_model(model.get("_menu").replace("IPY_MODEL_", ""));
  const menu = await manager.create_view(choice);
  menu.trigger("displayed");
  signal.addEventListener("abort", () => menu.remove());
  menu.el.querySelector("select")?.setAttribute("aria-label", blind ? "diagnosis" : "mistake");
  const facts = html("p", { class: "bp-lab-facts", "aria-live": "polite" });
  const equation = html("span", { class: "bp-lab-equation" });
  const shows = html("p", { class: "bp-small" });
  const told = html("p", { class: "bp-lab-told", role: "status" });
  const score = html("output", { class: "bp-lab-score" });
  const ask = (content) => model.send(content);
  const diagnose = view.button("Is it this?", "check the diagnosis", () => // with the name: the menu's own message may come later
    ask({ diagnose: choice.get("_options_labels")[choice.get("index")] }));
  const next = view.button("Next mistake", "hide another one", () => ask({ next: true }));
  const top = html("section", { class: "bp-panel bp-lab-menu", "aria-label": "bug laboratory" },
    html("div", { class: "bp-lab-row" },
      html("h4", { class: "bp-panel-title" }, blind ? "Which mistake is in here?" : "Compute with a mistake"),
      html("div", { class: "bp-menu" }, menu.el), ...(blind ? [diagnose, next, score] : [])),
    told, facts, shows);
  root.querySelector(".bp-main").before(top);

  // ---- the check and the training run, below it
  const summary = html("p", { class: "bp-lead" });
  const layers = html("tbody");
  const layerRows = new Map();
  for (let l = 1; l < spec.sizes.length; l++) {
    for (const kind of ["dW", "db"]) {
      const cell = html("td", { class: "bp-lab-state" });
      layerRows.set(`${kind}[${l}]`, cell);
      layers.append(html("tr", {}, html("th", { scope: "row" }, `${kind}[${l}]`), cell));
    }
  }
  const noCheck = html("p", { class: "bp-small" });
  const checkBox = html("div", {},
    html("strong", {}, "Finite-difference check"), summary,
    html("table", { class: "bp-lab-table" }, layers), noCheck);
  const verdict = html("p", { class: "bp-lab-verdict", role: "status" });
  const why = html("p", { class: "bp-small" });
  const chart = makeTrialChart(1000);
  const figure = html("div", {},
    html("strong", {}, "Training on XOR"), verdict, chart.element, why);
  const panel = html("section", { class: "bp-panel", "aria-label": "check and training" },
    html("div", { class: "bp-columns" }, checkBox, figure));
  root.querySelector(".bp-main").append(panel);
  const badges = new Map(); // beside every slider, by the slider's row
  for (const element of root.querySelectorAll(".bp-row")) {
    const badge = html("span", { class: "bp-lab-check" });
    element.append(badge);
    badges.set(element, badge);
  }

  // ---- paint
  const gradientOf = (place) => `d${nameOf(place)}`;

  function paintCheck() {
    const { rows = [], batch, message } = model.get("check");
    const found = new Map(rows.map((row) => [row[0], row]));
    const wrong = rows.filter(([, , , differs]) => differs).length;
    const over = batch > 1 ? `, over all ${batch} samples` : "";
    write(summary, { text: !rows.length
      ? "! No gradients: the backward pass stops with an error."
      : wrong
        ? `≠ ${wrong} of ${rows.length} gradients differ from their finite difference${over}.`
        : `✓ All ${rows.length} gradients agree with their finite differences${over}.`,
      "data-state": rows.length && !wrong ? "agrees" : "differs" });
    for (const [group, cell] of layerRows) {
      const inside = rows.filter(([name]) => name.startsWith(`${group}[`));
      const off = inside.filter(([, , , differs]) => differs).length;
      write(cell, {
        text: !inside.length ? "–" : off ? `≠ differs in ${off} of ${inside.length}` : `✓ agrees, ${inside.length} of ${inside.length}`,
        "data-state": !inside.length ? null : off ? "differs" : "agrees",
      });
    }
    write(noCheck, { text: message || (batch > 1 ? "The picture shows one sample, the check all of them." : "") });
    all.forEach((place, k) => {
      const row = state.rowOf(k);
      if (!row) return;
      const [, own, true_, differs] = found.get(gradientOf(place)) ?? [];
      write(badges.get(row.element), own === undefined ? { text: "", "data-state": null } : {
        text: differs
          ? `≠ differs: slope ${format(own, 4)}, finite difference ${format(true_, 4)}`
          : `✓ agrees: slope ${format(own, 4)}`,
        "data-state": differs ? "differs" : "agrees", "data-own": own, "data-true": true_,
      });
    });
  }

  function paintTrial() {
    const { right, mistake, reached, verdict: said, message } = model.get("run");
    write(verdict, { "data-verdict": said ?? null });
    if (!said) {
      write(verdict, { text: "training …" });
      return;
    }
    const points = ([steps, losses]) => steps.map((step, n) => [step, losses[n]]);
    const wrong = points(mistake);
    const broke = said === "diverges" || said === "stops with an error";
    write(verdict, { text: wrong.length ? `${MARKS[said]} With this mistake it ${said}.` : "✓ Without a mistake it learns." });
    chart.right.paint(points(right), "right");
    chart.mistake.paint(wrong, "mistake");
    chart.end.paint(broke && wrong.length ? wrong.at(-1) : null);
    const after = (step) => (step === null ? "never" : `after ${step} steps`);
    const ended = message
      ? said === "diverges" ? message : `It stops in its first step: ${message}`
      : wrong.length ? `It ends at a loss of ${format(wrong.at(-1)[1], 4)}.` : "";
    const out = wrong.some(([, loss]) => loss < LOWEST || loss > HIGHEST);
    const lost = out ? " What lies outside is drawn on the edge." : "";
    write(why, { text:
      `A 2-4-1 network, gradient descent. A tenth of the first loss: right ${after(reached[0])}` +
      `${wrong.length ? `, with the mistake ${after(reached[1])}` : ""}. ${ended}${lost}` });
    chart.describe(
      `Loss on XOR against the step. Right: it learns, ending at ${format(right[1].at(-1), 4)}. ` +
      (wrong.length ? `With the mistake: it ${said}, ending at ${format(wrong.at(-1)[1], 4)}.` : ""));
    write(figure, { "data-losses": JSON.stringify(mistake[1]), "data-right": JSON.stringify(right[1]) });
  }

  function paintMenu() {
    const known = model.get("known");
    const answer = model.get("answer");
    const [right, asked] = model.get("score");
    facts.replaceChildren(...(known.name
      ? [html("strong", {}, `${known.name}. `), `${known.sentence} `, equation] : []));
    write(equation, { text: known.equation ? `→ ${known.equation}` : "" });
    write(facts, { hidden: !known.name });
    write(shows, {
      text: known.name ? `Shows with: ${known.shows[0].toLowerCase()}${known.shows.slice(1)}` : "",
      hidden: !known.name,
    });
    write(told, {
      text: answer.text ? `${answer.right ? "✓" : "✗"} ${answer.text}` : "",
      hidden: !answer.text, "data-state": answer.right ? "agrees" : "differs",
    });
    write(diagnose, { disabled: !choice.get("index") });
    write(score, { text: `score ${right} of ${asked}` });
  }

  for (const trait of ["known", "answer", "score"]) listen(model, `change:${trait}`, paintMenu);
  listen(choice, "change:index", paintMenu);
  listen(model, "change:run", paintTrial);
  listen(model, "change:check", view.ask);
  const sized = new ResizeObserver(() => {
    if (figure.clientWidth) chart.place(Math.min(620, Math.floor(figure.clientWidth)));
  });
  sized.observe(figure);
  signal.addEventListener("abort", () => sized.disconnect());
  chart.place(480);
  paintMenu();
  paintTrial();
  view.onPaint(paintCheck);
  return view.unmount;
}

export default { render };
