// A recorded run, as the kernel sent it once: the passes of any record are computed by pass.js.

import { countScales, normsOf } from "./layer_parts.js";
import { unpack } from "./numbers.js";
import { ACTIVATIONS, backward, forward, saturated } from "./pass.js";

/** Every neuron after the input, layer by layer. */
export const neuronsOf = (sizes) =>
  sizes.slice(1).flatMap((n, m) => Array.from({ length: n }, (_, j) => ({ l: m + 1, j, name: `a[${m + 1}][${j}]` })));

/**
 * The blocks of a run's bytes; of those by record a function from k to a flat row.
 * @param {DataView} bytes float64, in this order: params (records × P), loss (records), norms of the
 *   layers (records × L) and of the neurons (records × N), X, y; where the run had a backward pass
 *   of its own also its delta (records × samples × N) and its gradient (records × P).
 * @param {any} spec as in readRecording
 * @param {{P: number, N: number, L: number}} counts
 */
function blocksOf(bytes, { sizes, samples, own, steps }, { P, N, L }) {
  const all = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const records = steps.length;
  let at = 0;
  const table = (count, width) => {
    const block = all.subarray(at, at + count * width);
    at += count * width;
    return (k) => Array.from(block.subarray(k * width, (k + 1) * width));
  };
  const whole = (count, width) => Array.from({ length: count }, () => table(1, width)(0));
  return {
    params: table(records, P),
    loss: table(1, records)(0),
    layerNorms: table(records, L),
    neuronNorms: table(records, N),
    X: whole(samples, sizes[0]),
    y: whole(samples, sizes[L]),
    ownDelta: own ? table(records, samples * N) : null,
    ownGradient: own ? table(records, P) : null,
  };
}

/**
 * Normalized layers use the mean and variance of all samples, as training does.
 * @param {DataView} bytes
 * @param {{sizes, activations, epsilon, residual, loss, steps, samples, own}} spec
 */
export function readRecording(bytes, spec) {
  const { sizes, samples, own } = spec;
  const neurons = neuronsOf(sizes);
  const dense = sizes.slice(1).reduce((sum, n, l) => sum + n * (sizes[l] + 1), 0);
  const [L, N] = [sizes.length - 1, neurons.length];
  const blocks = blocksOf(bytes, spec, { P: dense + countScales(spec), N, L });
  const { params, loss, layerNorms, neuronNorms, X, y, ownDelta, ownGradient } = blocks;
  const activations = [null, ...spec.activations];
  const residual = [null, ...spec.residual];

  /** delta[l][s][j] from one flat row, neuron by neuron within a sample. */
  function deltas(flat) {
    const delta = [null];
    for (let l = 1, from = 0; l <= L; from += sizes[l], l++) {
      const start = from;
      const ofSample = (_, s) => flat.slice(s * N + start, s * N + start + sizes[l]);
      delta[l] = Array.from({ length: samples }, ofSample);
    }
    return delta;
  }

  return {
    ...{ records: spec.steps.length, neurons, X, y, loss, layerNorms, neuronNorms },
    /** Both passes of record k, over all samples, with the run's own numbers where it had some. */
    at(k) {
      const learned = params(k);
      const { W, b } = unpack(learned, sizes);
      const network = { W, b, activations, norms: normsOf(spec, learned.slice(dense)), residual };
      const passed = forward(network, X);
      const back = backward(network, passed, y, spec.loss);
      const { arrives, slope } = back;
      const used = own ? { delta: deltas(ownDelta(k)), dW: unpack(ownGradient(k), sizes).W } : back;
      return { ...passed, W, b, arrives, slope, delta: used.delta, dW: used.dW, loss: loss[k] };
    },
  };
}

/**
 * What the picture of the network shows: one sample's numbers; dW and the loss of all samples.
 * `own`: delta is no product of a sample's factors (the run's own, or one of a whole batch's), so
 * that the picture leaves it out.
 */
export function sampleOf(record, data, s, own) {
  const one = (layers) => layers.map((layer) => layer && [layer[s]]);
  const shown = {
    W: record.W,
    b: record.b,
    dW: record.dW,
    loss: record.loss,
    x: data.X[s],
    y: data.y[s],
    z: one(record.z),
    u: one(record.u),
    a: one(record.a),
    delta: one(record.delta),
    arrives: one(record.arrives),
    slope: one(record.slope),
  };
  return { ...shown, truth: shown, own: own ? shown : null };
}

/** Of a layer: which of its (sample, neuron) pairs let almost nothing through. NaN: softmax. */
export function flatShare(record, l, activation, j = null) {
  if (ACTIVATIONS[activation]?.steepest === undefined) return NaN;
  const values = j === null ? record.slope[l].flat() : record.slope[l].map((row) => row[j]);
  return values.filter((slope) => saturated(activation, slope)).length / values.length;
}
