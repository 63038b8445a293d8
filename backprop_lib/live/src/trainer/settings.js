// The settings of a run that the page trains: optimizer and batch size, which follow their sliders as
// backprop_lib/live/training_settings.py has it.

const DIGITS = 4; // of a number that a slider was dragged to
const OF_OPTIMIZER = { "learning rate": "rate", momentum: "momentum", "weight decay": "weight_decay" };

const brief = (value) => String(Number(value.toPrecision(3)));

/** Whether a logarithmic slider only tells its own rounding of what it was given. */
function isRounding(slider, value, exact) {
  const base = slider.get("base");
  return Boolean(base && exact) && Math.abs(Math.log(value / exact)) < 0.499 * slider.get("step") * Math.log(base);
}

/**
 * @param {{sliders: any[], recipe: any, rows: number, number: number,
 *   refuses: (batch: number | null) => string, refuse: (said: object) => void, heard: (values: object) => void,
 *   sped: (value: number) => void}} options
 *   `refuses`: why a batch size cannot be, or ""; `sped`: the speed is that of all on the clock
 */
export function makeSettings({ sliders, recipe, rows, number, refuses, refuse, heard, sped }) {
  const { learning_rate: rate, schedule, ...rest } = recipe.optimizer;
  const optimizer = { ...rest, rate };
  const named = new Map(sliders.map((slider) => [slider.get("description"), slider]));
  let following = false;
  let taken = number; // steps of the run
  const settings = {
    optimizer,
    /** @type {number | null} */
    batch: null,
    rates: [rate],
    speed: () => named.get("speed").get("value"),
    /** Other rows. @param {number} ofRun how many @param {number|null} size of a batch, null for all rows */
    begin(ofRun, size) {
      rows = ofRun;
      settings.batch = size;
      const slider = named.get("batch size");
      following = true;
      slider.set("max", Math.max(slider.get("max"), rows));
      slider.set("value", size ?? rows);
      slider.set("max", rows);
      following = false;
      tell();
    },
    /** Hear the sliders, while a view shows them. */
    listen() {
      for (const { slider, hear } of listeners) slider.on("change:value", hear);
    },
    rest() {
      for (const { slider, hear } of listeners) slider.off("change:value", hear);
    },
    pace: (value) => named.get("speed").set("value", value),
    /** A new run with the same settings. */
    anew() {
      taken = 0;
      settings.rates = [optimizer.rate];
    },
    /** From where to where each slider goes, by its label. */
    ranges: () =>
      Object.fromEntries(
        [...named].map(([label, slider]) => {
          const base = slider.get("base");
          return [label, ["min", "max"].map((end) => (base ? base ** slider.get(end) : slider.get(end)))];
        }),
      ),
    /** Other values, by label: those of a link, exact. */
    put(values) {
      following = true;
      for (const [label, value] of Object.entries(values)) {
        named.get(label).set("value", value);
        if (OF_OPTIMIZER[label]) optimizer[OF_OPTIMIZER[label]] = value;
      }
      following = false;
      settings.rates = [optimizer.rate];
      tell();
    },
    took(steps) {
      taken = steps;
    },
    /** What a run with these settings is called: its learning rate, and what is unusual. */
    label() {
      const { rates } = settings;
      const ends = rates.length < 3 ? rates : [rates[0], rates.at(-1)];
      const words = ends.map(brief).join(" → ");
      if (optimizer.kind !== "SGD") return `${optimizer.kind}, learning rate ${words}`;
      return `learning rate ${words}${optimizer.momentum ? `, momentum ${optimizer.momentum}` : ""}`;
    },
  };
  function tell() {
    heard(Object.fromEntries(sliders.map((slider) => [slider.get("description"), slider.get("value")])));
  }
  function act(label, value) {
    if (label === "batch size") {
      const size = value >= rows ? null : value;
      const why = refuses(size);
      if (!why) settings.batch = size;
      return why;
    }
    if (label === "speed") sped(value);
    const name = OF_OPTIMIZER[label];
    if (name) optimizer[name] = value;
    if (name === "rate" && value !== settings.rates.at(-1)) {
      settings.rates = taken ? [...settings.rates, value] : [value];
    }
    return "";
  }
  function moved(slider, old) {
    if (following) return old;
    const label = slider.get("description");
    const value = slider.get("value");
    if (label === "learning rate" && isRounding(slider, value, optimizer.rate)) return value;
    const why = act(label, slider.get("base") ? Number(value.toPrecision(DIGITS)) : value);
    refuse(why ? { name: label, message: why } : {});
    if (why) {
      following = true;
      slider.set("value", old);
      following = false;
    }
    tell();
    return slider.get("value");
  }
  const listeners = [...named.values()].map((slider) => {
    let last = slider.get("value");
    const hear = () => {
      last = moved(slider, last);
    };
    return { slider, hear };
  });
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
