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
      if (value - value !== 0) return false;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    this.low = low;
    this.high = high;
    return true;
  }

  /** Counts values that `widen` has seen. */
  count(values: Float32Array): void {
    const { counts, low } = this;
    const factor = this.high > low ? BINS / (this.high - low) : 0;
    for (let i = 0; i < values.length; i++) {
      const bin = ((values[i]! - low) * factor) | 0;
      counts[bin < BINS ? bin : BINS - 1]!++;
    }
  }

  finish(): Histogram {
    return { low: this.low, high: this.high, counts: this.counts };
  }
}
