// Who answers a view: a kernel, one that is busy or gone or has not run the cell yet, or nobody ever.

const RUN = "run the cells above, from the top, then this one";
const WORDS = {
  here: "",
  busy: "kernel is busy: it answers when the cell that runs has ended",
  gone: `no kernel: ${RUN}`,
  waits: `no kernel: ${RUN}`,
  none: "no kernel on this page: open it in JupyterLab",
};
const LONG = 700; // ms without an answer: it is busy

/**
 * @param {{manager: any, listen, timer, changed: () => void}} options `changed`: it went, came, or has
 *   not answered for long
 */
export function makeKernel({ manager, listen, timer, changed }) {
  const asked = new Set(); // what it has been asked and has not answered
  const long = timer();
  let busy = false;
  let witness = null; // a model whose comm lives as long as the kernel that made it
  let wasHere = false;

  /** @returns {"here" | "busy" | "gone" | "waits" | "none"} "waits": in a notebook opened again */
  function state() {
    if (witness?.comm_live) {
      wasHere = true;
      return busy ? "busy" : "here";
    }
    if (!manager || manager.kernel === undefined) return "none";
    return wasHere ? "gone" : "waits";
  }
  return {
    state,
    isHere: () => Boolean(witness?.comm_live),
    /** "", or why no kernel answers; `alone`: on a page that never had one, where it needs none. */
    words: (alone = WORDS.none) => ({ ...WORDS, none: alone })[state()],
    /** It has been asked for `what`, or has answered that; said as often as you like. */
    awaits(what, isOpen) {
      if (isOpen) asked.add(what);
      else asked.delete(what);
      if (!asked.size) {
        long.stop();
        if (busy) changed();
        busy = false;
      } else if (!busy && !long.runs()) {
        long.start(() => {
          busy = true;
          changed();
        }, LONG);
      }
    },
    /** The first widget that a view refers to is the witness. */
    watch(model) {
      if (witness) return;
      witness = model;
      wasHere = Boolean(model.comm_live);
      listen(model, "comm_live_update", changed);
    },
  };
}
