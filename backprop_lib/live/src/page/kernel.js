// Who answers a view: a kernel, one that is gone, one that has not run the cell yet, or nobody ever.

const WORDS = {
  here: "",
  gone: "no kernel: run the cells again, from the top",
  waits: "no kernel: run this cell",
  none: "no kernel on this page: open it in JupyterLab",
};

/** @param {{manager: any, listen, changed: () => void}} options `changed`: it went, or came */
export function makeKernel({ manager, listen, changed }) {
  let witness = null; // a model whose comm lives as long as the kernel that made it
  let wasHere = false;

  /** @returns {"here" | "gone" | "waits" | "none"} "waits": in a notebook that was opened again */
  function state() {
    if (witness?.comm_live) {
      wasHere = true;
      return "here";
    }
    if (!manager || manager.kernel === undefined) return "none";
    return wasHere ? "gone" : "waits";
  }
  return {
    state,
    /** "", or why no kernel answers; `alone`: on a page that never had one, where it needs none. */
    words: (alone = WORDS.none) => ({ ...WORDS, none: alone })[state()],
    /** The first widget that a view refers to is the witness. */
    watch(model) {
      if (witness) return;
      witness = model;
      wasHere = Boolean(model.comm_live);
      listen(model, "comm_live_update", changed);
    },
  };
}
