// NudgeTest: move one weight by epsilon; its slope predicts the loss, and the loss answers.

import { format, nameOf, power, scientific, significant, workedDecimals, written } from "./core/numbers.js";
import { curve, EPSILONS, errorsAt, lossAlong, nudge, rounding } from "./core/slopes.js";
import { html, write } from "./page/dom.js";
import { mount } from "./page/network_page.js";
import { asView } from "./page/shell.js";
import { makeChart } from "./picture/chart_lines.js";

const PAUSE = 500; // ms without a change of epsilon, then the result is said

const CENTRAL = "central";
const FORWARD = "forward";

function makeNudgeChart() {
  const decades = (from, to, step) => Array.from({ length: (to - from) / step + 1 }, (_, n) => 10 ** (from + n * step));
  const text = (value) => power(Math.round(Math.log10(value)));
  const chart = makeChart({
    x: { from: 1e-12, to: 1e-1, ticks: decades(-12, -1, 1).reverse(), text, name: "ε", log: true },
    y: { from: 1e-18, to: 1, ticks: decades(-18, 0, 3), text, name: "error of the slope", log: true },
    label: "gradient check",
    height: 220,
  });
  const shape = (name) => ({ shape: name, dots: EPSILONS.length, labelled: "first" });
  return {
    ...chart,
    forward: chart.line("muted-line", FORWARD, shape("square")),
    central: chart.line("ink-line", CENTRAL, shape("circle")),
    floor: chart.line("floor-line", "", {}),
    forwardMark: chart.mark("forward-mark", "square"),
    centralMark: chart.mark("central-mark", "circle", { rule: true }),
  };
}

/** One sentence on how the difference shrinks. */
function judge(found, smaller, loss) {
  const lost = rounding(loss);
  if (Math.abs(found.difference) < lost) {
    const known = power(Math.round(Math.log10(lost / 8)));
    return `Rounding has taken over: the loss has about 16 digits, so it is only known to ${known}.`;
  }
  if (Math.abs(smaller.difference) < lost) {
    return "A tenth of this ε, and what is left of the difference is rounding.";
  }
  const times = found.difference / smaller.difference;
  if (times > 50 && times < 200) {
    return `A tenth of this ε makes the difference ${format(times, 0)} times smaller: it shrinks as ε².`;
  }
  return "The difference does not shrink as ε² here: this ε is still too large, or reaches past a kink.";
}

/** The table of the four changes of the loss. */
function makeTable() {
  const cells = {};
  const row = (name, label, formula) => {
    cells[name] = html("td", { class: "bp-nudge-number", "data-number": name });
    cells[`${name}Formula`] = html("td", { class: "bp-nudge-formula" }, formula);
    return html("tr", {}, html("th", { scope: "row" }, label), cells[`${name}Formula`], cells[name]);
  };
  const rows = [
    row("predicted", "predicted", ""),
    row("actual", "actual", ""),
    row("difference", "difference", "actual − predicted"),
    row("shrinks", "difference / ε²", ""),
  ];
  return {
    element: html(
      "table",
      { class: "bp-nudge-table" },
      html("caption", {}, "Change of the loss"),
      html("tbody", {}, ...rows),
    ),
    said: () => `predicted ${cells.predicted.textContent}, actual ${cells.actual.textContent}.`,
    /** `slope`, as a hand can multiply it by ε */
    paint(found, { slope, letter, epsilon }) {
      write(cells.predictedFormula, { text: `slope ${slope} × ε` });
      write(cells.actualFormula, { text: `L(${letter} + ε) − L(${letter})` });
      for (const [key, value] of Object.entries({ ...found, shrinks: found.difference / epsilon ** 2 })) {
        write(cells[key], { text: (value > 0 ? "+" : "") + scientific(value), "data-value": value });
      }
    },
  };
}

/** The V curve: how far both quotients are off, for every epsilon and for this one. */
function makeFigure() {
  const chart = makeNudgeChart();
  const floorText = html("p", { class: "bp-small" });
  const words = "How far a slope from two looks at the loss is from backpropagation's, for every ε.";
  const element = html(
    "div",
    { class: "bp-nudge-chart" },
    html("strong", {}, "The gradient check"),
    html("p", { class: "bp-small" }, words),
    ...[chart.element, floorText],
  );
  return {
    element,
    place: chart.place,
    paintCurve(lossAt, p, slope) {
      const { central, forward } = curve(lossAt, p, slope);
      chart.central.paint(EPSILONS.map((at, n) => [at, central[n]]));
      chart.forward.paint(EPSILONS.map((at, n) => [at, forward[n]]));
      write(chart.central.path, { "data-errors": JSON.stringify(central) });
      write(chart.forward.path, { "data-errors": JSON.stringify(forward) });
    },
    paintMarks(errors, epsilon, name) {
      chart.centralMark.paint([epsilon, errors.central]);
      chart.forwardMark.paint([epsilon, errors.forward]);
      write(chart.centralMark.element, { "data-error": errors.central });
      write(chart.forwardMark.element, { "data-error": errors.forward });
      chart.describe(
        `Error of the slope of ${name} against epsilon, both logarithmic. At ε = ${scientific(epsilon, 1)} ` +
          `the central difference is off by ${scientific(errors.central, 1)}, the forward difference by ` +
          `${scientific(errors.forward, 1)}.`,
      );
    },
    /** The complex step's error, or null while the kernel has not said it; a kink that it stands on. */
    paintFloor(error, kink, hasKernel) {
      const ends = error === null ? [] : [1e-12, 1e-1].map((at) => [at, error]);
      chart.floor.paint(ends, "complex step");
      const size = error === 0 ? "exactly 0" : scientific(error ?? NaN, 1);
      const zero = "What is 0 is drawn on the bottom line.";
      const stands = kink ? `A kink: ${kink} ` : "";
      const known = `${stands}The floor: the complex step's error, ${size} (from the kernel). ${zero}`;
      const waits = hasKernel ? "comes from the kernel …" : "would come from a kernel.";
      const text = error === null ? `The floor, the complex step's error, ${waits}` : known;
      write(floorText, { text, "data-floor": error });
    },
  };
}

/** The panel: the slider of epsilon, what the loss does, the V curve. */
async function makePanel(view) {
  const slider = await view.widget(view.model.get("_epsilon"));
  const { element: shown, handle } = await view.slider(slider);
  handle?.setAttribute("aria-label", "epsilon");
  const holder = html("div", { class: "bp-slider bp-epsilon-slider" }, shown);
  const title = html("h3", { class: "bp-panel-title" });
  const epsilonText = html("span", { class: "bp-epsilon" });
  const epsilonRow = html("div", { class: "bp-epsilon-row" }, html("span", {}, "ε"), holder, epsilonText);
  const verdict = html("p", { class: "bp-nudge-verdict" });
  const said = html("div", { class: "bp-said", role: "status", "aria-live": "polite" });
  const [table, figure] = [makeTable(), makeFigure()];
  const numbers = html("div", {}, epsilonRow, table.element, verdict, said);
  const columns = html("div", { class: "bp-columns" }, numbers, figure.element);
  const element = html("section", { class: "bp-panel bp-nudge", "aria-label": "nudge test" }, title, columns);
  return { element, slider, handle, title, epsilonText, verdict, said, table, figure };
}

/** The slope and ε, written so that their product is what is predicted, to its last digit. */
function factorsSaid(slope, epsilon, predicted) {
  const parts = [
    [slope, epsilon],
    [epsilon, slope],
  ];
  const [steep, small] = workedDecimals(parts, predicted, (value) => significant(value, value === epsilon ? 2 : 4));
  return [written(slope, steep), scientific(epsilon, small - significant(epsilon, 1))];
}

/** What a frame shows of the number k that is nudged. */
function makePaint({ model, spec, all, state, hasKernel }, panel, k) {
  const { slider, handle, title, epsilonText, verdict, table, figure } = panel;
  let drawn = ""; // the situation that the curve shows
  let lossAt;
  return (record) => {
    const epsilon = slider.get("value");
    const { l, i, j, kind } = all[k()];
    const name = nameOf(all[k()]);
    const p = state.value(k());
    const slope = kind === "W" ? record.dW[l][i][j] : record.db[l][j];
    const values = all.map((_, n) => state.value(n));
    const situation = `${k()} ${values.join(" ")}`;
    if (situation !== drawn) {
      lossAt = lossAlong(values, k(), spec);
      figure.paintCurve(lossAt, p, slope);
      drawn = situation;
    }
    const found = nudge(lossAt, p, slope, epsilon);
    const smaller = nudge(lossAt, p, slope, epsilon / 10);
    write(title, { text: `Nudge ${name}, now ${format(p)}` });
    const [slopeSaid, epsilonSaid] = factorsSaid(slope, epsilon, found.predicted);
    write(epsilonText, { text: `ε = ${epsilonSaid}`, "data-epsilon": epsilon });
    write(handle, { "aria-valuetext": scientific(epsilon, 1) });
    table.paint(found, { slope: slopeSaid, letter: kind === "W" ? "w" : "b", epsilon });
    write(verdict, { text: judge(found, smaller, record.loss) });
    figure.paintMarks(errorsAt(lossAt, p, slope, epsilon), epsilon, name);
    const floor = model.get("floor");
    const current = floor.name === name && Math.abs(floor.loss - record.loss) <= 1e-9 * (1 + floor.loss);
    figure.paintFloor(current ? floor.error : null, floor.kink, hasKernel());
  };
}

export default asView(async (shell) => {
  shell.el.classList.add("bp-nudge-view");
  const view = await mount(shell);
  const { model, all, index, listen } = view;
  const panel = await makePanel(view);
  const { slider, said, table, figure } = panel;
  view.card.element.after(panel.element); // the sliders come after it

  let k = 0; // what is nudged: the last weight or bias that was selected
  const follow = () => {
    const selected = index.get(model.get("selected")) ?? 0;
    if ("Wb".includes(all[selected].kind)) k = selected;
    view.ask();
  };
  const rest = view.timer();
  const say = () => {
    said.textContent = `ε ${scientific(slider.get("value"), 1)}: ${table.said()}`;
  };
  listen(slider, "change:value", () => {
    view.ask();
    rest.start(say, PAUSE);
  });
  listen(model, "change:selected", follow);
  listen(model, "change:floor", view.ask);
  view.sized(figure.element, figure.place, { least: 0, most: 620, first: 480 });
  follow();
  view.onPaint(makePaint(view, panel, () => k));
});
