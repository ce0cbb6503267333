import type { RejectReason } from './reject-reasons';

/**
 * What a column's numbers are, in the order of their code on the wire.
 * scaled: integers m, value m x 10^exponent. label: class index. probability: integers m, value m x 10^exponent
 * for an exponent <= 0, m / 2^exponent for one above. float64: the values themselves, every bit kept.
 */
export const COLUMN_KINDS = ['scaled', 'label', 'probability', 'float64'] as const;

/** One of {@link COLUMN_KINDS}. */
export type ColumnKind = (typeof COLUMN_KINDS)[number];

/** Per sample: there is a value; there was none; the sensor said not-a-number. */
export const SAMPLE_STATE = { PRESENT: 0, MISSING: 1, NAN: 2 } as const;

/** One signal's numbers to encode, one for each time of the frame. */
export interface ColumnInput {
  /** 1 to {@link MAX_SIGNAL_ID}, each once in a frame. */
  readonly signalId: number;
  readonly kind: ColumnKind;
  /** Decimal (or binary, see {@link COLUMN_KINDS}) exponent; 0 for labels and float64. */
  readonly exponent: number;
  /** Integers, or the values themselves for float64; ignored where the state is not PRESENT. NaN without a state means NaN. */
  readonly mantissas: ArrayLike<number>;
  /** One {@link SAMPLE_STATE} a sample; absent or null when every sample is present. */
  readonly states?: ArrayLike<number> | null;
}

/** What {@link encodeFrame} takes. */
export interface FrameInput {
  /** Counts a device's starts, or is chosen at random at each; 32 bits. */
  readonly bootId: number;
  /** Counts a device's frames since its start; 48 bits. */
  readonly sequence: number;
  /** True when bootId and sequence are halves of a digest of the content: duplicates can be seen, gaps cannot. */
  readonly contentIdentity?: boolean;
  /** Event times, integer milliseconds since 1970, in any order, equal times allowed; at least one. */
  readonly times: ArrayLike<number>;
  /** At least one; they come back in ascending order of signal id. */
  readonly columns: readonly ColumnInput[];
}

/** One decoded signal. The arrays are views into the frame's own memory: valid until the frame is decoded into again. */
export interface DecodedColumn {
  readonly signalId: number;
  readonly kind: ColumnKind;
  readonly exponent: number;
  /** One a sample; NaN wherever the state is not PRESENT. */
  readonly mantissas: Float64Array;
  /** One {@link SAMPLE_STATE} a sample, or null when every sample is present. */
  readonly states: Uint8Array | null;
}

/** What a header says, without the columns' numbers. */
export interface FrameHeader {
  readonly bootId: number;
  readonly sequence: number;
  readonly contentIdentity: boolean;
  readonly sampleCount: number;
  /** Ascending. */
  readonly signalIds: readonly number[];
  /** Event time of the first sample, epoch ms. */
  readonly baseTimeMs: number;
  /** Smallest and largest event time, epoch ms. */
  readonly minTimeMs: number;
  readonly maxTimeMs: number;
}

/** The expected outcomes of {@link decodeFrame}. */
export type DecodeResult<Frame> =
  { readonly ok: true; readonly frame: Frame } | { readonly ok: false; readonly reason: RejectReason };
