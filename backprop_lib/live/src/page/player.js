// Play, pause, step, step back, speed, around a plain ipywidgets slider that holds the position.

import { html, write } from "./dom.js";

const SPEEDS = [["½×", 0.5], ["1×", 1], ["2×", 2], ["4×", 4]]; // steps a second

/**
 * @param view what `mount` returned
 * @param {{what: string, name: (n: number) => string, speeds?: [string, number][]}} options `what`
 *   a position is ("step"), what it is called where one hears it, and positions a second
 * @returns {Promise<{element, at: () => number, go(n), playing: () => boolean, paint(text)}>}
 */
export async function makePlayer({ model, listen, button, ask, signal }, { what, name, speeds = SPEEDS }) {
  const manager = model.widget_manager;
  const slider = await manager.get_model(model.get("slider").replace("IPY_MODEL_", ""));
  const shown = await manager.create_view(slider);
  shown.trigger("displayed");
  signal.addEventListener("abort", () => { pause(); shown.remove(); });
  const handle = shown.el.querySelector(".noUi-handle");
  let timer = 0;
  let speed = speeds[1][1];
  let byHand = true; // the last change of the position was not by playing

  const last = () => slider.get("max");
  const at = () => Math.min(slider.get("value"), last());
  function go(n) {
    const to = Math.min(last(), Math.max(0, n));
    if (to === slider.get("value")) return;
    slider.set("value", to);
    slider.save_changes();
  }
  function pause() {
    clearTimeout(timer);
    timer = 0;
  }
  function next() {
    byHand = false;
    go(at() + 1);
    byHand = true;
    timer = at() < last() ? setTimeout(next, 1000 / speed) : 0;
    ask();
  }
  function toggle() {
    if (timer) pause();
    else {
      if (at() === last()) go(0);
      timer = setTimeout(next, 600 / speed);
    }
    ask();
  }
  const move = (by) => () => { pause(); go(at() + by); ask(); };
  const back = button("◀ Back", `one ${what} back`, move(-1));
  const play = button("▶ Play", "play and pause", toggle);
  const step = button("Step ▶", `one ${what} on`, move(1));
  play.classList.add("bp-play");
  const choice = html("select", { class: "bp-box bp-speed", "aria-label": "speed" },
    ...speeds.map(([text, value]) => html("option", { value }, text)));
  choice.value = String(speed);
  choice.addEventListener("change", () => { speed = Number(choice.value); }, { signal });
  choice.addEventListener("keydown", (event) => event.stopPropagation(), { signal });
  const label = html("span", { class: "bp-position" });
  const element = html("div", { class: "bp-player", role: "group", "aria-label": `${what} by ${what}` },
    back, play, step, choice, shown.el, label);
  // Keys and hands on the slider stop the playing: they say where to be.
  for (const type of ["pointerdown", "keydown"]) {
    shown.el.addEventListener(type, () => { pause(); ask(); }, { signal, capture: true });
  }
  listen(slider, "change:value", ask);
  listen(slider, "change:max", ask);
  write(handle, { "aria-label": what });

  return {
    element, slider, at, go, last,
    quiet: () => timer !== 0 || !byHand,
    paint(text) {
      write(label, { text });
      write(handle, { "aria-valuetext": name(at()) });
      write(back, { disabled: at() === 0 });
      write(step, { disabled: at() === last() });
      write(play, { text: timer ? "❚❚ Pause" : "▶ Play" });
    },
  };
}
