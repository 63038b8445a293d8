// The settings of a run that the page trains: optimizer and batch size, which follow their sliders as
// backprop_lib/live/training_settings.py has it.

import { boundsOf } from "../page/widgets.js";

const DIGITS = 4; // of a number that a slider was dragged to
const OF_OPTIMIZER = { "learning rate": "rate", momentum: "momentum", "weight decay": "weight_decay" };

const brief = (value) => String(Number(value.toPrecision(3)));

/** Whether a logarithmic slider only tells the step of its own that is nearest to the exact value. */
function isRounding(slider, value, exact) {
  const base = slider.get("base");
  if (!base || !exact) return false;
  const [told, is] = [value, exact].map((one) => Math.log(one) / Math.log(base) / slider.get("step"));
  return Math.abs(told - Math.round(is)) < 1e-4 && Math.abs(told - is) < 0.51;
}

/**
 * The sliders by their labels. `moved` hears one, and where it stood before, unless it was set `quietly`.
 * @param {any[]} all @param {(label: string, slider: any, old: number) => void} moved
 */
function makeSliders(all, moved) {
  const named = new Map(all.map((slider) => [slider.get("description"), slider]));
  let isQuiet = false;
  function quietly(act) {
    isQuiet = true;
    act();
    isQuiet = false;
  }
  const listeners = [...named].map(([label, slider]) => {
    let last = slider.get("value");
    const hear = () => {
      if (isQuiet) return;
      moved(label, slider, last);
      last = slider.get("value");
    };
    return { slider, hear };
  });
  return {
    named,
    quietly,
    values: () => Object.fromEntries(all.map((slider) => [slider.get("description"), slider.get("value")])),
    /** Hear the sliders, while a view shows them. */
    listen() {
      for (const { slider, hear } of listeners) slider.on("change:value", hear);
    },
    rest() {
      for (const { slider, hear } of listeners) slider.off("change:value", hear);
    },
    pace: (value) => named.get("speed").set("value", value),
    speed: () => named.get("speed").get("value"),
    /** From where to where each slider goes, by its label. */
    ranges: () => Object.fromEntries([...named].map(([label, slider]) => [label, boundsOf(slider)])),
  };
}

/** What a run with these settings is called: its learning rate, and what is unusual. */
function labelOf(optimizer, rates) {
  const ends = rates.length < 3 ? rates : [rates[0], rates.at(-1)];
  const words = ends.map(brief).join(" → ");
  if (optimizer.kind !== "SGD") return `${optimizer.kind}, learning rate ${words}`;
  return `learning rate ${words}${optimizer.momentum ? `, momentum ${optimizer.momentum}` : ""}`;
}

/** What the value of a slider, by its label, does to the settings; it returns "", or why that cannot be. */
function makeAct(settings, { refuses, sped }) {
  const { optimizer } = settings;
  return (label, value) => {
    if (label === "batch size") {
      const size = value >= settings.rows ? null : value;
      const why = refuses(size);
      if (!why) settings.batch = size;
      return why;
    }
    if (label === "speed") sped(value);
    const name = OF_OPTIMIZER[label];
    if (name) optimizer[name] = value;
    if (name === "rate" && value !== settings.rates.at(-1)) {
      settings.rates = settings.taken ? [...settings.rates, value] : [value];
    }
    return "";
  };
}

/**
 * @param {{sliders: any[], recipe: any, rows: number, number: number,
 *   refuses: (batch: number | null) => string, refuse: (said: object) => void, heard: (values: object) => void,
 *   sped: (value: number) => void}} options
 *   `refuses`: why a batch size cannot be, or ""; `sped`: the speed is that of all on the clock
 */
export function makeSettings({ sliders: all, recipe, rows, number, refuses, refuse, heard, sped }) {
  const { learning_rate: rate, schedule, ...rest } = recipe.optimizer;
  const optimizer = { ...rest, rate };
  const sliders = makeSliders(all, moved);
  const { named, quietly, listen, rest: deafen, pace, speed, ranges } = sliders;
  const settings = {
    ...{ optimizer, listen, rest: deafen, pace, speed, ranges },
    ...{ rows, taken: number }, // of the data; steps of the run
    /** @type {number | null} */
    batch: null,
    rates: [rate],
    /** Other rows. @param {number} ofRun how many @param {number|null} size of a batch, null for all rows */
    begin(ofRun, size) {
      settings.rows = ofRun;
      settings.batch = size;
      const slider = named.get("batch size");
      quietly(() => {
        slider.set("max", Math.max(slider.get("max"), ofRun));
        slider.set("value", size ?? ofRun);
        slider.set("max", ofRun);
      });
      tell();
    },
    /** A new run with the same settings. */
    anew() {
      settings.taken = 0;
      settings.rates = [optimizer.rate];
    },
    /** Other values, by label: those of a link, exact. */
    put(values) {
      quietly(() => {
        for (const [label, value] of Object.entries(values)) {
          named.get(label).set("value", value);
          if (OF_OPTIMIZER[label]) optimizer[OF_OPTIMIZER[label]] = value;
        }
      });
      settings.rates = [optimizer.rate];
      tell();
    },
    took(steps) {
      settings.taken = steps;
    },
    label: () => labelOf(optimizer, settings.rates),
  };
  const act = makeAct(settings, { refuses, sped });
  const tell = () => heard(sliders.values());
  function moved(label, slider, old) {
    const value = slider.get("value");
    if (label === "learning rate" && isRounding(slider, value, optimizer.rate)) return;
    const why = act(label, slider.get("base") ? Number(value.toPrecision(DIGITS)) : value);
    refuse(why ? { name: label, message: why } : {});
    if (why) quietly(() => slider.set("value", old));
    tell();
  }
  for (const [label, slider] of named) {
    const value = slider.get("value");
    if (label === "speed") continue;
    if (label === "learning rate" && (schedule || isRounding(slider, value, optimizer.rate))) continue;
    act(label, value);
  }
  settings.rates = [optimizer.rate];
  tell();
  return settings;
}
