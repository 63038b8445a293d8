// The numbers that numpy.random.default_rng(seed) draws: the page's copy of NumPy's generator, so that
// a seed means the same data, weights and mini-batches here and in Python. A test holds it to NumPy.

const WORD = 2n ** 64n - 1n;
const LONG = 2n ** 128n - 1n;
const MULTIPLIER = (2549297995355413924n << 64n) | 4865540595714422341n; // of PCG-64, O'Neill 2014

/** Four words of entropy, mixed as NumPy's SeedSequence does, as four numbers of 64 bits. */
function seedWords(seed) {
  const times = (a, b) => Math.imul(a, b) >>> 0;
  const fold = (value) => (value ^ (value >>> 16)) >>> 0;
  let constant = 0x43b0d7e5;
  const hash = (value) => {
    const mixed = (value ^ constant) >>> 0;
    constant = times(constant, 0x931e8875);
    return fold(times(mixed, constant));
  };
  const mix = (x, y) => fold((times(0xca01f9dd, x) - times(0x4973f715, y)) >>> 0);
  const entropy = [seed % 2 ** 32, Math.floor(seed / 2 ** 32), 0, 0];
  const pool = entropy.map(hash);
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) if (from !== to) pool[to] = mix(pool[to], hash(pool[from]));
  }
  constant = 0x8b51f9dd;
  const words = Array.from({ length: 8 }, (_, n) => {
    const mixed = (pool[n % 4] ^ constant) >>> 0;
    constant = times(constant, 0x58f38ded);
    return BigInt(fold(times(mixed, constant)));
  });
  return [0, 2, 4, 6].map((n) => words[n] | (words[n + 1] << 32n));
}

const TAIL = 3.6541528853610088; // where the normal's last strip begins
const AREA = 0.004928673233974658; // of each of its 256 strips

/** The strips of Marsaglia & Tsang 2000, with 52 bits. */
function makeStrips() {
  const [width, height, inside] = [0, 1, 2].map(() => new Float64Array(256));
  const bell = (x) => Math.exp(-0.5 * x * x);
  const bits = 2 ** 52;
  let [x, last] = [TAIL, TAIL];
  const first = AREA / bell(x);
  inside[0] = (x / first) * bits;
  [width[0], width[255]] = [first / bits, x / bits];
  [height[0], height[255]] = [1, bell(x)];
  for (let n = 254; n > 0; n--) {
    x = Math.sqrt(-2 * Math.log(AREA / x + bell(x)));
    inside[n + 1] = (x / last) * bits;
    [last, height[n], width[n]] = [x, bell(x), x / bits];
  }
  return { width, height, inside };
}
let strips = null;

/** The generator's words of 64 bits, and halves of them. */
function makeWords(seed) {
  const [high, low, upper, lower] = seedWords(seed);
  const step = (((upper << 64n) | lower) << 1n) | 1n;
  const by = step & LONG;
  const on = (at) => (at * MULTIPLIER + by) & LONG;
  let state = on((by + ((high << 64n) | low)) & LONG);
  let half = -1; // the upper half of a word whose lower one was drawn
  function word() {
    state = on(state);
    const turn = state >> 122n;
    const mixed = (state >> 64n) ^ (state & WORD);
    return ((mixed >> turn) | (mixed << (64n - turn))) & WORD;
  }
  function halfWord() {
    if (half >= 0) {
      const kept = half;
      half = -1;
      return kept;
    }
    const both = word();
    half = Number(both >> 32n);
    return Number(both & 0xffffffffn);
  }
  return {
    word,
    halfWord,
    /** Where the stream is; `goTo` goes back there. */
    place: () => ({ state, half }),
    goTo(place) {
      ({ state, half } = place);
    },
  };
}

/** Draws of the standard normal, from words and from numbers within [0, 1). */
function makeNormal(word, double) {
  /** Beyond the last strip. */
  function tail(isLeft) {
    for (;;) {
      const x = -Math.log1p(-double()) / TAIL;
      if (-2 * Math.log1p(-double()) > x * x) return isLeft ? -(TAIL + x) : TAIL + x;
    }
  }
  return () => {
    strips ??= makeStrips();
    for (;;) {
      const drawn = word();
      const n = Number(drawn & 0xffn);
      const size = Number((drawn >> 9n) & 0xfffffffffffffn);
      const x = (drawn & 0x100n ? -size : size) * strips.width[n];
      if (size < strips.inside[n]) return x;
      if (n === 0) return tail(Boolean((BigInt(size) >> 8n) & 1n));
      const { height } = strips;
      if ((height[n - 1] - height[n]) * double() + height[n] < Math.exp(-0.5 * x * x)) return x;
    }
  };
}

/** @param {number} seed a whole number from 0 */
export function makeRandom(seed) {
  const { word, halfWord, place, goTo } = makeWords(seed);
  /** Within [0, 1). */
  const double = () => Number(word() >> 11n) / 2 ** 53;
  const normal = makeNormal(word, double);
  /** A whole number from 0 to `most`. */
  function upTo(most) {
    const mask = 2 ** Math.ceil(Math.log2(most + 1)) - 1;
    for (;;) {
      const value = (halfWord() & mask) >>> 0;
      if (value <= most) return value;
    }
  }
  const many = (count, draw) => Float64Array.from({ length: count }, draw);
  return {
    uniform: (from, to, count) => many(count, () => from + (to - from) * double()),
    normal: (scale, count) => many(count, () => scale * normal()),
    /** @param {ArrayLike<number>} values @returns {number[]} in another order */
    permutation(values) {
      const mixed = Array.from(values);
      for (let n = mixed.length - 1; n > 0; n--) {
        const other = upTo(n);
        [mixed[n], mixed[other]] = [mixed[other], mixed[n]];
      }
      return mixed;
    },
    place,
    goTo,
  };
}
