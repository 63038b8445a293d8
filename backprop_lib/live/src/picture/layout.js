// Where neurons and edges stand for a given width, and what a large network leaves out.

const MOST_NEURONS = 16; // drawn in a layer
const MOST_EDGES = 600; // drawn in all (8-16-16-8 has 512)

/**
 * What is drawn. It depends on the network's size and its first weights, not on the page.
 * @returns {{shown: number[], edges: [number, number, number][], note: string, image: number[]|null}}
 */
export function choose(sizes, W, image) {
  const shown = sizes.map((n, l) => ((l === 0 && image) || n <= MOST_NEURONS ? n : MOST_NEURONS - 1));
  const counts = sizes.slice(1).map((n, l) => shown[l] * shown[l + 1]);
  const all = counts.reduce((sum, n) => sum + n, 0);
  const notes = [];
  sizes.forEach((n, l) => {
    if (shown[l] < n) notes.push(`layer ${l} has ${n - shown[l]} more neurons than are drawn`);
  });
  const edges = [];
  for (let l = 1; l < sizes.length; l++) {
    const room = Math.max(2, Math.floor((MOST_EDGES * counts[l - 1]) / all / shown[l] / 2));
    const keep = all <= MOST_EDGES ? shown[l - 1] : Math.min(room, shown[l - 1]);
    if (keep < shown[l - 1]) {
      notes.push(`of layer ${l}'s ${sizes[l - 1] * sizes[l]} weights, the ${keep} largest into each neuron are drawn`);
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

/** How far along the edges from n to m neurons their labels stand apart, and by what part of a step. */
function labelPlace(n, m) {
  let best = { way: 0.56, apart: 0 };
  const ways = m === 1 ? [0.56] : [0.4, 0.36, 0.33, 0.3, 0.46, 0.5, 0.56, 0.6]; // free of what stands below neurons
  for (const way of ways) {
    const heights = [];
    for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) heights.push(i * (1 - way) + j * way);
    heights.sort((p, q) => p - q);
    const apart = Math.min(0.4, ...heights.slice(1).map((y, k) => y - heights[k]));
    if (apart > best.apart + 1e-9) best = { way, apart };
  }
  return best;
}

/** Positions for `width` pixels: neurons[l][j] = {x, y}, their radius, the label's place on edges. */
export function arrange({ shown, image }, width) {
  const tall = Math.max(...shown.map((n, l) => (l === 0 && image ? 1 : n)));
  const narrow = width < 560;
  const size = tall <= 4 ? "large" : tall <= 8 ? "medium" : "small";
  const radius = { large: narrow ? 23 : 30, medium: narrow ? 17 : 20, small: 15 }[size];
  const step = { large: 156, medium: 76, small: 38 }[size];
  const top = size === "large" ? 64 : 48;
  const cell = image ? Math.min(22, (0.3 * width) / image[1]) : 0;
  const columns = narrow ? shown.length : shown.length + 1; // the loss: a column of its own, or below
  const bottom = size === "small" ? 34 : size === "medium" ? 44 : 62;
  const drawn = Math.max(top + step * (tall - 1) + radius + bottom, image ? cell * image[0] + 90 : 0, 210);
  const height = narrow ? drawn + 92 : drawn;
  const margin = image ? (cell * image[1]) / 2 + 10 : narrow ? radius + 8 : radius + 26;
  const right = narrow ? radius + (size === "small" ? 52 : 14) : 62;
  const middle = (top + drawn - radius - bottom) / 2 + (tall === 1 ? 8 : 0);
  const x = (l) => margin + (l * (width - margin - right)) / (columns - 1);
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
  // Labels of the edges into layer l, if they fit: a weight, and below it its slope.
  const gap = (x(1) - x(0)) / (narrow ? 2.4 : 1);
  const labels = shown.map((m, l) => {
    if (l === 0 || (l === 1 && image) || size === "small" || gap <= 96) return null;
    const { way, apart } = labelPlace(shown[l - 1], m);
    return apart * step >= 28 ? way : null;
  });
  const loss = narrow ? { x: width / 2, y: drawn + 46 } : { x: x(columns - 1), y: middle };
  return { height, radius, size, narrow, neurons, labels, cell, loss };
}
