// Who is asked to train: the kernel where one answers, else this page. The view asks the same of both.

import { grouped } from "../core/numbers.js";
import { trainerOf } from "./trainer.js";

const HERE = "this page trains";
const ALONE = `${HERE}: no kernel`;
const SCHEDULE = "; the schedule of its learning rate is in the notebook";
const FRESH = { SGD: "momentum started from rest", Adam: "m and v started from 0", AdamW: "m and v started from 0" };
const TOO_LARGE = "the data of this run are not on this page: it trains in the notebook";

/** What the optimizer does not remember of a run that began elsewhere: a page gets no more than its numbers. */
const forgotten = ({ kind, momentum, since }) =>
  since && (momentum || kind !== "SGD") ? `; ${FRESH[kind]} at step ${grouped(since)}` : "";

/**
 * @param {import("../page/shell.js").Shell} shell
 * @param {{id: string, sliders: any[], known: () => {moment, curve}}} options of the view: its `id`, and
 *   what is `known` of the run
 */
export async function makeSeat(shell, { id, sliders, known }) {
  const { model } = shell;
  const clockKey = await shell.widget(model.get("_clock_key"));
  let trainer = null; // in the page, while no kernel answers
  const whole = () => model.get("spec").whole;
  const seat = {
    heard: (content, buffers) => {},
    trains: () => shell.hasKernel() || trainer !== null,
    /** Whether a kernel has gone, or come: who trains now? */
    look() {
      if (shell.hasKernel()) {
        trainer?.send({ left: id });
        trainer = null;
      } else if (!trainer && whole()) {
        trainer = trainerOf({ model, sliders, clockKey, known: () => ({ spec: model.get("spec"), ...known() }) });
        trainer.join(id, (...frame) => seat.heard(...frame));
      }
    },
    send(content) {
      if (!shell.hasKernel()) return trainer?.send(content);
      if (content.do) shell.awaits("an answer", true);
      model.send(content);
    },
    /** Who trains, and what is to be said of the kernel. */
    said() {
      if (shell.hasKernel()) return { who: "the kernel trains", words: shell.kernelWords() };
      if (!whole()) return { who: "", words: shell.kernelWords(TOO_LARGE) };
      const gone = shell.kernelWords("");
      const rate = model.get("recipe").optimizer.schedule ? SCHEDULE : "";
      const memory = trainer ? forgotten(trainer.memory()) : "";
      return { who: `${gone ? `${HERE}; ${gone}` : ALONE}${rate}${memory}`, words: "" };
    },
  };
  return seat;
}
