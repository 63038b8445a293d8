// Who answers a view: a kernel, one that is busy or gone or has not run the cell yet, or nobody ever.

const RUN = "run the cells above, from the top, then this one";
const WORDS = {
  here: "",
  busy: "kernel is busy: it answers when the cell that runs has ended",
  deaf: "the kernel's answers do not arrive here: run the cell that makes this view again",
  gone: `not in the kernel: ${RUN}`,
  waits: `not in the kernel: ${RUN}`,
  none: "no kernel on this page: open it in JupyterLab",
};
const LONG = 700; // ms without an answer: it is busy
// Unless it says itself that it is idle. A page that loads a view too slowly does not hear its
// kernel: anywidget gives it two seconds, and drops all that is told to a model that took longer.
const LOOK = 1_500; // ms between two looks
const LOOKS = 2; // that find it idle, in a row

/**
 * A function: whether the kernel is idle, by its own last word. JupyterLab's may leave out what views ask
 * (tools/jupyter); it stands where no word of the kernel's was heard.
 */
function makeEar(manager, signal) {
  let [ear, said] = [null, ""];
  const hear = (_, { header, content }) => {
    if (header.msg_type === "status") said = content.execution_state;
  };
  signal.addEventListener("abort", () => ear?.iopubMessage.disconnect(hear));
  return () => {
    const kernel = manager?.kernel;
    if (kernel !== ear && kernel?.iopubMessage) {
      ear?.iopubMessage.disconnect(hear);
      [ear, said] = [kernel, ""];
      kernel.iopubMessage.connect(hear);
    }
    return (said || kernel?.status) === "idle";
  };
}

/**
 * @param {{manager: any, listen, timer, signal: AbortSignal, changed: () => void}} options `changed`: it
 *   went, came, or has not answered for long
 */
export function makeKernel({ manager, listen, timer, signal, changed }) {
  const asked = new Set(); // what it has been asked and has not answered
  const isIdle = makeEar(manager, signal);
  const long = timer();
  let busy = false;
  let idle = 0; // looks that found it idle while it owed an answer
  let witness = null; // a model whose comm lives as long as the kernel that made it
  let wasHere = false;

  const isDeaf = () => idle >= LOOKS;

  function lookAgain() {
    long.start(() => {
      const was = isDeaf();
      idle = isIdle() ? idle + 1 : 0;
      if (isDeaf() !== was) changed();
      lookAgain();
    }, LOOK);
  }

  /** @returns {"here" | "busy" | "deaf" | "gone" | "waits" | "none"} "waits": in a notebook opened again */
  function state() {
    if (witness?.comm_live) {
      wasHere = true;
      if (busy) return isDeaf() ? "deaf" : "busy";
      return "here";
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
        idle = 0;
      } else if (!busy && !long.runs()) {
        long.start(() => {
          busy = true;
          changed();
          lookAgain();
        }, LONG);
      }
    },
    /** The first widget that a view refers to is the witness. */
    watch(model) {
      if (witness) return;
      witness = model;
      isIdle(); // from now on it is heard
      wasHere = Boolean(model.comm_live);
      listen(model, "comm_live_update", changed);
    },
  };
}
