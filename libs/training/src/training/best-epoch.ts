import type { EarlyStopping, EpochRecord } from './train.types';

/** Remembers the epoch of least loss, and its weights where they are to be restored. */
export class BestEpoch {
  record: EpochRecord | undefined;
  weights: Float32Array | undefined;
  private waited = 0;

  constructor(private readonly earlyStopping: EarlyStopping | undefined) {}

  /** True once patience is over. */
  add(record: EpochRecord, weights: Float32Array): boolean {
    const { patience = Infinity, minDelta = 0 } = this.earlyStopping ?? {};
    if (this.record === undefined || watched(record) < watched(this.record) - minDelta) {
      this.record = record;
      this.waited = 0;
      if (this.earlyStopping !== undefined) this.weights = weights.slice();
      return false;
    }
    this.waited++;
    return this.waited >= patience;
  }
}

function watched({ loss, validationLoss }: EpochRecord): number {
  return validationLoss ?? loss;
}
