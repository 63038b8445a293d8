// Both passes of a deep network of equal layers on flat arrays, for a page without a kernel: pass.js,
// made for speed. Sample s of a layer with n neurons stands from s·n on; W is `scale` times `U`.

import { ACTIVATIONS } from "./pass.js";

/** Arrays that are made once, by name and layer: a drag would fill the memory with new ones. */
export function makeRoom() {
  const kept = new Map();
  return (name, l, size) => {
    const key = `${name} ${l}`;
    if (kept.get(key)?.length !== size) kept.set(key, new Float64Array(size));
    return kept.get(key);
  };
}

/** a U into `out`. Four rows and columns of a at once: what is read of U serves sixteen products. */
export function product(a, U, samples, m, n, out) {
  out.fill(0);
  const rows = samples - (samples % 4);
  const columns = m - (m % 4);
  for (let s = 0; s < rows; s += 4) {
    for (let i = 0; i < columns; i += 4) four(a, U, s, i, m, n, out);
  }
  for (let s = 0; s < samples; s++) {
    for (let i = s < rows ? columns : 0; i < m; i++) {
      for (let j = 0; j < n; j++) out[s * n + j] += a[s * m + i] * U[i * n + j];
    }
  }
  return out;
}

function four(a, U, s, i, m, n, out) {
  const p = s * m + i;
  const q = p + m;
  const r = q + m;
  const t = r + m;
  const [p0, p1, p2, p3] = [a[p], a[p + 1], a[p + 2], a[p + 3]];
  const [q0, q1, q2, q3] = [a[q], a[q + 1], a[q + 2], a[q + 3]];
  const [r0, r1, r2, r3] = [a[r], a[r + 1], a[r + 2], a[r + 3]];
  const [t0, t1, t2, t3] = [a[t], a[t + 1], a[t + 2], a[t + 3]];
  const first = s * n;
  for (let j = 0, k = i * n; j < n; j++, k++) {
    const u0 = U[k];
    const u1 = U[k + n];
    const u2 = U[k + 2 * n];
    const u3 = U[k + 3 * n];
    out[first + j] += p0 * u0 + p1 * u1 + p2 * u2 + p3 * u3;
    out[first + n + j] += q0 * u0 + q1 * u1 + q2 * u2 + q3 * u3;
    out[first + 2 * n + j] += r0 * u0 + r1 * u1 + r2 * u2 + r3 * u3;
    out[first + 3 * n + j] += t0 * u0 + t1 * u1 + t2 * u2 + t3 * u3;
  }
}

function transposed(a, rows, columns, out) {
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = a[i * columns + j];
  return out;
}

/** Batch normalization with gamma 1 and beta 0: z becomes z_hat in its place; returns s of each neuron. */
function normalize(z, samples, n, epsilon) {
  const s = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    let [mean, square] = [0, 0];
    for (let k = j; k < z.length; k += n) mean += z[k] / samples;
    for (let k = j; k < z.length; k += n) square += (z[k] - mean) ** 2 / samples;
    s[j] = Math.sqrt(square + epsilon);
    for (let k = j; k < z.length; k += n) z[k] = (z[k] - mean) / s[j];
  }
  return s;
}

/** From du to dz, in its place. */
function unnormalize(du, zHat, s, samples, n) {
  for (let j = 0; j < n; j++) {
    let [mean, product] = [0, 0];
    for (let k = j; k < du.length; k += n) {
      mean += du[k] / samples;
      product += (du[k] * zHat[k]) / samples;
    }
    for (let k = j; k < du.length; k += n) du[k] = (du[k] - mean - zHat[k] * product) / s[j];
  }
}

/** Softmax and cross-entropy: the loss, and the delta of the output. */
function compare(z, y, samples, n) {
  const a = new Float64Array(z.length);
  let loss = 0;
  for (let from = 0; from < z.length; from += n) {
    const row = z.subarray(from, from + n);
    const top = row.reduce((p, q) => Math.max(p, q), -Infinity);
    const sum = row.reduce((total, value) => total + Math.exp(value - top), 0);
    row.forEach((value, j) => {
      a[from + j] = Math.exp(value - top) / sum;
      loss += y[from + j] ? (y[from + j] * (Math.log(sum) - (value - top))) / samples : 0;
    });
  }
  return { a, loss, delta: a.map((value, k) => value - y[k]) };
}

/**
 * Layer by layer what both passes find; layers count from 1, a[0] is X.
 * @param {{m: number, n: number, U: Float64Array, scale: number, skips: boolean}[]} layers the last one
 *   is a softmax, the others have this activation
 * @param {Float64Array} X @param {Float64Array} y one-hot
 * @param {{activation: string, epsilon: number | null}} how `epsilon` of batch normalization, if any
 * @param {ReturnType<typeof makeRoom>} room where the arrays stand: another call writes over them
 */
export function deepPasses(layers, X, y, { activation, epsilon }, room) {
  const samples = X.length / layers[0].m;
  const { value, slope: slopeOf } = ACTIVATIONS[activation];
  const [a, u, f, s] = [[X], [null], [null], [null]];
  const L = layers.length;
  for (let l = 1; l <= L; l++) {
    const { m, n, U, scale, skips } = layers[l - 1];
    const size = samples * n;
    const z = product(a[l - 1], U, samples, m, n, room("u", l, size));
    for (let k = 0; k < size; k++) z[k] *= scale;
    u[l] = z;
    if (l === L) break;
    if (epsilon !== null) s[l] = normalize(z, samples, n, epsilon);
    f[l] = room("f", l, size);
    for (let k = 0; k < size; k++) f[l][k] = value(z[k]);
    a[l] = skips ? room("a", l, size) : f[l];
    if (skips) for (let k = 0; k < size; k++) a[l][k] = f[l][k] + a[l - 1][k];
  }
  const end = compare(u[L], y, samples, layers[L - 1].n);
  a[L] = end.a;
  const [delta, dW, slope] = [[null], [null], [null]];
  delta[L] = end.delta;
  let arrives = end.delta;
  for (let l = L; l >= 1; l--) {
    const { m, n } = layers[l - 1];
    if (l < L) {
      const { n: above, U, scale, skips } = layers[l];
      const turned = transposed(U, n, above, room("turned", 0, n * above));
      const back = product(delta[l + 1], turned, samples, above, n, room("back", l, samples * n));
      [slope[l], delta[l]] = [room("slope", l, samples * n), room("delta", l, samples * n)];
      for (let k = 0; k < back.length; k++) {
        back[k] = back[k] * scale + (skips ? arrives[k] : 0);
        slope[l][k] = slopeOf(u[l][k], f[l][k]);
        delta[l][k] = back[k] * slope[l][k];
      }
      arrives = back;
      if (epsilon !== null) unnormalize(delta[l], u[l], s[l], samples, n);
    }
    const columns = transposed(a[l - 1], samples, m, room("columns", 0, samples * m));
    dW[l] = product(columns, delta[l], m, samples, n, room("dW", l, m * n));
    for (let k = 0; k < dW[l].length; k++) dW[l][k] /= samples;
  }
  return { samples, a, u, s, slope, delta, dW, loss: end.loss };
}
