// Each message to the kernel makes JupyterLab itself work (its busy sign, status bar and favicon):
// more than the view needs to compute and paint. So a moved slider paints first and tells then.

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
  let waits = null; // the arguments of the newest call
  let timer = 0;

  function tell() {
    timer = waits ? setTimeout(tell, REST) : 0;
    if (waits) save.apply(model, waits);
    waits = null;
  }
  model.save_changes = (...args) => {
    waits = args;
    timer ||= setTimeout(tell, SOON);
  };
  model.set_state = (state) => {
    // ipywidgets itself guards only what it was told to save.
    const unsent = (waits && model._buffered_state_diff) || {};
    hear.call(model, Object.fromEntries(Object.entries(state).filter(([name]) => !(name in unsent))));
  };
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    delete model.save_changes;
    delete model.set_state;
    if (waits) model.save_changes(...waits);
  });
}
