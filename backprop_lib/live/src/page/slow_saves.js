// Each message to the kernel makes JupyterLab itself work, and where it shows a busy kernel at each (its
// own sign, status bar, favicon), more than the view needs to compute and paint. So a moved slider paints
// first and tells then.

import { makeSeldom } from "./seldom.js";

const SOON = 20; // ms: after the frame that answers the hand
const REST = 45; // ms between two messages of one slider: with the way there, 100 at most

/**
 * ipywidgets waits for the kernel's answer before it tells more, and in a page that paints all the time an
 * answer is heard late. So one message more may be on its way; not past what waits already, as it is older.
 */
function save(model, saves, args) {
  const early = model._pending_msgs === 1 && !model._msg_buffer;
  if (early) model._pending_msgs = 0;
  saves.apply(model, args);
  if (early) model._pending_msgs += 1;
}

/**
 * From now on `model.save_changes()` tells the kernel a little later and not more often than every
 * REST ms: what is newest then. Nothing is lost, as a model keeps what it has not yet sent; and
 * what the kernel says of it meanwhile is older, so no echo takes a value out of the hand.
 */
export function calm(model, signal) {
  if (Object.hasOwn(model, "save_changes")) return; // another view of it does so already
  const { save_changes: saves, set_state: hear } = model;
  const seldom = makeSeldom((args) => save(model, saves, args), REST, SOON);
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
