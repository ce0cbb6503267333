import type { Random } from '@fettle/kernel';

/** An indicator's values as new and at functional failure. */
export interface Limit {
  readonly healthy: number;
  readonly failed: number;
}

/** A machine's own value as new: units of one make differ by a few percent. */
export function ownHealthy(limit: Limit, random: Random, spread: number): Limit {
  return { healthy: limit.healthy * Math.exp(spread * random.normal()), failed: limit.failed };
}

/** Where damage multiplies: geometric between the limits; `failed` exactly at severity 1. */
export function geometric({ healthy, failed }: Limit, severity: number): number {
  return severity === 0 ? healthy : healthy * (failed / healthy) ** severity;
}

/** Where damage adds: linear between the limits; `failed` exactly at severity 1. */
export function additive({ healthy, failed }: Limit, severity: number): number {
  return healthy + (failed - healthy) * severity;
}

/** Kurtosis of bearing vibration: 3 when healthy (Gaussian), high for a small sharp spall, low again once it has spread (Dyer and Stewart 1978). */
export function bearingKurtosis(severity: number): number {
  const distance = (severity - 0.35) / 0.2;
  return 3 + (severity === 0 ? 0 : 8 * Math.exp(-distance * distance) + 0.6 * severity);
}
