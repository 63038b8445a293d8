// Random numbers of the page's own: the same seed gives the same ones in every browser, and they are
// not NumPy's.

/** Uniform in (0, 1), from two whole numbers: mulberry32. @param {number} seed @param {number} stream */
export function uniform(seed, stream) {
  let state = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

/** So many standard normal numbers, two at a time (Box & Muller 1958). */
export function normals(count, next) {
  const drawn = new Float64Array(count + (count % 2));
  for (let k = 0; k < count; k += 2) {
    const [radius, angle] = [Math.sqrt(-2 * Math.log(next())), 2 * Math.PI * next()];
    drawn[k] = radius * Math.cos(angle);
    drawn[k + 1] = radius * Math.sin(angle);
  }
  return drawn.subarray(0, count);
}

/** The whole numbers below n in a random order. */
export function shuffled(n, next) {
  const order = Array.from({ length: n }, (_, k) => k);
  for (let k = n - 1; k > 0; k--) {
    const other = Math.floor(next() * (k + 1));
    [order[k], order[other]] = [order[other], order[k]];
  }
  return order;
}
