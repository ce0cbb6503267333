/** Bins of every histogram; eight for each of the 256 steps to be placed. */
const BINS = 2048;

/** How often values occurred between the least and the greatest seen. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  /** Occurrences by bin, all equally wide; empty where the rule does not ask for them. */
  readonly counts: Float64Array;
}

/** Gathers the ends first, then the counts between them. */
export class HistogramBuilder {
  private low = Infinity;
  private high = -Infinity;
  private readonly counts = new Float64Array(BINS);

  /** Takes in the ends. False where a value is not finite. */
  widen(values: Float32Array): boolean {
    let [low, high] = [this.low, this.high];
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
      if (!(Math.abs(value) <= 3.4028235e38)) return false;
    }
    this.low = low;
    this.high = high;
    return true;
  }

  /** Counts values that `widen` has seen. */
  count(values: Float32Array): void {
    const factor = this.high > this.low ? BINS / (this.high - this.low) : 0;
    for (let i = 0; i < values.length; i++) {
      this.counts[Math.min(BINS - 1, Math.floor((values[i]! - this.low) * factor))]!++;
    }
  }

  finish(): Histogram {
    return { low: this.low, high: this.high, counts: this.counts };
  }
}
