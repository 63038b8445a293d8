// A frame of a run that trains, as the kernel sends it: plain numbers. Here they become a record.

import { countScales, normsOf } from "./layer_parts.js";
import { places, unpack } from "./numbers.js";
import { backward, forward } from "./pass.js";

/** A copy as a typed array: what a message brings may lie anywhere in its buffer. */
export const numbersOf = (bytes, Type) =>
  new Type(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));

/**
 * Rows of a matrix as it came: as bytes of its numbers or, where `scale` times each of them is a small
 * whole number, of those; a page that trains has the rows themselves.
 * @param {number[][] | {bytes: DataView, scale: number | null}} packed @param {number} width
 * @returns {number[][]}
 */
export function matrixOf(packed, width) {
  if (Array.isArray(packed)) return packed;
  const { bytes, scale } = packed;
  const all = scale
    ? Float64Array.from(numbersOf(bytes, Uint8Array), (n) => n / scale)
    : numbersOf(bytes, Float64Array);
  return Array.from({ length: all.length / width }, (_, s) => Array.from(all.subarray(s * width, (s + 1) * width)));
}

/**
 * The numbers of a frame, in this order: weights and biases (P), their gradient (P), its length in
 * each layer (L), gamma and beta of the normalized layers, their running mean and variance.
 */
export function makeReader(spec) {
  const { sizes } = spec;
  const L = sizes.length - 1;
  const all = places(sizes);
  const P = all.filter(({ kind }) => kind === "W" || kind === "b").length;
  let [X, y] = [[], []];
  const activations = [null, ...spec.activations];
  const residual = [null, ...spec.residual];
  const scalesAt = 2 * P + L;
  const runningAt = scalesAt + countScales(spec);
  return {
    all,
    P,
    /** The rows of a spec: those that it knows from now on. */
    data(now) {
      [X, y] = [matrixOf(now.X, sizes[0]), matrixOf(now.y, sizes[L])].map((rows) => rows.slice(0, now.samples));
      return { X, y };
    },
    values: (numbers) => Array.from(numbers.subarray(0, P)),
    lengths: (numbers) => Array.from(numbers.subarray(2 * P, 2 * P + L)),
    /**
     * What the picture shows: one sample's numbers; dW and the loss of all samples.
     * @param {{x: number[], y: number[] | null} | null} [drawn] shown instead of a sample; without a
     *   target its delta is unknown
     */
    record(numbers, values, loss, sample, drawn = null) {
      const gradient = unpack(Array.from(numbers.subarray(P, 2 * P)), sizes);
      const { W, b } = unpack(values, sizes);
      const scales = Array.from(numbers.subarray(scalesAt, runningAt));
      const running = Array.from(numbers.subarray(runningAt));
      const network = { W, b, activations, norms: normsOf(spec, scales, running), residual };
      const { x, y: target } = drawn ?? { x: X[sample], y: y[sample] };
      const passed = forward(network, [x]);
      const back = backward(network, passed, [target ?? passed.a[L][0]], spec.loss);
      const unknown = (layer) => layer && [layer[0].map(() => NaN)];
      const delta = target ? back.delta : back.delta.map(unknown);
      const of = { x, y: target ?? y[sample], loss, arrives: back.arrives, slope: back.slope };
      const shown = { ...passed, ...network, ...of, delta, dW: gradient.W, ownLoss: back.loss };
      return { ...shown, truth: shown, own: null };
    },
  };
}
