// BugLab: the network computes with a known mistake; marks, a check and a training run show it.
// The kernel computes with the mistake, or, on a page that never had one, the page; what is right the
// page computes itself, as ever.

import { format, nameOf, power } from "./core/numbers.js";
import { html, write } from "./page/dom.js";
import { answerAlone } from "./page/lab_alone.js";
import { mount } from "./page/network_page.js";
import { asView } from "./page/shell.js";
import { makeChart } from "./picture/chart_lines.js";

const MARKS = {
  // beside the words, so that colour is never alone
  learns: "✓",
  "learns slowly": "…",
  "does not learn": "✗",
  diverges: "↗",
  "stops with an error": "!",
};
const LOWEST = 1e-4; // of the chart's losses
const HIGHEST = 10;

function makeTrialChart(steps) {
  const ticks = [1e-4, 1e-2, 1];
  const text = (value) => (value === 1 ? "1" : power(Math.round(Math.log10(value))));
  const chart = makeChart({
    x: { from: 0, to: steps, ticks: [0, 200, 400, 600, 800, 1000], text: String, name: "step" },
    y: { from: LOWEST, to: HIGHEST, ticks, text, name: "loss on XOR", log: true },
    label: "training on XOR",
    height: 200,
  });
  return {
    ...chart,
    right: chart.line("right-line", "right"),
    mistake: chart.line("wrong-line", "mistake"),
    end: chart.mark("end-mark", "diamond"),
  };
}

/**
 * The menu of mistakes, above the picture; `answers` is who computes with them.
 * @param {any} view @param {any} choice @param {{send(content: object): void, isHere(): boolean}} answers
 */
async function makeMenu(view, choice, answers) {
  const { model, spec, button } = view;
  const { blind } = spec;
  const labels = choice.get("_options_labels");
  const menu = await view.menu(choice);
  menu.select?.setAttribute("aria-label", blind ? "diagnosis" : "mistake");
  const facts = html("p", { class: "bp-lab-facts", "aria-live": "polite" });
  const equation = html("span", { class: "bp-lab-equation" });
  const shows = html("p", { class: "bp-small" });
  const told = html("p", { class: "bp-lab-told", role: "status" });
  const score = html("span", { class: "bp-lab-score" });
  const diagnose = button("Is it this?", "check the diagnosis", () =>
    // with the name: the menu's own message may come later
    answers.send({ diagnose: labels[choice.get("index")] }),
  );
  const next = button("Next mistake", "hide another one", () => answers.send({ next: true }));
  const title = html("h3", { class: "bp-panel-title" }, blind ? "Which mistake is in here?" : "Compute with a mistake");
  const element = html(
    "section",
    { class: "bp-panel bp-lab-menu", "aria-label": "bug laboratory" },
    html(
      "div",
      { class: "bp-lab-row" },
      ...[title, html("div", { class: "bp-menu" }, menu.element)],
      ...(blind ? [diagnose, next, score] : []),
    ),
    ...[told, facts],
  );

  function paint() {
    const known = model.get("known");
    const answer = model.get("answer");
    const [right, asked] = model.get("score");
    const sentence = known.name ? [html("strong", {}, `${known.name}. `), `${known.sentence} `, equation] : [];
    facts.replaceChildren(...sentence);
    write(equation, { text: known.equation ? `→ ${known.equation}` : "" });
    write(facts, { hidden: !known.name });
    write(shows, {
      text: known.name ? `Shows with: ${known.shows[0].toLowerCase()}${known.shows.slice(1)}` : "",
      hidden: !known.name,
    });
    write(told, {
      text: answer.text ? `${answer.right ? "✓" : "✗"} ${answer.text}` : "",
      hidden: !answer.text,
      "data-state": answer.right ? "agrees" : "differs",
    });
    const solved = Boolean(answer.text && answer.right); // a solved riddle is closed
    const isHere = answers.isHere();
    write(diagnose, { disabled: !choice.get("index") || solved || !isHere });
    write(next, { disabled: !isHere });
    menu.element.inert = !isHere;
    const wanted = choice.get("index") ? labels[choice.get("index")] : undefined;
    view.awaits("the mistake", !blind && wanted !== known.name);
    write(score, { text: `score ${right} of ${asked}` });
  }
  for (const trait of ["known", "answer", "score"]) view.listen(model, `change:${trait}`, paint);
  view.listen(choice, "change:index", paint);
  view.onPaint(paint);
  return { element, shows };
}

const count = (rows) => rows.filter(([, , , differs]) => differs).length;

/** What the check says of each layer's gradients. */
function makeLayerStates(sizes) {
  const cells = new Map();
  const lines = sizes.slice(1).flatMap((_, m) =>
    ["dW", "db"].map((kind) => {
      const group = `${kind}[${m + 1}]`;
      const cell = html("td", { class: "bp-lab-state" });
      cells.set(group, cell);
      return html("tr", {}, html("th", { scope: "row" }, group), cell);
    }),
  );
  return {
    element: html("table", { class: "bp-lab-table" }, html("tbody", {}, ...lines)),
    paint(all) {
      for (const [group, cell] of cells) {
        const rows = all.filter(([name]) => name.startsWith(`${group}[`));
        const off = count(rows);
        const text = off ? `≠ ${off} of ${rows.length} differ` : `✓ ${rows.length} of ${rows.length} agree`;
        const state = off ? "differs" : "agrees";
        write(cell, rows.length ? { text, "data-state": state } : { text: "–", "data-state": null });
      }
    },
  };
}

/** What the check says beside each slider. */
function makeBadges({ all, state, root }) {
  const badges = new Map(); // by the slider's row
  for (const element of root.querySelectorAll(".bp-row")) {
    const badge = html("span", { class: "bp-lab-check" });
    element.append(badge);
    badges.set(element, badge);
  }
  function paintOne(badge, [, own, actual, differs] = []) {
    if (own === undefined) return write(badge, { text: "", "data-state": null });
    const text = differs
      ? `≠ differs: slope ${format(own, 4)}, finite difference ${format(actual, 4)}`
      : `✓ agrees: slope ${format(own, 4)}`;
    write(badge, { text, "data-state": differs ? "differs" : "agrees", "data-own": own, "data-true": actual });
  }
  return (rows) => {
    const found = new Map(rows.map((row) => [row[0], row]));
    all.forEach((place, k) => {
      const row = state.rowOf(k);
      if (row) paintOne(badges.get(row.element), found.get(`d${nameOf(place)}`));
    });
  };
}

/** What the finite-difference check says of all gradients, of each layer, and beside each slider. */
function makeCheck(view) {
  const summary = html("p", { class: "bp-lead" });
  const layers = makeLayerStates(view.spec.sizes);
  const note = html("p", { class: "bp-small" });
  const paintBadges = makeBadges(view);

  function summarySaid(rows, wrong, batch, isOld) {
    if (isOld) return "The check waits for the kernel.";
    const over = batch > 1 ? `, over all ${batch} samples` : "";
    if (!rows.length) return "! No gradients: the backward pass stops with an error.";
    return wrong
      ? `≠ ${wrong} of ${rows.length} gradients differ from their finite difference${over}.`
      : `✓ All ${rows.length} gradients agree with their finite differences${over}.`;
  }
  function noteSaid(wrong, batch, differs) {
    if (batch <= 1) return "";
    const both = "The picture shows one sample, the check means over all of them: their numbers are not the same.";
    return wrong && !differs.size ? `${both} In one sample nothing shows: its numbers agree.` : both;
  }
  return {
    element: html("div", {}, html("strong", {}, "Finite-difference check"), summary, layers.element),
    note,
    /** `differs`: what is wrong in the sample of the picture. */
    paint({ own }, { differs }) {
      const { rows: told = [], batch, message } = view.model.get("check");
      const hasMistake = view.spec.blind || view.model.get("known").name;
      const isOld = told.length > 0 && !own && hasMistake; // of numbers that are no longer on screen
      const rows = isOld ? [] : told;
      const wrong = count(rows);
      const state = rows.length && !wrong ? "agrees" : "differs";
      write(summary, { text: summarySaid(rows, wrong, batch, isOld), "data-state": isOld ? null : state });
      layers.paint(rows);
      write(note, { text: message || noteSaid(wrong, batch, differs) });
      paintBadges(rows);
    },
  };
}

/** A training run with the mistake beside one without. */
function makeTrial(view) {
  const { model } = view;
  const verdict = html("p", { class: "bp-lab-verdict", role: "status" });
  const why = html("p", { class: "bp-small" });
  const chart = makeTrialChart(1000);
  const element = html(
    "div",
    { class: "bp-lab-trial" },
    html("strong", {}, "Training on XOR"),
    verdict,
    chart.element,
    why,
  );
  const after = (step) => (step === null ? "never" : `after ${step} steps`);

  /** How the run with the mistake ends. */
  function ending(said, message, wrong) {
    if (message) return said === "diverges" ? message : `It stops in its first step: ${message}`;
    return wrong.length ? `It ends at a loss of ${format(wrong.at(-1)[1], 4)}.` : "";
  }
  function paint() {
    const { right, mistake, reached, verdict: said, message } = model.get("run");
    write(verdict, { "data-verdict": said ?? null });
    if (!said) return write(verdict, { text: "training …" });
    const points = ([steps, losses]) => steps.map((step, n) => [step, losses[n]]);
    const wrong = points(mistake);
    const broke = said === "diverges" || said === "stops with an error";
    write(verdict, {
      text: wrong.length ? `${MARKS[said]} With this mistake it ${said}.` : "✓ Without a mistake it learns.",
    });
    chart.right.paint(points(right), "right");
    chart.mistake.paint(wrong, "mistake");
    chart.end.paint(broke && wrong.length ? wrong.at(-1) : null);
    const out = wrong.some(([, loss]) => loss < LOWEST || loss > HIGHEST);
    const lost = out ? " What lies outside is drawn on the edge." : "";
    write(why, {
      text:
        `A 2-4-1 network, gradient descent. A tenth of the first loss: right ${after(reached[0])}` +
        `${wrong.length ? `, with the mistake ${after(reached[1])}` : ""}. ${ending(said, message, wrong)}${lost}`,
    });
    chart.describe(
      `Loss on XOR against the step. Right: it learns, ending at ${format(right[1].at(-1), 4)}. ` +
        (wrong.length ? `With the mistake: it ${said}, ending at ${format(wrong.at(-1)[1], 4)}.` : ""),
    );
    write(element, { "data-losses": JSON.stringify(mistake[1]), "data-right": JSON.stringify(right[1]) });
  }
  view.listen(model, "change:run", paint);
  paint();
  return { element, fit: () => view.sized(element, chart.place, { least: 0, most: 620, first: 480 }) };
}

export default asView(async (shell) => {
  const view = await mount(shell);
  const { model } = view;
  const choice = await view.widget(model.get("_menu"));
  const alone = view.kernel() === "none" ? answerAlone(view, choice, view.row) : null;
  const answers = alone ?? { send: (content) => model.send(content), isHere: view.hasKernel };
  const menu = await makeMenu(view, choice, answers);
  view.root.querySelector(".bp-main").before(menu.element);
  const check = makeCheck(view);
  const trial = makeTrial(view);
  const columns = html("div", { class: "bp-columns" }, check.element, trial.element);
  const attributes = { class: "bp-panel bp-lab-panel", "aria-label": "check and training" };
  const panel = html("section", attributes, columns, check.note, menu.shows);
  view.card.element.after(panel); // the sliders come after it
  trial.fit();
  view.listen(model, "change:check", view.ask);
  if (alone) view.onPaint(alone.paint); // before what it finds is painted
  view.onPaint(check.paint);
});
