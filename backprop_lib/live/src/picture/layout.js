// Where neurons and edges stand for a given width, and what a large network leaves out.

const MOST_NEURONS = 16; // drawn in a layer
const FEWER = 10; // where a layer has more than that
const MOST_EDGES = 600; // drawn in all (8-16-16-8 has 512)

/**
 * What is drawn. It depends on the network's size and its first weights, not on the page.
 * @returns {{shown: number[], edges: [number, number, number][], note: string, image: number[]|null}}
 */
export function choose(sizes, W, image) {
  const isImage = (l) => l === 0 && image;
  const most = sizes.some((n, l) => !isImage(l) && n > MOST_NEURONS) ? FEWER : MOST_NEURONS;
  const shown = sizes.map((n, l) => (isImage(l) || n <= most ? n : most - 1));
  const counts = sizes.slice(1).map((n, l) => shown[l] * shown[l + 1]);
  const all = counts.reduce((sum, n) => sum + n, 0);
  const notes = [];
  sizes.forEach((n, l) => {
    if (shown[l] < n) notes.push(`${n - shown[l]} neurons of layer ${l}`);
  });
  const edges = [];
  for (let l = 1; l < sizes.length; l++) {
    const room = Math.max(2, Math.floor((MOST_EDGES * counts[l - 1]) / all / shown[l] / 2));
    const keep = all <= MOST_EDGES ? shown[l - 1] : Math.min(room, shown[l - 1]);
    if (keep < shown[l - 1]) {
      notes.push(`layer ${l}'s weights but the ${keep} largest a neuron`);
    }
    for (let j = 0; j < shown[l]; j++) {
      [...Array(shown[l - 1]).keys()]
        .sort((p, q) => Math.abs(W[l][q][j]) - Math.abs(W[l][p][j]) || p - q)
        .slice(0, keep)
        .sort((p, q) => p - q)
        .forEach((i) => edges.push([l, i, j]));
    }
  }
  return { shown, edges, note: notes.join("; "), image: image ?? null };
}

const NEAREST = 38; // px from layer to layer: less, and no edge would be seen between two circles
const NEAREST_LARGE = 56; // the same for large circles
const ROW = 90; // the same for a chain that lies level: its texts have no other row
const CHAIN = 110; // the same where the loss stands in that row, too

/** Whether a picture is a chain, one neuron a layer. */
const isChain = ({ shown, image }) => !image && shown.every((n) => n === 1);

/** How wide a picture is at least; in a place that is narrower it scrolls. A chain turns upright. */
export const leastWidth = (choice) => (choice.image || isChain(choice) ? 0 : 68 + NEAREST * (choice.shown.length - 1));

/** A text's place; `y` is its baseline, `room` how wide it may be. */
const text = (x, y, room, anchor = "middle") => ({ x, y, room, anchor });

/** The same in an upright chain: what is now to the right, what was and "flat" to the left. */
function textsBeside({ x, y }, { radius: r, width }) {
  const [left, right] = [x - r - 6, x + r + 8];
  const room = width - right - 2;
  return {
    name: text(right, y - 9, 56, "start"),
    wasDelta: text(right + 58, y - 9, room - 58, "start"),
    delta: text(right, y + 7, room, "start"),
    made: text(right, y + 22, room, "start"),
    was: text(left, y + 10, left - 2, "end"),
    flat: text(left, y - 3, left - 2, "end"),
  };
}

/** Room that does not leave the drawing: as wide on both sides; how a delta is made may be off its middle. */
function within(texts, width) {
  const inside = ([part, one]) => {
    const [left, right] = [Math.max(0, one.x - one.room / 2), Math.min(width, one.x + one.room / 2)];
    if (one.anchor !== "middle" || one.room === 0) return [part, one];
    if (part === "made") return [part, { ...one, x: (left + right) / 2, room: right - left }];
    return [part, { ...one, room: 2 * Math.min(one.x - left, right - one.x) }];
  };
  return Object.fromEntries(Object.entries(texts).map(inside));
}

/** Where the texts around a neuron of layer l stand; those of a column leave the next column alone. */
export function textsAround(point, l, at) {
  return at.upright ? textsBeside(point, at) : within(textsNear(point, l, at), at.width);
}

function textsNear({ x, y }, l, at) {
  const { radius: r, size, gap, neurons, words, narrow, step } = at;
  const isBesideLoss = l === neurons.length - 1 && !narrow;
  const room = (most) => Math.min(isBesideLoss ? Math.min(2 * (gap - 52), gap + 2) : gap - 6, most);
  const [top, bottom] = [y - r, y + r];
  if (size === "large") {
    return {
      name: text(x, top - 8, room(66)),
      was: text(x, top - 23, room(72)),
      delta: text(x, bottom + 17, room(words ? 126 : 72)),
      made: text(x, bottom + 32, room(words === "long" ? 200 : 72)),
      wasDelta: text(x, bottom + 46, room(words ? 84 : 72)),
      flat: text(x, bottom + 60, room(72)),
    };
  }
  const none = text(x, y, 0);
  const between = gap - 2 * r;
  if (size === "medium") {
    const [first, second] = neurons[l];
    const isFar = !second || second.y - first.y >= 92; // a line more has room above the next one's name
    return {
      name: text(x, top - 4, room(60)),
      was: text(x, bottom + 22, room(70)),
      delta: text(x, bottom + 12, room(64)),
      made: text(x, bottom + 28, isFar ? room(70) : 0),
      wasDelta: none,
      flat: between < 150 ? none : text(x - r - 4, top + 10, 74, "end"),
    };
  }
  if (between < 52 && step >= 2 * r + 22) {
    // no room beside it: below and above; of names the selected one alone is shown
    const isFree = l === 0 || step >= 2 * r + 26; // of the delta above it; an input has none
    const wide = isBesideLoss ? room(60) : Math.min(2 * (gap - r) - 4, 60);
    return {
      ...{ was: none, made: none, wasDelta: none, flat: none },
      name: text(x, top - 4, isFree ? wide : 0),
      delta: text(x, bottom + 10, room(64)),
    };
  }
  const beside = narrow ? 46 : between + r - 58; // the last: the loss stands below it, or beside
  const aside = l === neurons.length - 1 ? beside : between - 12;
  const delta = text(x + r + 6, y + 9, Math.min(aside, 54), "start");
  const name = text(x + r + 6, y - 6, Math.min(aside, 54), "start"); // of the one under a hand
  return { name, delta, was: none, made: none, wasDelta: none, flat: none };
}

/** What labels of edges leave free around a neuron. */
function taken(point, l, at) {
  const { x, y } = point;
  const far = at.radius + (at.upright ? 3 : 5);
  const boxes = [{ left: x - far, right: x + far, top: y - far, bottom: y + far }];
  for (const [part, { room, anchor, ...place }] of Object.entries(textsAround(point, l, at))) {
    if (room <= 0 || (l === 0 && !["name", "was"].includes(part))) continue; // an input has no delta
    const start = { start: 0, middle: room / 2, end: room }[anchor];
    boxes.push({ left: place.x - start, right: place.x - start + room, top: place.y - 12, bottom: place.y + 4 });
  }
  return boxes;
}

/**
 * How much room the texts of neurons may take, the most first: "long": "arrives −0.321 × slope 0.152".
 * What the labels of edges leave no room for is written shorter.
 */
export const wordsOf = ({ shown, image }) =>
  Math.max(...shown.slice(image ? 1 : 0)) <= 4 ? ["long", "some", ""] : [""];

/** The same with a line of text below it: beside the loss where that stands below, and leaves room. */
export function withLineBelow(at) {
  const { width, height, loss, narrow } = at;
  const isBeside = narrow && loss.x > 300;
  return isBeside
    ? { ...at, below: { x: 8, y: loss.y + 26, wide: loss.x - 47 } }
    : { ...at, height: height + 18, below: { x: 8, y: height + 10, wide: width - 12 } };
}

// Neurons of each size: how far apart at least and at most, and what stands above and below them.
const SIZES = {
  large: { least: 156, most: 156, radius: 30, narrow: 23, top: 64, bottom: 66 },
  medium: { least: 78, most: 140, radius: 20, narrow: 17, top: 48, bottom: 44 },
  small: { least: 38, most: 60, radius: 16, narrow: 16, top: 30, bottom: 30 },
};
const BELOW = 79; // the loss, where it stands below a narrow picture

/**
 * The size for so many neurons in a layer, and their step: the largest that has space in `room`, and
 * from layer to layer.
 */
function fit(tall, narrow, room, between) {
  const around = ({ top, bottom, ...one }) => top + (narrow ? one.narrow + BELOW : one.radius) + bottom;
  const fits = (size) => around(SIZES[size]) + SIZES[size].least * (tall - 1) <= room;
  const size =
    tall <= 4 && between >= NEAREST_LARGE && fits("large") ? "large" : tall <= 8 && fits("medium") ? "medium" : "small";
  const { least, most } = SIZES[size];
  const free = Number.isFinite(room) ? (room - around(SIZES[size])) / Math.max(1, tall - 1) : least;
  return { size, step: Math.min(most, Math.max(least, free)) };
}

/**
 * Where the way from output j to a loss below the last column bends around the outputs in between;
 * null: it is straight.
 */
export function bendOf({ narrow, radius, neurons, loss }, j) {
  const outputs = neurons.at(-1);
  if (!narrow || j === outputs.length - 1) return null;
  return { x: outputs[j].x + 2 * radius + 14, y: (outputs[j].y + loss.y) / 2 };
}

const UPRIGHT = { radius: 21, step: 80, top: 26, loss: 72 }; // loss: so far below the last neuron

/** A chain of many layers on a telephone: from above to below, its numbers beside it. */
function arrangeUpright({ shown }, width, words) {
  const { radius, step, top, loss } = UPRIGHT;
  const x = Math.max(100, Math.round(0.36 * width)); // what was, and the labels of edges, to its left
  const neurons = shown.map((_, l) => [{ x, y: top + l * step }]);
  const last = neurons.at(-1)[0].y;
  /** @type {any} */
  const at = {
    ...{ upright: true, narrow: true, size: "large", cell: 0, gap: width, height: last + loss + 38 },
    ...{ width, words, radius, step, neurons, loss: { x, y: last + loss } },
  };
  at.fixed = neurons.map(([point], l) => taken(point, l, at));
  return at;
}

/**
 * Positions for `width` pixels: neurons[l][j] = {x, y}, their radius, and by layer the boxes that
 * labels of edges leave free. Where `room` pixels of height are too few, neurons are smaller and
 * closer.
 */
export function arrange(choice, width, words = "", room = Infinity) {
  const { shown, image } = choice;
  if (isChain(choice) && width < 68 + ROW * (shown.length - 1)) return arrangeUpright(choice, width, words);
  const tall = Math.max(...shown.map((n, l) => (l === 0 && image ? 1 : n)));
  const narrow = width < Math.max(560, isChain(choice) ? CHAIN * shown.length + 118 : 0);
  const columns = narrow ? shown.length : shown.length + 1; // the loss: a column of its own, or below
  const { size, step } = fit(tall, narrow, room, (width - 68) / (columns - 1));
  const radius = SIZES[size][narrow ? "narrow" : "radius"];
  const { top, bottom } = SIZES[size];
  const cell = image ? Math.min(22, (0.3 * width) / image[1]) : 0;
  const drawn = Math.max(
    top + step * (tall - 1) + radius + bottom,
    image ? cell * image[0] + 90 : 0,
    narrow && size === "small" ? 0 : 210,
  );
  const height = narrow ? drawn + BELOW : drawn;
  const margin = image ? (cell * image[1]) / 2 + 10 : narrow ? radius + 8 : radius + 26;
  const right = narrow ? radius + (size === "small" ? 52 : 14) : 62;
  const middle = (top + drawn - radius - bottom) / 2 + (tall === 1 ? 8 : 0);
  const gap = (width - margin - right) / (columns - 1);
  const x = (l) => margin + l * gap;
  const neurons = shown.map((n, l) =>
    Array.from({ length: n }, (_, j) => {
      if (l === 0 && image) {
        const [row, column] = [Math.floor(j / image[1]), j % image[1]];
        return {
          x: x(0) + (column - (image[1] - 1) / 2) * cell,
          y: middle + (row - (image[0] - 1) / 2) * cell,
        };
      }
      return { x: x(l), y: middle + (j - (n - 1) / 2) * step };
    }),
  );
  const loss = narrow ? { x: width - Math.max(right, 40), y: drawn + 33 } : { x: x(columns - 1), y: middle };
  const at = { width, height, radius, size, narrow, neurons, cell, loss, gap, words, step };
  at.fixed = neurons.map((layer, l) => {
    if (l > 0 || !image) return layer.flatMap((point) => taken(point, l, at));
    const [wide, high] = [cell * image[1], cell * image[0]];
    return [{ left: x(0) - wide / 2, right: x(0) + wide / 2, top: middle - high / 2, bottom: middle + high / 2 }];
  });
  return at;
}
