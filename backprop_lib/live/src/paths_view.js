// PathsView: the network view with one path lit, from the selected weight to the loss.

import { mount } from "./page/network_page.js";
import { makePlayer } from "./page/player.js";
import { asView } from "./page/shell.js";
import { makePathList, parseFactor } from "./picture/path_list.js";
import { makePathMarks } from "./picture/path_marks.js";

/** The slope of the loss along the number with that name, as the backward pass has it. */
function gradient(record, { kind, l, i, j }) {
  if (kind === "W") return record.dW[l][i][j];
  return kind === "b" ? record.db[l][j] : record.W[1][j].reduce((sum, w, k) => sum + w * record.delta[1][0][k], 0);
}

export default asView(async (shell) => {
  const { model, el } = shell;
  el.classList.add("bp-paths-view", "bp-unready"); // nothing flashes up before its path
  const view = await mount(shell);
  const { all, index, graph, card, legend, root, said, toggles } = view;
  legend.accent("the path");
  const routes = model.get("routes"); // from Python: the factors' names along each path
  const player = await makePlayer(view, { what: "path", name: (n) => text(n) });
  const list = makePathList({ choose: player.go, on: view.on });
  const marks = makePathMarks(graph);
  card.element.replaceWith(list.element);
  toggles.show_z.remove();
  root.insertBefore(player.element, root.querySelector(".bp-main"));

  let origin = model.get("origin");
  let paths = [];
  let before = -1;
  const text = (n) => (n === paths.length ? `sum of ${paths.length}` : `path ${n + 1} of ${paths.length}`);

  view.onPaint((record, { deltas }) => {
    const selected = model.get("selected");
    if (routes[selected] && selected !== origin) {
      origin = selected; // a target has no path
      said.textContent = ""; // it told of another's paths
    }
    paths = routes[origin].map((names) => names.map(parseFactor));
    if (player.last() !== paths.length) {
      // the kernel does the same
      player.slider.set({ value: player.at(), max: paths.length });
    }
    const at = Math.min(player.at(), paths.length);
    const place = all[index.get(origin)];
    const whole = at === paths.length;
    const target = place.kind === "x" ? [] : [place.l, place.j]; // the neuron that all paths pass first
    marks.paint(record, { lit: whole ? paths : [paths[at]], whole, target, origin: index.get(origin), deltas });
    list.paint(record, { origin, names: routes[origin], paths, at, target, gradient: gradient(record, place) });
    player.paint(text(at));
    root.dataset.path = String(at);
    if (before >= 0 && at !== before && !player.quiet()) said.textContent = list.sentence(at);
    before = at;
    el.classList.remove("bp-unready");
  });
});
