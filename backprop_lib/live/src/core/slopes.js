// Slopes without backpropagation: one value moves by epsilon, the loss is looked at again.
// The page's copy of gradcheck.nudge and gradcheck.curve, on top of pass.js.

import { networkOf } from "./layer_parts.js";
import { forward, meanLoss } from "./pass.js";

/** The epsilons of the V curve: 0.1 to 1e-12, three a decade, as gradcheck.EPSILONS. */
export const EPSILONS = Array.from({ length: 34 }, (_, n) => 10 ** (-(n + 3) / 3));

/** The loss as a function of value k alone. @returns {(value: number) => number} */
export function lossAlong(values, k, spec) {
  const moved = [...values];
  return (value) => {
    moved[k] = value;
    const { network, x, y } = networkOf(moved, spec);
    return meanLoss(forward(network, [x]), [y], spec.loss);
  };
}

/** What the slope predicts for p + epsilon, and what the loss does. */
export function nudge(lossAt, p, slope, epsilon) {
  const predicted = slope * epsilon;
  const actual = lossAt(p + epsilon) - lossAt(p);
  return { predicted, actual, difference: actual - predicted };
}

/** |difference quotient − slope| for every epsilon. */
export function curve(lossAt, p, slope) {
  const here = lossAt(p);
  const central = [];
  const forwardly = [];
  for (const epsilon of EPSILONS) {
    const [up, down] = [p + epsilon, p - epsilon];
    const above = lossAt(up);
    central.push(Math.abs((above - lossAt(down)) / (up - down) - slope));
    forwardly.push(Math.abs((above - here) / (up - p) - slope));
  }
  return { central, forward: forwardly };
}

/** The error of both quotients at one epsilon. */
export function errorsAt(lossAt, p, slope, epsilon) {
  const [up, down] = [p + epsilon, p - epsilon];
  return {
    central: Math.abs((lossAt(up) - lossAt(down)) / (up - down) - slope),
    forward: Math.abs((lossAt(up) - lossAt(p)) / (up - p) - slope),
  };
}

/** Changes of the loss below this are lost in its last digits. */
export const rounding = (loss) => 8 * Number.EPSILON * Math.max(Math.abs(loss), Number.EPSILON);
