// Which edges carry numbers. All of them where they fit; in a crowd their weights alone, or none, and
// all their numbers for those that are asked for: the selected one, those into the neuron under a
// hand, those that a view names, those that changed. What is asked for first and finds no place on its
// edge stands below the picture, with its name.

import { nameOf } from "../core/numbers.js";
import { along, around, overlap, spread } from "./edge_labels.js";
import { widthOf } from "./fit.js";

const MANY = 24; // where more weights changed, none of them stands out
/** Ranks of what is asked for; the least has the first place. */
export const RANK = { spoken: 0, selected: 1, underHand: 2, intoSelected: 3, changed: 4 };
// What a label has room for: the weight, its slope, what it was. Widths hold the longest text in a
// view's marks: "◆ dW −0.159"; in the laboratory "dW −0.088 ≠ −0.063", or the true slope has a line.
const WAS = { wide: 84, up: 16, down: 31, slope: true, was: true };
const BOTH = { ...WAS, down: 17, was: false };
const CLOSE = { ...BOTH, wide: 72 }; // fewer digits, and with a mark a smaller font
const TIGHT = { ...BOTH, wide: 62, up: 15, down: 16 };
const LINES = [
  { ...WAS, wide: 132 },
  { ...BOTH, wide: 132 },
  WAS,
  { ...WAS, wide: 72 },
  { ...TIGHT, down: 31, was: true },
];
const WEIGHT = { ...BOTH, wide: 54, up: 8, down: 8, slope: false };
const NARROW = { ...WEIGHT, wide: 46 };
const SMALL = { ...NARROW, up: 7, down: 7 };

const ASIDE = 44; // px: half of a label, and off the line

const linesOf = (own) => own.map((edge) => edge.line);
const boxOf = ({ line, place }) => around(along(line, place.way), place);

/** The line that an edge's label keeps to: the edge, or beside it in an upright chain. */
function lineOf(at, { l, i, j }) {
  const [from, to] = [at.neurons[l - 1][i], at.neurons[l][j]];
  const aside = ({ x, y }) => ({ x: x - ASIDE, y });
  return at.upright ? { from: aside(from), to: aside(to) } : { from, to };
}

function give(own, ways, level) {
  own.forEach((edge, n) => {
    edge.place = ways[n] === null ? null : { way: ways[n], ...level };
  });
}

/** Give all of these edges the fullest label for which all have room; says whether there is one. */
function find(own, choices, drawing) {
  for (const level of choices) {
    const ways = spread(linesOf(own), level, drawing);
    if (ways) give(own, ways, level);
    if (ways) return true;
  }
  return false;
}

/** The edges of each crowd that are asked for, with their ranks: see `ask`. */
function askedOf(crowds, rank) {
  return crowds.map(({ own }) => {
    const some = own.map((edge) => [rank(edge), edge]).filter(([order]) => order !== null);
    const others = some.filter(([order]) => order !== RANK.changed);
    return (some.length - others.length > MANY ? others : some).sort(([p], [q]) => p - q);
  });
}

/** Places in a crowd for `wanted`, the first of them first; what had one keeps it where none is on it. */
function placeWanted({ own, drawing, base }, wanted, least) {
  for (const edge of own) edge.place = null;
  if (wanted.length && !find(wanted, [WAS, BOTH, TIGHT, least], drawing)) {
    give(wanted, spread(linesOf(wanted), least, drawing, true), least);
  }
  const boxes = wanted.filter((edge) => edge.place).map(boxOf);
  own.forEach((edge, m) => {
    if (!base[m] || wanted.includes(edge)) return;
    edge.place = base[m];
    if (boxes.some((box) => overlap(box, boxOf(edge)))) edge.place = null;
  });
}

/** The place below the picture; in the laboratory the true slope has room beside the wrong one. */
function belowOf({ l, i, j }, below, isLaboratory) {
  const place = { ...CLOSE, was: false, below };
  if (!isLaboratory) return place;
  const named = widthOf(nameOf({ kind: "W", l, i, j }), 12);
  return { ...place, wide: WEIGHT.wide, wideSlope: below.wide - named - WEIGHT.wide };
}

/** @param {any[]} edges @param {boolean} isLaboratory */
export function makeLabelled(edges, isLaboratory) {
  const layers = [...new Set(edges.map(({ l }) => l))].map((l) => edges.filter((edge) => edge.l === l));
  const plain = [WAS, BOTH, CLOSE, TIGHT];
  const levels = isLaboratory ? [...LINES, ...plain] : plain;
  let crowds = []; // layers without room for all, with what stands there
  let last = null;
  let least = WEIGHT; // what is shown where there is no room for more

  return {
    /** Whether numbers of some edges are left out. */
    isCrowded: () => crowds.length > 0,
    /** @param {any} at the arrangement of layout.js */
    place(at) {
      crowds = [];
      last = null;
      least = at.size === "small" ? SMALL : at.narrow ? NARROW : WEIGHT;
      for (const own of layers) {
        const [{ l }] = own;
        for (const edge of own) edge.line = lineOf(at, edge);
        const fixed = [...at.fixed[l - 1], ...at.fixed[l]];
        const drawing = { fixed, lines: linesOf(own) };
        if (find(own, levels, drawing)) continue;
        const ways = spread(drawing.lines, least, drawing);
        give(own, ways ?? own.map(() => null), least);
        crowds.push({ own, drawing, base: own.map((edge) => edge.place) });
      }
    },
    /**
     * Give places to those asked for in a crowd.
     * @param {(edge) => number|null} rank the first to be placed has the least, null: not asked for;
     *   changed: only if those are few
     * @param {any} below the place below the picture
     * @returns {any[]} the edges whose place is not what it was
     */
    ask(rank, below) {
      const asked = askedOf(crowds, rank);
      const key = asked.map((some) => some.map(([order, { k }]) => `${order}:${k}`).join()).join(";");
      if (key === last) return [];
      last = key;
      const placed = () => crowds.flatMap(({ own }) => own.filter((edge) => edge.place));
      const had = placed();
      crowds.forEach((crowd, n) => {
        const wanted = asked[n].map(([, edge]) => edge);
        placeWanted(crowd, wanted, least);
      });
      const [[, first] = []] = asked
        .flat()
        .filter(([order, { place }]) => order <= RANK.selected && !place)
        .sort(([p], [q]) => p - q);
      if (first) first.place = belowOf(first, below, isLaboratory);
      return [...new Set([...had, ...placed()])];
    },
  };
}
