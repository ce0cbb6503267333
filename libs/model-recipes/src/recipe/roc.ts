/**
 * Area under the receiver operating characteristic: the chance that a faulty case scores above a healthy one, equals counting
 * half (Mann and Whitney 1947). NaN where either is missing.
 */
export function areaUnderRoc(healthy: readonly number[], faulty: readonly number[]): number {
  const all = [
    ...healthy.map((score) => ({ score, faulty: false })),
    ...faulty.map((score) => ({ score, faulty: true })),
  ];
  all.sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to < all.length && all[to]!.score === all[from]!.score) to++;
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i++) if (all[i]!.faulty) ranks += rank;
    from = to;
  }
  return (ranks - (faulty.length * (faulty.length + 1)) / 2) / (healthy.length * faulty.length);
}

/** The value below which this share of the values lies; linear between neighbours. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (at - below);
}
