// BackwardStepper: the network view with a step. What the step has not reached is hidden.

import { backward, forward } from "./core/pass.js";
import { parse, timetable } from "./core/steps.js";
import { mount } from "./page/network_page.js";
import { makePlayer } from "./page/player.js";
import { asView } from "./page/shell.js";
import { makeEquation } from "./picture/equation.js";
import { makeMarks } from "./picture/step_marks.js";

const newer = (old, slopes, rate) =>
  old.map((layer, l) =>
    layer?.map((row, i) =>
      Array.isArray(row) ? row.map((value, j) => value - rate * slopes[l][i][j]) : row - rate * slopes[l][i],
    ),
  );

/** The network after the update, and its loss on this sample. */
function updated(record, rate, spec) {
  const [W, b] = [newer(record.W, record.dW, rate), newer(record.b, record.db, rate)];
  const activations = [null, ...spec.activations];
  const passed = forward({ W, b, activations }, [record.x]);
  return { W, b, loss: backward({ W, b, activations }, passed, [record.y], spec.loss).loss };
}

export default asView(async (shell) => {
  const { model, el } = shell;
  el.classList.add("bp-stepper", "bp-unready"); // no number flashes up before its step
  const view = await mount(shell);
  const { spec, all, graph, card, legend, root, toggles, said } = view;
  legend.accent("computed in this step");
  const names = model.get("steps");
  const steps = names.map(parse);
  const rate = () => model.get("learning_rate");
  const equation = makeEquation({ spec, all, steps, rate });
  const marks = makeMarks({ graph, spec, steps, when: timetable(names) });
  const player = await makePlayer(view, { what: "step", name: (n) => names[n] });
  card.element.replaceWith(equation.element);
  toggles.deltas.remove();
  toggles.show_z.remove();
  root.insertBefore(player.element, root.querySelector(".bp-main"));

  let before = player.at();
  view.onTell(() => marks.tell(player.at()));
  view.onPaint((record, { selected }) => {
    const n = player.at();
    const more = steps[n].kind === "update" ? { ...updated(record, rate(), spec), selected } : null;
    marks.paint(record, n, more);
    equation.paint(more ? { ...record, newLoss: more.loss } : record, n, model.get("selected"));
    player.paint(`${n} of ${player.last()}: ${names[n]}`);
    root.dataset.step = String(n);
    if (n !== before && !player.quiet()) said.textContent = equation.sentence();
    before = n;
    el.classList.remove("bp-unready");
  });
  view.listen(model, "change:learning_rate", view.ask);
});
