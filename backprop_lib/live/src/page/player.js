// Play, pause, step, step back, speed, around a plain ipywidgets slider that holds the position.

import { html, write } from "./dom.js";

/** @type {[string, number][]} steps a second */
const SPEEDS = [
  ["½×", 0.5],
  ["1×", 1],
  ["2×", 2],
  ["4×", 4],
];

/** The position: a model's `value` from 0 to its `max`. */
function makePosition(slider) {
  const position = {
    last: () => slider.get("max"),
    at: () => Math.min(slider.get("value"), position.last()),
    go(n) {
      const to = Math.min(position.last(), Math.max(0, n));
      if (to === slider.get("value")) return;
      slider.set("value", to);
      slider.save_changes();
    },
  };
  return position;
}

/** What moves the position on by itself, and stops when a hand moves it. */
function makePlaying({ at, last, go }, { timer, ask, speed }) {
  let byHand = true; // the last change of the position was not by playing
  function next() {
    byHand = false;
    go(at() + 1);
    byHand = true;
    if (at() < last()) timer.start(next, 1000 / speed());
    ask();
  }
  return {
    quiet: () => timer.runs() || !byHand,
    stop() {
      timer.stop();
      ask();
    },
    toggle() {
      if (timer.runs()) timer.stop();
      else {
        if (at() === last()) go(0);
        timer.start(next, 600 / speed());
      }
      ask();
    },
    move: (by) => () => {
      timer.stop();
      go(at() + by);
      ask();
    },
  };
}

/** The menu of speeds. @param {[string, number][]} speeds */
function makeSpeed(speeds, on) {
  let speed = speeds[1][1];
  const element = html(
    "select",
    { class: "bp-box bp-speed", "aria-label": "speed" },
    ...speeds.map(([text, value]) => html("option", { value }, text)),
  );
  element.value = String(speed);
  on(element, "change", () => {
    speed = Number(element.value);
  });
  on(element, "keydown", (event) => event.key !== "Escape" && event.stopPropagation());
  return { element, now: () => speed };
}

/**
 * @param {import("./shell.js").Shell} shell
 * @param {{what: string, name: (n: number) => string, speeds?: [string, number][]}} options `what`
 *   a position is ("step"), what it is called where one hears it, and positions a second
 */
export async function makePlayer(shell, { what, name, speeds = SPEEDS }) {
  const { ask, button, listen, on } = shell;
  const slider = await shell.widget(shell.model.get("slider"));
  const { element: shown, handle } = await shell.slider(slider);
  const timer = shell.timer();
  const speed = makeSpeed(speeds, on);
  const position = makePosition(slider);
  const { at, go, last } = position;
  const { quiet, stop, toggle, move } = makePlaying(position, { timer, ask, speed: speed.now });
  const back = button("◀ Back", `one ${what} back`, move(-1));
  const play = button("▶ Play", "play and pause", toggle);
  const step = button("Step ▶", `one ${what} on`, move(1));
  play.classList.add("bp-play");
  const label = html("span", { class: "bp-position" });
  const element = html(
    "div",
    { class: "bp-player", role: "group", "aria-label": `${what} by ${what}` },
    ...[back, play, step, speed.element, shown, label],
  );
  // Keys and hands on the slider stop the playing: they say where to be.
  for (const type of ["pointerdown", "keydown"]) on(shown, type, stop, { capture: true });
  listen(slider, "change:value", ask);
  listen(slider, "change:max", ask);
  write(handle, { "aria-label": what });

  return {
    element,
    slider,
    at,
    go,
    last,
    quiet,
    paint(text) {
      write(label, { text });
      write(handle, { "aria-valuetext": name(at()) });
      write(back, { disabled: at() === 0 });
      write(step, { disabled: at() === last() });
      write(play, { text: timer.runs() ? "❚❚ Pause" : "▶ Play" });
    },
  };
}
