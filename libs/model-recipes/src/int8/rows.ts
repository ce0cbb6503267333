/** Rows of integers as one row of reals after another. */
export function realsOf(rows: readonly Int32Array[]): Float32Array {
  const width = rows[0]!.length;
  const reals = new Float32Array(rows.length * width);
  rows.forEach((row, i) => reals.set(row, i * width));
  return reals;
}

/** Gives rows with 0 at the `unseen` of `names`: a value that never changes is standardised to nothing. */
export function without(
  names: readonly string[],
  unseen: readonly string[],
): (row: Int32Array) => Int32Array {
  const places = unseen.map((name) => names.indexOf(name));
  return (row) => row.map((value, i) => (places.includes(i) ? 0 : value));
}
