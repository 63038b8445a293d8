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

const NEAREST = 56; // px from layer to layer: less, and no edge would be seen between two circles

/** How wide a picture is at least; in a place that is narrower it scrolls. */
export const leastWidth = ({ shown, image }) => (image ? 0 : 68 + NEAREST * (shown.length - 1));

/** A text's place; `y` is its baseline, `room` how wide it may be. */
const text = (x, y, room, anchor = "middle") => ({ x, y, room, anchor });

/** Where the texts around a neuron of layer l stand; those of a column leave the next column alone. */
export function textsAround({ x, y }, l, { radius: r, size, gap, neurons, words, narrow, step }) {
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
    // no room beside it: below and above
    return {
      ...{ was: none, made: none, wasDelta: none, flat: none },
      name: text(x, top - 4, room(60)),
      delta: text(x, bottom + 11, room(64)),
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
  const far = at.radius + 5;
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
  const { height, loss, narrow } = at;
  const isBeside = narrow && loss.x > 300;
  return isBeside
    ? { ...at, below: { x: 8, y: loss.y + 26 } }
    : { ...at, height: height + 18, below: { x: 8, y: height + 10 } };
}

// Neurons of each size: how far apart at least and at most, and what stands above and below them.
const SIZES = {
  large: { least: 156, most: 156, radius: 30, narrow: 23, top: 64, bottom: 66 },
  medium: { least: 78, most: 140, radius: 20, narrow: 17, top: 48, bottom: 44 },
  small: { least: 38, most: 60, radius: 16, narrow: 16, top: 30, bottom: 32 },
};
const BELOW = 92; // the loss, where it stands below a narrow picture

/** The size for so many neurons in a layer, and their step: the largest that `room` has space for. */
function fit(tall, narrow, room) {
  const around = ({ top, bottom, ...one }) => top + (narrow ? one.narrow + BELOW : one.radius) + bottom;
  const fits = (size) => around(SIZES[size]) + SIZES[size].least * (tall - 1) <= room;
  const size = tall <= 4 && fits("large") ? "large" : tall <= 8 && fits("medium") ? "medium" : "small";
  const { least, most } = SIZES[size];
  const free = Number.isFinite(room) ? (room - around(SIZES[size])) / Math.max(1, tall - 1) : least;
  return { size, step: Math.min(most, Math.max(least, free)) };
}

/**
 * Positions for `width` pixels: neurons[l][j] = {x, y}, their radius, and by layer the boxes that
 * labels of edges leave free. Where `room` pixels of height are too few, neurons are smaller and
 * closer.
 */
export function arrange({ shown, image }, width, words = "", room = Infinity) {
  const tall = Math.max(...shown.map((n, l) => (l === 0 && image ? 1 : n)));
  const narrow = width < 560;
  const { size, step } = fit(tall, narrow, room);
  const radius = SIZES[size][narrow ? "narrow" : "radius"];
  const { top, bottom } = SIZES[size];
  const cell = image ? Math.min(22, (0.3 * width) / image[1]) : 0;
  const columns = narrow ? shown.length : shown.length + 1; // the loss: a column of its own, or below
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
  const loss = narrow ? { x: width - Math.max(right, 40), y: drawn + 46 } : { x: x(columns - 1), y: middle };
  const at = { height, radius, size, narrow, neurons, cell, loss, gap, words, step };
  at.fixed = neurons.map((layer, l) => {
    if (l > 0 || !image) return layer.flatMap((point) => taken(point, l, at));
    const [wide, high] = [cell * image[1], cell * image[0]];
    return [{ left: x(0) - wide / 2, right: x(0) + wide / 2, top: middle - high / 2, bottom: middle + high / 2 }];
  });
  return at;
}
