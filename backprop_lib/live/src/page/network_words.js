// What a network's page says: who agrees, what an edge or a neuron is, what a move has changed.

import { format, nameOf, whose } from "../core/numbers.js";

/** Whether the kernel has computed this very situation; undefined: it has not said yet. */
export function isConfirmed([k, moved, loss], truth, value, dtype) {
  if (loss === undefined || (k >= 0 && value(k) !== moved)) return undefined;
  const close = dtype === "float32" ? 1e-5 : 1e-9; // the page computes with 64 bits, always
  return Math.abs(loss - truth.loss) <= close * (1 + Math.abs(loss));
}

const AGREES = "The kernel has the same numbers, and the same loss; your next cell can read them.";

/**
 * Who has computed what is painted, as attributes of the status.
 * @param {any} record
 * @param {Set<string>} differs
 * @param {{spec, confirmed: boolean | undefined, words: string, failed: boolean, isRight: boolean}} how
 *   `words`: of a kernel that does not answer; `failed`: the learner's own function has; `isRight`: a
 *   laboratory without a mistake
 */
export function kernelStatus(record, differs, { spec, confirmed, words, failed, isRight }) {
  const told = (text, state, title = null) => ({ text, "data-state": state, title });
  const right = `what you see are the right numbers, not ${whose(spec)}'s`;
  if (words) return told(spec.own && !record.own && !isRight ? `${words}; ${right}` : words, "wait");
  if (spec.laboratory) {
    if (!record.own && !isRight) return told("no numbers: it stops with an error", "differs");
    return differs.size
      ? told(`${differs.size} numbers of this sample differ (≠)`, "differs")
      : told("all numbers of this sample agree", "agrees");
  }
  if (spec.own) {
    if (!record.own && failed) return told(`${whose(spec)} stops with an error: ${right}`, "differs");
    if (!record.own) return told(`${whose(spec)} has not answered yet`, "wait");
    return differs.size
      ? told(`${whose(spec)} differs in ${differs.size} numbers (≠)`, "differs")
      : told(`${whose(spec)} agrees`, "agrees");
  }
  if (confirmed === undefined) return { "data-state": "wait" };
  return confirmed ? told("kernel agrees", "agrees", AGREES) : told("kernel follows …", "wait");
}

/** An edge or a neuron of the picture, as attributes for a screen reader. */
export function itemSaid({ l, i, j, k, weight }, record, { all, deltas, value, range }) {
  let label;
  if (weight) {
    label = `weight ${nameOf(all[k])}${deltas ? `, slope dW ${format(record.dW[l][i][j])}` : ""}`;
  } else if (l === undefined) label = `loss ${format(record.loss)}, target`;
  else if (l === 0) label = `input ${nameOf(all[k])}`;
  else {
    const delta = deltas ? `, delta ${format(record.delta[l][0][j])}` : "";
    label = `neuron a[${l}][${j}], activation ${format(record.a[l][0][j])}${delta}, bias`;
  }
  return {
    "aria-label": label,
    "aria-valuenow": value,
    "aria-valuetext": format(value),
    "aria-valuemin": range[0],
    "aria-valuemax": range[1],
  };
}

/** From one number to another, with as many digits as tell them apart. */
function told(was, now) {
  const digits = [3, 4, 5, 6, 9].find((some) => format(was, some) !== format(now, some)) ?? 3;
  return `${format(was, digits)} → ${format(now, digits)}`;
}

/** One sentence or three: what was moved, the loss, and what changed most. */
export function changeSaid(name, old, now, before, record) {
  let most = null;
  record.a.slice(1).forEach((layer, n) => {
    layer[0].forEach((a, j) => {
      const was = before.a[n + 1][0][j];
      const by = Math.abs(a - was);
      if (by > (most?.by ?? 0)) most = { name: `a[${n + 1}][${j}]`, by, was, a };
    });
  });
  return (
    `${name} ${told(old, now)}. Loss ${told(before.loss, record.loss)}.` +
    (most ? ` Changed most: ${most.name} ${told(most.was, most.a)}.` : "")
  );
}
