import type { Random } from '@fettle/kernel';
import { HOUR_MS } from '@fettle/kernel';

/**
 * A stationary standard-normal process with exponential autocorrelation (Ornstein-Uhlenbeck, sampled hourly as an AR(1),
 * linear between the hours). Its path depends on the seed and the clock hour alone, never on the steps at which it is
 * read. Times may not fall back by more than an hour.
 */
export class HourlyNoise {
  private hour: number;
  private before: number;
  private after: number;
  private readonly rho: number;
  private readonly innovation: number;

  constructor(
    private readonly random: Random,
    startMs: number,
    correlationHours: number,
  ) {
    this.rho = Math.exp(-1 / correlationHours);
    this.innovation = Math.sqrt(1 - this.rho * this.rho);
    this.hour = Math.floor(startMs / HOUR_MS);
    this.before = random.normal();
    this.after = this.next(this.before);
  }

  at(timeMs: number): number {
    const hours = timeMs / HOUR_MS;
    while (hours >= this.hour + 1) {
      this.hour += 1;
      this.before = this.after;
      this.after = this.next(this.before);
    }
    return this.before + (this.after - this.before) * Math.max(0, hours - this.hour);
  }

  private next(value: number): number {
    return this.rho * value + this.innovation * this.random.normal();
  }
}

/** Standard normal distribution function, absolute error below 1.5e-7 (Abramowitz and Stegun 7.1.26). */
export function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * poly * Math.exp(-z * z);
  return x >= 0 ? 1 - tail : tail;
}
