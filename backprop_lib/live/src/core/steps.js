// The stepper's steps: their names come from Python; here is what a name means and when it comes.

/**
 * "z[1]", "delta[2][0]", "dW[1][0, 2]", or "delta[2][0] * W[2][1, 0]": what arrives at a[1][1].
 * @returns {{kind: string, l?: number, i?: number, j?: number, k?: number}} k: where it arrives from
 */
export function parse(name) {
  const carried = name.match(/^delta\[(\d+)\]\[(\d+)\] \* W\[\d+\]\[(\d+), \d+\]$/);
  if (carried) {
    const [above, k, j] = carried.slice(1).map(Number);
    return { kind: "arrives", l: above - 1, j, k };
  }
  const [, kind, l, i, j] = name.match(/^(\w+?)(?:\[(\d+)\])?(?:\[(?:(\d+), )?(\d+)\])?$/);
  const number = (text) => (text === undefined ? undefined : Number(text));
  return { kind, l: number(l), i: number(i), j: number(j) };
}

/** "forward", "loss", "backward" or "update": the part of the walk that a step is in. */
export function phase({ kind }) {
  if (kind === "loss" || kind === "update") return kind;
  return ["start", "z", "a"].includes(kind) ? "forward" : "backward";
}

/**
 * Is a number known at a step? `when(n, "dW", l, j, i)` is "later", "now" or "done".
 * A step of a whole layer stands for each of its numbers.
 */
export function timetable(names) {
  const order = new Map(names.map((name, n) => [name, n]));
  const find = (kind, l, j, i) =>
    order.get(i === undefined ? `${kind}[${l}][${j}]` : `${kind}[${l}][${i}, ${j}]`) ??
    order.get(l === undefined ? kind : `${kind}[${l}]`);
  return (n, kind, l, j, i) => {
    const at = find(kind, l, j, i);
    return n < at ? "later" : n === at ? "now" : "done";
  };
}
