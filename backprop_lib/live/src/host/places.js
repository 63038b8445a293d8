// Of views whose network is not in their link: the place in a recorded run, the settings of a deep network.
// What comes in was written by anybody: all of it is checked before the view sees any.

const OF_DATA = ["has_own", "features", "classes"]; // of a laboratory's spec
const CHOICES = { activation: "activations", init: "inits", normalization: "normalizations" };
const isWhole = (value, below = Infinity) => Number.isSafeInteger(value) && value >= 0 && value < below;

function must(holds, what) {
  if (!holds) throw new Error(`it does not fit this view: ${what}`);
}

const scrubber = {
  take(model, widget) {
    const { sizes, steps } = model.get("spec");
    const at = widget(model.get("slider")).get("value");
    return { sizes, run: { at, step: steps[at], neuron: model.get("neuron"), sample: model.get("sample") } };
  },
  put(model, widget, { sizes, run }) {
    const spec = model.get("spec");
    must(run && JSON.stringify(sizes) === JSON.stringify(spec.sizes), "it is of another run");
    const { at, step, neuron, sample } = run;
    must(isWhole(at, spec.steps.length) && spec.steps[at] === step, "that run has other records");
    must(isWhole(sample, spec.samples), "its sample");
    const [, l, j] = /^a\[(\d+)\]\[(\d+)\]$/.exec(neuron) ?? [];
    must(typeof neuron === "string", "its neuron"); // a list of one would read as its entry
    must(neuron === "" || (Number(l) > 0 && Number(j) < sizes[l]), "its neuron");
    widget(model.get("slider")).set("value", at);
    model.set({ neuron, sample });
  },
};

const depthLab = {
  take(model, widget) {
    const spec = model.get("spec");
    const settings = {};
    spec.sliders.forEach((name, n) => {
      settings[name] = widget(model.get("_sliders")[n]).get("value");
    });
    for (const name of [...Object.keys(CHOICES), "residual", "seed"]) settings[name] = model.get(name);
    return { depth_lab: settings, ...Object.fromEntries(OF_DATA.map((name) => [name, spec[name]])) };
  },
  put(model, widget, { depth_lab: told, ...data }) {
    const spec = model.get("spec");
    must(told && OF_DATA.every((name) => data[name] === spec[name]), "it has other data");
    const sliders = spec.sliders.map((name, n) => [widget(model.get("_sliders")[n]), told[name], name]);
    for (const [slider, value, name] of sliders) {
      const base = slider.get("base");
      const [low, high] = ["min", "max"].map((end) => (base ? base ** slider.get(end) : slider.get(end)));
      const isOne = base ? Number.isFinite(value) : Number.isInteger(value);
      must(isOne && low <= value && value <= high, `its ${name}`);
    }
    for (const [name, all] of Object.entries(CHOICES)) must(spec[all].includes(told[name]), `its ${name}`);
    must(typeof told.residual === "boolean" && isWhole(told.seed), "its seed or skips");
    for (const [slider, value] of sliders) slider.set("value", value);
    const { activation, init, normalization, residual, seed } = told;
    model.set({ activation, init, normalization, residual, seed });
  },
};

/** By a view's name: its header, and how one is put into it. It throws a sentence, and then nothing has changed. */
export const PLACES = { scrubber, depth_lab: depthLab };
