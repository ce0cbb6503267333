/** The number with half of the others below it (the upper one of two), by Hoare's selection; reorders `numbers` (at least one). */
export function median(numbers: Float64Array): number {
  const middle = numbers.length >> 1;
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const pivot = numbers[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (numbers[i]! < pivot) i++;
      while (numbers[j]! > pivot) j--;
      if (i > j) break;
      const swap = numbers[i]!;
      numbers[i++] = numbers[j]!;
      numbers[j--] = swap;
    }
    if (j < middle) low = i;
    if (i > middle) high = j;
  }
  return numbers[middle]!;
}
