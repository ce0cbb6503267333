/**
 * Hoare's selection: puts the k-th smallest (from 0) of `values[from..to)` at index k, nothing larger before it, nothing
 * smaller behind it. A further selection to the right of k needs to look at the right part only.
 */
export function selectInPlace(values: Float64Array, from: number, to: number, k: number): number {
  let low = from;
  let high = to - 1;
  while (low < high) {
    const pivot = values[(low + high) >>> 1]!;
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left]! < pivot) left++;
      while (values[right]! > pivot) right--;
      if (left > right) break;
      const swapped = values[left]!;
      values[left++] = values[right]!;
      values[right--] = swapped;
    }
    if (k <= right) high = right;
    else if (k >= left) low = left;
    else break;
  }
  return values[k]!;
}

/**
 * The `k` largest of the first `n` values, descending, into `out`. For a few of many: once the first have been seen, a
 * value is mostly looked at once and passed over.
 */
export function largestInto(values: Float64Array, n: number, k: number, out: Float64Array): void {
  out.fill(-Infinity, 0, k);
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    if (value <= out[k - 1]!) continue;
    let at = k - 1;
    for (; at > 0 && out[at - 1]! < value; at--) out[at] = out[at - 1]!;
    out[at] = value;
  }
}
