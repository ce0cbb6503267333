export interface SeriesColumns {
  readonly mean: readonly (number | null)[];
}

export interface Band {
  readonly low: number;
  readonly high: number;
}

/** Value at share `p` of sorted numbers, linear between neighbours (Hyndman & Fan type 7). */
function quantile(sorted: readonly number[], p: number): number {
  const place = (sorted.length - 1) * p;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * Where a signal's mean lay for the middle 90 % of the first third of the shown time: what the rest is compared with by
 * eye. Null with fewer than 20 values there: too few to call anything usual.
 */
export function usualBand(series: SeriesColumns): Band | null {
  const early = series.mean.slice(0, Math.ceil(series.mean.length / 3)).filter((value) => value !== null);
  if (early.length < 20) return null;
  const sorted = [...early].sort((a, b) => a - b);
  return { low: quantile(sorted, 0.05), high: quantile(sorted, 0.95) };
}
