import { HOUR_MS } from '@fettle/kernel';
import type { Readings } from './instrument';

const LEARN_MS = 72 * HOUR_MS;
/** z-scores at which the score is one half, and its steepness; a healthy machine's worst of six features stays near 2. */
const HALF_Z = 6;
const SLOPE = 1.2;

/**
 * The device's own detector: learns mean and deviation of each watched feature over its first three days (Welford 1962),
 * freezes them, then scores the worst z-score through a logistic curve. 0 while it learns. It compares with itself only:
 * a machine that was already failing when it learnt looks usual to it.
 */
export class AnomalyDetector {
  private readonly counts: Float64Array;
  private readonly means: Float64Array;
  private readonly squares: Float64Array;
  private readonly learnUntilMs: number;

  constructor(
    startMs: number,
    private readonly features: readonly string[],
  ) {
    this.learnUntilMs = startMs + LEARN_MS;
    this.counts = new Float64Array(features.length);
    this.means = new Float64Array(features.length);
    this.squares = new Float64Array(features.length);
  }

  score(values: Readings, atMs: number): number {
    if (atMs < this.learnUntilMs) {
      this.learn(values);
      return 0;
    }
    let worst = 0;
    for (let i = 0; i < this.features.length; i++) {
      const value = values[this.features[i]!];
      if (value === undefined || this.counts[i]! < 30) continue;
      const deviation =
        Math.sqrt(this.squares[i]! / this.counts[i]!) + 1e-3 * Math.abs(this.means[i]!) + 1e-9;
      worst = Math.max(worst, Math.abs(value - this.means[i]!) / deviation);
    }
    return 1 / (1 + Math.exp((HALF_Z - worst) / SLOPE));
  }

  private learn(values: Readings): void {
    for (let i = 0; i < this.features.length; i++) {
      const value = values[this.features[i]!];
      if (value === undefined) continue;
      const count = ++this.counts[i]!;
      const delta = value - this.means[i]!;
      this.means[i]! += delta / count;
      this.squares[i]! += delta * (value - this.means[i]!);
    }
  }
}
