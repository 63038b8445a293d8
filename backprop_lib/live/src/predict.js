// Predict: say what a move will do before you make it; the move then tells, and the score is kept.

import { PAUSE } from "./core/state.js";
import { write } from "./page/dom.js";
import { mount } from "./page/network_page.js";
import { asView } from "./page/shell.js";
import { makePanel } from "./predict/panel.js";
import { makeQuestions } from "./predict/questions.js";

const FRAMES = 24; // of the move that the button makes

/** The move that the button makes, as a hand would, over some frames. */
function makeMove(state, { signal, guard }) {
  let frame = 0;
  const stop = () => cancelAnimationFrame(frame);
  signal.addEventListener("abort", stop);
  return {
    stop,
    start(k, to) {
      const from = state.value(k);
      stop();
      state.grab();
      let n = matchMedia("(prefers-reduced-motion: reduce)").matches ? FRAMES : 0;
      const step = guard(() => {
        n += 1;
        const t = Math.min(1, n / FRAMES);
        state.move(k, t < 1 ? from + (to - from) * t * t * (3 - 2 * t) : to);
        if (t < 1) frame = requestAnimationFrame(step);
      });
      step();
    },
  };
}

/** Which hands are off: all before an answer, all but the question's until the move is made. */
function makeLock({ model, all, state, root }, open) {
  const toLock = [...root.querySelectorAll(".bp-toolbar .bp-button, .bp-seed")].filter(
    (element) => ["Reset", "Random"].includes(element.textContent) || element.classList.contains("bp-seed"),
  );
  const box = root.querySelector(".bp-controls");
  return () => {
    const isOpen = !open.answer();
    const { k } = open.target();
    const picked = model.get("picked");
    state.locked = isOpen ? (n) => n === undefined || !picked || n !== k : null;
    for (const element of toLock) element.inert = isOpen;
    const rows = new Set(all.map((_, n) => state.rowOf(n)).filter(Boolean));
    for (const row of rows) row.element.inert = Boolean(state.locked?.(row.k));
    const isShut = [...rows].every((row) => row.element.inert);
    write(box, { tabindex: isShut ? 0 : null }); // then nothing in it takes the keys that scroll it
    write(root, { "data-locked": isOpen });
  };
}

/** For a while nothing is said of what was moved. */
function makeQuiet({ said, timer }) {
  const quiet = timer();
  return () => {
    write(said, { "aria-live": "off" });
    quiet.start(() => write(said, { "aria-live": "polite" }), 2 * PAUSE);
  };
}

export default asView(async (shell) => {
  const view = await mount(shell);
  const { model, state, root, listen, set } = view;
  const beQuiet = makeQuiet(view);
  const open = makeQuestions(view);
  // A link tells what was said, and not what is true.
  const answers = model.get("answers").map(([n, said, truth]) => [n, said, truth ?? open.outcome(n).truth]);
  if (answers.length) set("answers", answers);
  const hand = makeMove(state, view);
  const lock = makeLock(view, open);
  const make = () => hand.start(open.target().k, open.target().to);
  const panel = makePanel({ button: view.button, make, goOn });
  root.querySelector(".bp-main").before(panel.element);
  let refocus = false;

  function refresh() {
    lock();
    view.ask();
  }
  function offer() {
    panel.offer(open.now().options, (option) => set("picked", option), view.on);
    refresh();
  }

  function paint(_, { deltas }) {
    const shown = open.shown();
    const { answer, picked, isLast } = shown;
    if (!answer && picked && open.isReached(state.value(open.target().k))) return tell();
    panel.paint(shown);
    const outcome = answer && open.outcome();
    if (answer && refocus) panel.focusSays(isLast);
    panel.tell(answer, outcome?.said, outcome && deltas ? open.reason(outcome.before) : "");
    if (answer && refocus) {
      refocus = false;
      panel.toNext();
    }
  }

  /** The number is where the question moves it: keep the answer, open the sliders. */
  function tell() {
    const entry = [model.get("number"), model.get("picked"), open.outcome().truth];
    set("answers", [...model.get("answers"), entry]);
    refocus = document.activeElement === panel.move; // which the next frame hides
    beQuiet(); // the verdict says it
  }
  function goOn() {
    hand.stop();
    refocus = false;
    state.reset();
    state.before = null;
    model.set({ picked: "", number: model.get("number") + 1 });
    model.save_changes();
    view.select(open.target().k);
    panel.toOptions();
  }

  listen(model, "change:number", offer);
  listen(model, "change:picked", () => {
    if (model.get("picked")) panel.paint(open.shown()); // a Tab may come before the next frame
    refresh();
  });
  listen(model, "change:answers", refresh);
  listen(model, "change:selected", lock); // one shared slider follows the selection
  offer();
  view.onPaint(paint);
});
