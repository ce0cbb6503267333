/** The different numbers, ascending, or null when there are more than `limit`. */
export function distinctValues(numbers: Float64Array, limit: number): number[] | null {
  const sorted: number[] = [];
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i]!;
    if (i > 0 && value === numbers[i - 1]) continue;
    const at = rankOf(sorted, value);
    if (sorted[at] === value) continue;
    if (sorted.length === limit) return null;
    sorted.push(value);
    for (let j = sorted.length - 1; j > at; j--) sorted[j] = sorted[j - 1]!;
    sorted[at] = value;
  }
  return sorted;
}

/** How many of an ascending list are smaller: where `value` is, or belongs. */
export function rankOf(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
