import { html } from "./dom.js";
import { makeNumberBox } from "./number_box.js";

/** The seed of what is drawn next, `first` to begin with. @param {{label: string, first?: any, on, optional?: boolean}} options */
export function makeSeed({ label, first = null, on, optional = false }) {
  const seed = { value: first };
  const box = makeNumberBox({
    ...{ label, name: "bp-seed", on, whole: true, optional, range: () => [0, 2 ** 53] },
    value: () => seed.value,
    act: (value) => {
      seed.value = value;
    },
  });
  const elements = [html("label", { class: "bp-seed-label" }, "seed ", box.element), box.note];
  return Object.assign(seed, { box, elements });
}
