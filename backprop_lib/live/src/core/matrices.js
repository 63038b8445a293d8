// Matrices as rows of numbers, with NumPy's rules: what does not fit is an error, and what fits by
// accident broadcasts. The known mistakes compute with them.

const shapeOf = (m) => [m.length, m[0].length];
const misfit = (p, sign, q) => {
  const [left, right] = [p, q].map((m) => `(${shapeOf(m).join(", ")})`);
  return new RangeError(`Shapes do not fit: ${left} ${sign} ${right}.`);
};

export const transposed = (m) => m[0].map((_, j) => m.map((row) => row[j]));
export const each = (m, f) => m.map((row) => row.map(f));
export const hasShape = (m, rows, columns) => m.length === rows && m.every((row) => row.length === columns);

/** p @ q */
export function product(p, q) {
  if (p[0].length !== q.length) throw misfit(p, "@", q);
  return p.map((row) => q[0].map((_, j) => row.reduce((sum, value, i) => sum + value * q[i][j], 0)));
}

/** Number by number; a single row or column meets each of the other's. */
export function meet(p, q, f) {
  const [rows, columns] = shapeOf(p).map((m, axis) => {
    const n = shapeOf(q)[axis];
    if (m !== n && m !== 1 && n !== 1) throw misfit(p, "*", q);
    return m === 1 ? n : m;
  });
  const at = (m, i, j) => m[m.length === 1 ? 0 : i][m[0].length === 1 ? 0 : j];
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (__, j) => f(at(p, i, j), at(q, i, j))),
  );
}
export const times = (p, q) => meet(p, q, (a, b) => a * b);
export const minus = (p, q) => meet(p, q, (a, b) => a - b);
