// What every view has: a place in the page, one frame at a time, the page's theme, errors said where
// the learner looks, and word of who answers. One signal ends it all.

import { watchTheme, wearTheme } from "./colours.js";
import { html, write } from "./dom.js";
import { makeHelp } from "./help.js";
import { makeKernel } from "./kernel.js";
import { oneStop } from "./one_stop.js";
import { makeProblem } from "./problem.js";
import { modelsOf, showMenu, showSlider } from "./widgets.js";

export const NARROWEST = 240; // px: a picture is drawn no narrower; below it shrinks, and its letters with it

/** @typedef {ReturnType<typeof makeShell>} Shell */

/** What anywidget calls. An error while a view is made is shown in its place. */
export const asView = (make) => ({
  async render(props) {
    const shell = makeShell(props);
    try {
      await make(shell, props);
    } catch (error) {
      shell.failed(error);
    }
    return shell.unmount;
  },
});

/** Errors of whatever is guarded are shown: in the box, where there is no page yet in `el`. */
function makeGuard(el, problem) {
  function failed(error, by) {
    if (!problem.element.isConnected) el.append(html("div", { class: "bp-root" }, problem.element));
    if (problem.failed(error, by)) reportError(error); // in the console, too
  }
  /** `act`, with its errors shown. */
  const guard =
    (act) =>
    (/** @type {any[]} */ ...args) => {
      try {
        const done = act(...args);
        if (done instanceof Promise) done.catch((error) => failed(error, act));
        problem.well(act);
        return done;
      } catch (error) {
        return failed(error, act);
      }
    };
  return { failed, guard };
}

/** Listening, guarded, until the signal aborts. */
function makeListening(guard, signal) {
  const on = (target, type, act, options = {}) => target.addEventListener(type, guard(act), { signal, ...options });
  return {
    on,
    /** To a model of a widget. */
    listen(source, name, act) {
      const guarded = guard(act);
      source.on(name, guarded);
      signal.addEventListener("abort", () => source.off(name, guarded));
    },
    button(text, title, act) {
      const made = html("button", { type: "button", class: "bp-button", title }, text);
      on(made, "click", act);
      return made;
    },
    /** A clock that starts anew whenever it is started. */
    timer() {
      let id = 0;
      const clock = {
        runs: () => id !== 0,
        stop: () => {
          clearTimeout(id);
          id = 0;
        },
        start: (act, ms) => {
          clock.stop();
          id = setTimeout(() => {
            id = 0;
            guard(act)();
          }, ms);
        },
      };
      signal.addEventListener("abort", clock.stop);
      return clock;
    },
  };
}

/** One animation frame for all that asks for one; and who wants to know its element's width. */
function makeFrames(guard, signal) {
  let frame = 0;
  const frames = {
    paint: () => {},
    asked: () => frame !== 0,
    ask() {
      frame ||= requestAnimationFrame(frames.paintNow);
    },
    paintNow() {
      cancelAnimationFrame(frame);
      frame = 0;
      frames.paint();
    },
    /**
     * `place(width, room)` now and for every other width; while the element is hidden the last one stays.
     * `room`: how tall its style says that it may be, as --bp-room: so many px, or "own": as it is; else Infinity.
     */
    sized(element, place, { least = NARROWEST, most = Infinity, padding = 0, first = 720 } = {}) {
      let [width, high] = [0, Infinity];
      const look = guard(() => {
        const room = element.clientWidth ? Math.floor(element.clientWidth) - padding : width || first;
        const now = Math.min(most, Math.max(least, room));
        const said = getComputedStyle(element).getPropertyValue("--bp-room");
        const tall = said === "own" ? element.clientHeight || high : Number(said) || Infinity;
        if (now === width && tall === high) return;
        [width, high] = [now, tall];
        place(width, high);
        frames.ask();
      });
      const observer = new ResizeObserver(look);
      observer.observe(element);
      addEventListener("resize", look, { signal }); // a low window may leave less room for the same width
      signal.addEventListener("abort", () => observer.disconnect());
      look();
      return () => place(width, high);
    },
  };
  signal.addEventListener("abort", () => cancelAnimationFrame(frame));
  return frames;
}

/** What the kernel says went wrong, from a trait of the view; `more` follows it. Returns what says it again. */
function hearProblems({ model, problem, listen, ask }, more = "") {
  const hear = () => {
    const { message, traceback } = model.get("problem");
    problem.show(message, traceback, more);
    ask();
  };
  listen(model, "change:problem", hear);
  hear();
  return hear;
}

/** @param {{model: any, el: HTMLElement, host?: any}} props */
export function makeShell({ model, el, host }) {
  const stop = new AbortController();
  const { signal } = stop;
  const manager = model.widget_manager;
  const problem = makeProblem();
  const said = html("div", { class: "bp-said", role: "status", "aria-live": "polite" });
  const { failed, guard } = makeGuard(el, problem);
  const listening = makeListening(guard, signal);
  const { on, listen } = listening;
  const frames = makeFrames(guard, signal);
  const { ask, asked, paintNow, sized } = frames;
  const kernel = makeKernel({ manager, listen, signal, timer: listening.timer, changed: ask });
  const modelOf = modelsOf(manager, host);
  const set = (trait, value) => {
    if (model.get(trait) === value) return;
    model.set(trait, value);
    model.save_changes();
  };
  const enlarge = () => set("projector", !model.get("projector"));
  const large = listening.button("Large", "everything larger, for a projector", enlarge);
  let palette = model.get("spec").palette.light;

  return {
    ...listening,
    ...{ model, el, signal, manager, problem, said, failed, guard, ask, asked, paintNow, sized, set, large },
    spec: model.get("spec"),
    palette: () => palette,
    kernel: kernel.state,
    hasKernel: kernel.isHere,
    kernelWords: kernel.words,
    awaits: kernel.awaits,
    /** A widget that this view refers to. */
    async widget(ref) {
      const found = await modelOf(ref);
      kernel.watch(found);
      return found;
    },
    slider: (one, least) => showSlider({ model: one, manager, signal, least }),
    menu: (one) => showMenu({ model: one, manager, signal }),
    hearProblems: (more) => hearProblems({ model, problem, listen, ask }, more),
    /** Put the page in its place; from now on `painted` paints a frame. */
    begin(root, painted) {
      frames.paint = guard(painted);
      putOn(el, root, { said, on });
      const theme = guard(() => {
        palette = wearTheme(root, model.get("spec"));
        ask();
      });
      watchTheme(theme, signal);
      theme();
      const size = guard(() => {
        const isLarge = Boolean(model.get("projector"));
        write(root, { "data-projector": isLarge });
        write(large, { "aria-pressed": String(isLarge) });
      });
      listen(model, "change:projector", size);
      size();
    },
    unmount: () => stop.abort(),
  };
}

/** The view's page in its place, with help, and keys that do not leave it unless they are meant to. */
function putOn(el, root, { said, on }) {
  el.classList.add("bp-host");
  root.dir = "ltr"; // English, and mathematics: on a page from right to left, too
  const help = makeHelp(root, on);
  if (said.parentElement === root)
    said.before(help); // where nothing is said is no gap
  else root.append(help);
  el.append(root);
  for (const bar of root.querySelectorAll("[role=toolbar]")) {
    oneStop(bar, { on, stops: () => [...bar.querySelectorAll("button")] });
  }
  keepKeys(root, on);
  on(root, "keydown", (event) => event.key === "Escape" && leave(el));
}

/** Out of the view, to what holds it: JupyterLab's own keys are back, and Tab goes on from there. */
function leave(el) {
  const holder = el.parentElement?.closest("[tabindex]");
  if (holder instanceof HTMLElement) holder.focus({ preventScroll: true });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

export const isUndo = (event) => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";

/** JupyterLab's shortcuts stay off where a plain key is ours, on for the others (Ctrl+S, Shift+Enter). */
function keepKeys(root, on) {
  on(
    window,
    "keydown",
    (event) => {
      if (!(event.target instanceof Element) || !root.contains(event.target)) return;
      const plain = !(event.ctrlKey || event.metaKey) && !(event.shiftKey && event.key === "Enter");
      const off = { "data-lm-suppress-shortcuts": plain || isUndo(event) ? "true" : null };
      // A shortcut for ":focus" looks at the focused element itself, before it looks up to the root.
      for (const at of [root, event.target]) write(at, off);
    },
    { capture: true },
  );
}
