// The run that is on screen.

import { numbersOf } from "../core/training_frame.js";
import { makeStage } from "./training_stage.js";

/** Its picture, made anew for each. */
export function makeRunPicture({ shell, root, holders, seat, ask }) {
  const { model } = shell;
  let stop = new AbortController();
  shell.signal.addEventListener("abort", () => stop.abort());
  const run = {
    spec: model.get("spec"),
    stage: null,
    /** Other rows, the same network. */
    data() {
      if (run.spec === model.get("spec")) return;
      run.spec = model.get("spec");
      run.stage.data(run.spec);
      ask();
    },
    build() {
      stop.abort();
      stop = new AbortController();
      const { signal } = stop;
      run.spec = model.get("spec");
      run.stage = makeStage({
        ...{ spec: run.spec, root, send: seat.send, ask, signal },
        first: numbersOf(model.get("snapshot").numbers, Float64Array),
        on: (target, type, act, options) => shell.on(target, type, act, { signal, ...options }),
        chooseSample: (s) => shell.set("sample", s),
        canMove: seat.trains,
      });
      holders.graph.replaceChildren(run.stage.element);
      holders.answers.replaceChildren(run.stage.answers.element);
      holders.norms.replaceChildren(run.stage.bars.element);
    },
  };
  run.build();
  return run;
}
