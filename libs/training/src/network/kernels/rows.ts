/** Writes `row` into each of the first `count` rows of `values`. */
export function repeatRow(row: Float32Array, values: Float32Array, count: number): void {
  const length = row.length;
  for (let i = 0, at = 0; i < count; i++) for (let j = 0; j < length; j++) values[at++] = row[j]!;
}

/** Adds to each sum the column below it, over the first `count` rows of `values`. */
export function addColumnSums(values: Float32Array, sums: Float32Array, count: number): void {
  const length = sums.length;
  for (let i = 0, at = 0; i < count; i++) for (let j = 0; j < length; j++) sums[j]! += values[at++]!;
}
