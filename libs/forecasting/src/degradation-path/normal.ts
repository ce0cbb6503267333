const { abs, exp } = Math;

/** Standard normal distribution function, absolute error below 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26). */
export function normalCdf(x: number): number {
  const z = abs(x) / Math.SQRT2;
  if (z > 6) return x > 0 ? 1 : 0;
  const t = 1 / (1 + 0.3275911 * z);
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * poly * exp(-z * z);
  return x >= 0 ? 1 - tail : tail;
}

/** Standard normal quantiles at (j + 0.5) / 11: nodes of equal probability that stand for the whole distribution. */
export const NORMAL_NODES = [
  -1.6906216, -1.0968036, -0.7478586, -0.4727891, -0.2298841, 0, 0.2298841, 0.4727891, 0.7478586, 1.0968036,
  1.6906216,
] as const;
