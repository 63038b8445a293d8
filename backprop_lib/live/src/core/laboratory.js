// What a bug laboratory finds out about a mistake, where no kernel does: its numbers, the check of
// them by finite differences, and what XOR makes of it (backprop_lib/check/backward_pass/xor_trial.py).

import { mistaken, mistakenStep, problemOf } from "./mistakes.js";
import { nameOf } from "./numbers.js";
import { forward, meanLoss } from "./pass.js";

const EPSILON = 1e-5;
const RIGHT_SO_FAR = 1e-6; // of a slope and its finite difference: nearer than that they agree
const REACHED = 0.1; // of the first loss: all four corners are answered right

/** What a mistake computes, or why nothing. @returns {{own: any, message: string}} */
export function numbersOf(name, network, passed, y, loss) {
  try {
    const own = mistaken(name, network, passed, y, loss);
    const message = problemOf(own, network, y.length);
    return { own: message ? null : own, message };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { own: null, message: error.message };
  }
}

/** Every parameter of a plain dense network by its name's parts, with a way to move it. */
function slope(network, { kind, l, i, j }, X, y, loss) {
  const row = kind === "W" ? network.W[l][i] : network.b[l];
  const was = row[j];
  const [up, down] = [was + EPSILON, was - EPSILON];
  const [above, below] = [up, down].map((value) => {
    row[j] = value;
    return meanLoss(forward(network, X), y, loss);
  });
  row[j] = was;
  return (above - below) / (up - down);
}

/** Every gradient of the batch with the mistake, beside its finite difference: `BugLab.check`. */
export function checked(name, network, X, y, loss, all) {
  const { own, message } = numbersOf(name, network, forward(network, X), y, loss);
  const rows = [];
  for (const place of own ? all.filter(({ kind }) => kind === "W" || kind === "b") : []) {
    const { kind, l, i, j } = place;
    const found = kind === "W" ? own.dW[l][i][j] : own.db[l][j];
    const actual = slope(network, place, X, y, loss);
    rows.push([`d${nameOf(place)}`, found, actual, Math.abs(found - actual) > RIGHT_SO_FAR * (1 + Math.abs(actual))]);
  }
  return { rows, batch: X.length, message };
}

/**
 * One run of gradient descent on XOR with a mistake, or with none.
 * @param {string} name
 * @param {{network, X, y, loss: string, rate: number, steps: number, every: number}} how
 * @param {number | null} [right] when the run without a mistake had a tenth of its first loss
 */
export function tried(name, { network: first, X, y, loss, rate, steps, every }, right = null) {
  let [network, memory, ended, message] = [first, null, "", ""];
  const losses = [];
  for (let step = 0; step <= steps; step++) {
    try {
      if (step % every === 0) {
        const now = meanLoss(forward(network, X), y, loss);
        if (!Number.isFinite(now)) throw new RangeError("not finite");
        losses.push(now);
      }
      ({ network, memory } = mistakenStep(name, network, X, y, loss, rate, memory));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      ended = step ? "diverges" : "stops with an error";
      message = step ? `The weights are no longer finite after step ${step}.` : error.message;
      break;
    }
  }
  const low = losses.findIndex((value) => value < REACHED * losses[0]);
  const reached = low < 0 ? null : every * low;
  return {
    steps: losses.map((_, n) => every * n),
    losses,
    reached,
    message,
    verdict: ended || verdictOf(losses, reached, right ?? reached),
  };
}

function verdictOf(losses, reached, right) {
  const [first, last] = [losses[0], losses.at(-1)];
  if (last > 1.5 * first) return "diverges";
  if (reached === null || last > first / 2) return "does not learn";
  return reached <= 2 * right ? "learns" : "learns slowly";
}
