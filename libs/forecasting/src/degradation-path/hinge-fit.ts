const { max } = Math;

/** A weighted series: damage at days before now. */
export interface WeightedSeries {
  readonly days: Float64Array;
  readonly damage: Float64Array;
  /** Hours of measurement in each bin. */
  readonly hours: Float64Array;
  /** What each bin counts in the fit: its hours, or less where it lies far off. */
  readonly weight: Float64Array;
}

/** Least squares of damage = base + slope * max(0, day - onset). */
export interface HingeFit {
  readonly onset: number;
  readonly base: number;
  readonly slope: number;
  /** Weighted sum of squared residuals. */
  readonly rss: number;
  /** Sum of weights, mean of the regressor and its weighted sum of squares about it: what variances need. */
  readonly weight: number;
  readonly meanX: number;
  readonly sxx: number;
}

/** Least squares of one level before an onset and another one since. */
export interface StepFit {
  /** Level since the onset, and how much higher it is than before. */
  readonly level: number;
  readonly rise: number;
  readonly rss: number;
  /** Sum of weights since the onset, and of squares of the regressor about its mean; 0 where there is no step to fit. */
  readonly weightSince: number;
  readonly sxx: number;
}

/** The fit without change, and those of growth and of a mere step for each onset tried. */
export interface Fits {
  readonly flat: HingeFit;
  readonly hinges: readonly HingeFit[];
  readonly steps: readonly StepFit[];
}

const NO_STEP = { level: 0, rise: 0, weightSince: 0, sxx: 0 };

/** Fewer hours of measurement since an onset say nothing about a speed: one odd hour would. */
const LEAST_HOURS = 10;

/** Onsets tried: ten hours ago, then about a quarter further back each, to the start of the series. */
export function candidateOnsets(days: Float64Array): number[] {
  const first = days[0] ?? 0;
  const onsets: number[] = [];
  for (let hours = LEAST_HOURS; -hours / 24 > first + 1 / 6; hours *= 1.25) onsets.push(-hours / 24);
  onsets.push(first);
  return onsets;
}

/** One pass over the series from its end, with suffix sums; closed forms at each onset. Onsets come newest first. */
export function fitHinges(series: WeightedSeries, onsets: readonly number[]): Fits {
  const { days, damage, hours, weight } = series;
  const origin = damage[damage.length - 1] ?? 0;
  const suffixes = new Float64Array(onsets.length * 6);
  let [w, wt, wtt, wy, wty, wyy, h] = [0, 0, 0, 0, 0, 0, 0];
  let next = 0;
  for (let k = days.length - 1; ; k--) {
    for (; next < onsets.length && (k < 0 || days[k]! <= onsets[next]!); next++) {
      suffixes.set([w, wt, wtt, wy, wty, h], next * 6);
    }
    if (k < 0) break;
    const t = days[k]!;
    const y = damage[k]! - origin;
    const q = weight[k]!;
    w += q;
    wt += q * t;
    wtt += q * t * t;
    wy += q * y;
    wty += q * t * y;
    wyy += q * y * y;
    h += hours[k]!;
  }
  const mean = wy / w;
  const syy = max(1e-12, wyy - wy * mean);
  const flat = { onset: 0, base: origin + mean, slope: 0, rss: syy, weight: w, meanX: 0, sxx: 0 };
  const hinges = onsets.map((onset, c) => {
    const s = suffixes.subarray(c * 6, c * 6 + 6);
    const x = s[1]! - onset * s[0]!;
    const meanX = x / w;
    const sxx = s[2]! - 2 * onset * s[1]! + onset * onset * s[0]! - x * meanX;
    const sxy = s[4]! - onset * s[3]! - x * mean;
    const slope = sxx > 1e-9 && s[5]! >= LEAST_HOURS ? sxy / sxx : 0;
    const rss = max(1e-12, syy - slope * sxy);
    return { onset, base: origin + mean - slope * meanX, slope, rss, weight: w, meanX, sxx };
  });
  const steps = onsets.map((_, c): StepFit => {
    const since = suffixes[c * 6]!;
    const sxx = (since * (w - since)) / w;
    if (!(sxx > 1e-9) || suffixes[c * 6 + 5]! < LEAST_HOURS) return { ...NO_STEP, rss: syy };
    const level = suffixes[c * 6 + 3]! / since;
    const rise = ((level - mean) * w) / (w - since);
    return { level: origin + level, rise, rss: max(1e-12, syy - rise * rise * sxx), weightSince: since, sxx };
  });
  return { flat, hinges, steps };
}

/** Damage that a fit gives at a day. */
export function valueAt(fit: HingeFit, day: number): number {
  return day > fit.onset ? fit.base + fit.slope * (day - fit.onset) : fit.base;
}
