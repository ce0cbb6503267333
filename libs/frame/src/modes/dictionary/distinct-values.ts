/** The different numbers, ascending, or null when there are more than `limit`. */
export function distinctValues(numbers: ArrayLike<number>, limit: number): number[] | null {
  const sorted: number[] = [];
  let before = Number.NaN;
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i]!;
    if (value === before) continue;
    before = value;
    let at = sorted.length;
    while (at > 0 && sorted[at - 1]! > value) at--;
    if (at > 0 && sorted[at - 1] === value) continue;
    if (sorted.length === limit) return null;
    sorted.splice(at, 0, value);
  }
  return sorted;
}
