// Each message to the kernel makes JupyterLab itself work, and where it shows a busy kernel at each (its
// own sign, status bar, favicon), more than the view needs to compute and paint. So a moved slider paints
// first and tells then.

import { makeSeldom } from "./seldom.js";

const SOON = 20; // ms: after the frame that answers the hand
const REST = 75; // ms between two messages of one slider: with the way there, 100 at most

/**
 * From now on `model.save_changes()` tells the kernel a little later and not more often than every
 * REST ms: what is newest then. Nothing is lost, as a model keeps what it has not yet sent; and
 * what the kernel says of it meanwhile is older, so no echo takes a value out of the hand.
 */
export function calm(model, signal) {
  if (Object.hasOwn(model, "save_changes")) return; // another view of it does so already
  const { save_changes: save, set_state: hear } = model;
  const seldom = makeSeldom((args) => save.apply(model, args), REST, SOON);
  model.save_changes = (...args) => seldom.tell(args);
  model.set_state = (state) => {
    // ipywidgets itself guards only what it was told to save.
    const unsent = (seldom.waits() && model._buffered_state_diff) || {};
    hear.call(model, Object.fromEntries(Object.entries(state).filter(([name]) => !(name in unsent))));
  };
  signal.addEventListener("abort", () => {
    seldom.stop();
    delete model.save_changes;
    delete model.set_state;
    if (seldom.waits()) model.save_changes(...seldom.waits());
  });
}
