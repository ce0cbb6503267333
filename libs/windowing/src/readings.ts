/**
 * The readings of one signal in a frame, one entry for each sample: what the frame decoder gives.
 * scaled, label: integers, value mantissa × 10^exponent. probability: the same for an exponent <= 0, mantissa / 2^exponent
 * above. float64: the values themselves.
 */
export interface ReadingColumn {
  readonly signalId: number;
  readonly kind: 'scaled' | 'label' | 'probability' | 'float64';
  readonly exponent: number;
  /** NaN where there is no number; such samples, and infinite ones, are no readings. Whole numbers within 2^53 unless float64. */
  readonly mantissas: Float64Array;
}

/** A decoded frame: samples with their event times, and a column for each signal. Arrays may be longer than `samples`. */
export interface ReadingBatch {
  readonly samples: number;
  /** Event time of each sample, whole epoch ms; any order. */
  readonly times: Float64Array;
  readonly columns: readonly ReadingColumn[];
}

/** Why a reading entered no window. */
export type LateReason = 'WINDOW.CLOSED';

/** Readings of one signal in one frame that came after their window had closed. */
export interface LateReadings {
  readonly reason: LateReason;
  readonly signalId: number;
  readonly count: number;
  /** Event times of the oldest and the newest of them. */
  readonly firstMs: number;
  readonly lastMs: number;
}
