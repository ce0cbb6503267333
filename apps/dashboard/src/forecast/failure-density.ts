const DAY_S = 86_400;
/** Distance from the median to p10 and p90 of a normal distribution, in standard deviations. */
const Z90 = 1.2815515655446004;
/** Below this spread (6 h) a density is drawn no narrower: a strip of days cannot show it. */
const LEAST_SIGMA_S = DAY_S / 4;

export interface LifeQuantiles {
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
}

export interface ChanceWithin {
  readonly p1d: number | null;
  readonly p7d: number | null;
  readonly p30d: number | null;
}

/** Error function, Abramowitz & Stegun 7.1.26, absolute error below 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const poly =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const value = 1 - poly * Math.exp(-x * x);
  return x < 0 ? -value : value;
}

/**
 * Distribution function of the shifted log-normal (Johnson's S_L, 1949) that has exactly these quantiles; the normal where
 * they lie evenly. Smooth, and skewed as they are.
 */
function fromQuantiles(p10: number, p50: number, p90: number): (seconds: number) => number {
  const before = Math.max(p50 - p10, LEAST_SIGMA_S * Z90);
  const after = Math.max(p90 - p50, LEAST_SIGMA_S * Z90);
  const skew = Math.log(after / before);
  const normal = (z: number): number => 0.5 * (1 + erf(z / Math.SQRT2));
  if (Math.abs(skew) < 1e-3) return (seconds) => normal((Z90 * (seconds - p50)) / before);
  const scale = after / (Math.exp(skew) - 1);
  return (seconds) => {
    const stretched = 1 + (seconds - p50) / scale;
    if (stretched <= 0) return skew > 0 ? 0 : 1;
    return normal((Z90 / skew) * Math.log(stretched));
  };
}

/** Linear between the chances that the forecast names; flat beyond the last. */
function fromChances(chances: ChanceWithin): ((seconds: number) => number) | null {
  const knots = [
    { at: 0, chance: 0 },
    { at: DAY_S, chance: chances.p1d },
    { at: 7 * DAY_S, chance: chances.p7d },
    { at: 30 * DAY_S, chance: chances.p30d },
  ].filter((knot): knot is { at: number; chance: number } => knot.chance !== null);
  if (knots.length < 2) return null;
  return (seconds) => {
    const next = knots.findIndex((knot) => knot.at >= seconds);
    if (next === 0) return 0;
    const right = knots[next];
    const left = knots[next === -1 ? knots.length - 1 : next - 1];
    if (right === undefined || left === undefined) return left?.chance ?? 0;
    return left.chance + ((right.chance - left.chance) * (seconds - left.at)) / (right.at - left.at);
  };
}

export interface DensityBins {
  readonly count: number;
  /** Width of one bin, seconds. */
  readonly widthS: number;
  /** Where the first bin starts, seconds after the forecast's own time. */
  readonly offsetS: number;
}

/**
 * Chance of failing in each bin: numbers >= 0 whose sum is at most 1. From the three quantiles where the forecast has
 * them, else from its chances within 1, 7 and 30 days; null when it has
 * neither.
 */
export function failureDensity(
  life: LifeQuantiles,
  chances: ChanceWithin,
  bins: DensityBins,
): number[] | null {
  const { p10, p50, p90 } = life;
  const cdf =
    p10 !== null && p50 !== null && p90 !== null ? fromQuantiles(p10, p50, p90) : fromChances(chances);
  if (cdf === null) return null;
  return Array.from({ length: bins.count }, (_, bin) => {
    const from = bins.offsetS + bin * bins.widthS;
    // What a normal puts before now has no bin of its own: it belongs to the first.
    const before = bin === 0 ? 0 : cdf(from);
    return Math.max(0, cdf(from + bins.widthS) - before);
  });
}

/**
 * Height 0..1 on a strip of a chance per day. Bends with the square root, so that a wide, unsure forecast is seen beside a
 * sharp one, and flattens towards the top, so that no peak is cut off.
 */
export function densityHeight(chancePerDay: number): number {
  const root = Math.sqrt(Math.max(0, chancePerDay));
  return Math.min(1, (1.3 * root) / (root + 0.5));
}
