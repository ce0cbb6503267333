/** One machine's or sensor's record, as its source has it: no unit changed, nothing left out. */
export interface CodecSeries {
  readonly name: string;
  /** Epoch ms. */
  readonly times: readonly number[];
  /** Signals in the source's order, one value a time; null: missing. */
  readonly columns: readonly CodecColumn[];
}

/** One signal of a series. */
export interface CodecColumn {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** What a signal is registered with; absent for sources that only have decimals as they were written. */
  readonly registered?: {
    readonly signalId: number;
    readonly exponent: number;
    readonly kind: 'scaled' | 'label' | 'probability';
  };
}

/** A row of the table: where series come from. */
export interface CodecSource {
  readonly id: string;
  /** Empty when the data is not there. */
  load(dataDir: string): readonly CodecSeries[];
}
