// NudgeTest: move one weight by epsilon; its slope predicts the loss, and the loss answers.

import { makeChart } from "./picture/chart_lines.js";
import { html, write } from "./page/dom.js";
import { format, nameOf, power, scientific } from "./core/numbers.js";
import { EPSILONS, curve, errorsAt, lossAlong, nudge, rounding } from "./core/slopes.js";
import { mount } from "./page/network_page.js";

const PAUSE = 500; // ms without a change of epsilon, then the result is said

const CENTRAL = "central";
const FORWARD = "forward";

function makeNudgeChart() {
  const decades = (from, to, step) =>
    Array.from({ length: (to - from) / step + 1 }, (_, n) => 10 ** (from + n * step));
  const text = (value) => power(Math.round(Math.log10(value)));
  const chart = makeChart({
    x: { from: 1e-12, to: 1e-1, ticks: decades(-12, -1, 1).reverse(), text, name: "ε", log: true },
    y: { from: 1e-18, to: 1, ticks: decades(-18, 0, 3), text, name: "error of the slope", log: true },
    label: "gradient check",
    height: 280,
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

async function render(props) {
  const view = await mount(props);
  const { model, spec, all, index, state, root, signal, listen } = view;
  const manager = model.widget_manager;

  // ---- the page
  const slider = await manager.get_model(model.get("_epsilon").replace("IPY_MODEL_", ""));
  const shown = await manager.create_view(slider);
  const holder = html("div", { class: "bp-slider bp-epsilon-slider" }, shown.el);
  shown.trigger("displayed");
  signal.addEventListener("abort", () => shown.remove());
  const handle = holder.querySelector(".noUi-handle");
  handle?.setAttribute("aria-label", "epsilon");

  const title = html("h4", { class: "bp-panel-title" });
  const epsilonText = html("output", { class: "bp-epsilon" });
  const cells = {};
  const row = (name, label, formula) => {
    cells[name] = html("td", { class: "bp-nudge-number", "data-number": name });
    cells[`${name}Formula`] = html("td", { class: "bp-nudge-formula" }, formula);
    return html("tr", {}, html("th", { scope: "row" }, label), cells[`${name}Formula`], cells[name]);
  };
  const table = html("table", { class: "bp-nudge-table" },
    html("caption", {}, "Change of the loss"),
    html("tbody", {},
      row("predicted", "predicted", ""), row("actual", "actual", ""),
      row("difference", "difference", "actual − predicted"),
      row("shrinks", "difference / ε²", "")));
  const verdict = html("p", { class: "bp-nudge-verdict" });
  const said = html("div", { class: "bp-said", role: "status", "aria-live": "polite" });
  const chart = makeNudgeChart();
  const floorText = html("p", { class: "bp-small" });
  const figure = html("div", { class: "bp-nudge-chart" },
    html("strong", {}, "The gradient check"),
    html("p", { class: "bp-small" },
      "How far a slope from two looks at the loss is from backpropagation's, for every ε."),
    chart.element, floorText);
  const panel = html("section", { class: "bp-panel bp-nudge", "aria-label": "nudge test" },
    title,
    html("div", { class: "bp-columns" },
      html("div", {},
        html("div", { class: "bp-epsilon-row" }, html("span", {}, "ε"), holder, epsilonText),
        table, verdict, said),
      figure));
  root.querySelector(".bp-main").append(panel);

  // ---- what is nudged: the last weight or bias that was selected
  let k = 0;
  function follow() {
    const selected = index.get(model.get("selected")) ?? 0;
    if ("Wb".includes(all[selected].kind)) k = selected;
  }
  listen(model, "change:selected", () => {
    follow();
    view.ask();
  });
  follow();

  // ---- paint
  let drawn = ""; // the situation that the curve shows
  let lossAt;

  function paint(record) {
    const epsilon = slider.get("value");
    const place = all[k];
    const name = nameOf(place);
    const { l, i, j, kind } = place;
    const p = state.value(k);
    const slope = kind === "W" ? record.dW[l][i][j] : record.db[l][j];
    const values = all.map((_, n) => state.value(n));
    const situation = `${k} ${values.join(" ")}`;
    const letter = kind === "W" ? "w" : "b";
    if (situation !== drawn) {
      lossAt = lossAlong(values, k, spec);
      const { central, forward } = curve(lossAt, p, slope);
      chart.central.paint(EPSILONS.map((at, n) => [at, central[n]]));
      chart.forward.paint(EPSILONS.map((at, n) => [at, forward[n]]));
      write(chart.central.path, { "data-errors": JSON.stringify(central) });
      write(chart.forward.path, { "data-errors": JSON.stringify(forward) });
      drawn = situation;
    }
    const found = nudge(lossAt, p, slope, epsilon);
    const smaller = nudge(lossAt, p, slope, epsilon / 10);
    write(title, { text: `Nudge ${name}, now ${format(p)}` });
    write(epsilonText, { text: `ε = ${scientific(epsilon, 1)}`, "data-epsilon": epsilon });
    write(handle, { "aria-valuetext": scientific(epsilon, 1) });
    write(cells.predictedFormula, { text: `slope ${format(slope, 4)} × ε` });
    write(cells.actualFormula, { text: `L(${letter} + ε) − L(${letter})` });
    const curved = found.difference / epsilon ** 2;
    const numbers = { ...found, shrinks: curved };
    for (const [key, value] of Object.entries(numbers)) {
      write(cells[key], { text: (value > 0 ? "+" : "") + scientific(value), "data-value": value });
    }
    write(verdict, { text: judge(found, smaller, record.loss) });

    const errors = errorsAt(lossAt, p, slope, epsilon);
    chart.centralMark.paint([epsilon, errors.central]);
    chart.forwardMark.paint([epsilon, errors.forward]);
    write(chart.centralMark.element, { "data-error": errors.central });
    write(chart.forwardMark.element, { "data-error": errors.forward });
    const floor = model.get("floor");
    const current = floor.name === name && Math.abs(floor.loss - record.loss) <= 1e-9 * (1 + floor.loss);
    chart.floor.paint(current ? [[1e-12, floor.error], [1e-1, floor.error]] : [], "complex step");
    write(floorText, { text: current
      ? (floor.kink ? `A kink: ${floor.kink} ` : "") + `The floor: the complex step's error, ${floor.error === 0 ? "exactly 0" : scientific(floor.error, 1)} (from the kernel). ` +
        "What is 0 is drawn on the bottom line."
      : "The floor, the complex step's error, comes from the kernel …" });
    write(floorText, { "data-floor": current ? floor.error : null });
    chart.describe(
      `Error of the slope of ${name} against epsilon, both logarithmic. At ε = ${scientific(epsilon, 1)} ` +
      `the central difference is off by ${scientific(errors.central, 1)}, the forward difference by ` +
      `${scientific(errors.forward, 1)}.`);
  }

  /** One sentence on how the difference shrinks. */
  function judge(found, smaller, loss) {
    const lost = rounding(loss);
    if (Math.abs(found.difference) < lost) {
      return `Rounding has taken over: the loss has about 16 digits, so it is only known to ${power(Math.round(Math.log10(lost / 8)))}.`;
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

  let timer = 0;
  listen(slider, "change:value", () => {
    view.ask();
    clearTimeout(timer);
    timer = setTimeout(() => {
      said.textContent =
        `ε ${scientific(slider.get("value"), 1)}: predicted ${cells.predicted.textContent}, ` +
        `actual ${cells.actual.textContent}.`;
    }, PAUSE);
  });
  signal.addEventListener("abort", () => clearTimeout(timer));
  listen(model, "change:floor", view.ask);
  const sized = new ResizeObserver(() => {
    if (figure.clientWidth) chart.place(Math.min(620, Math.floor(figure.clientWidth)));
  });
  sized.observe(figure);
  signal.addEventListener("abort", () => sized.disconnect());
  chart.place(480);
  view.onPaint(paint);
  return view.unmount;
}

export default { render };
