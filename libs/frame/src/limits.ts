/** The version this library writes and reads; the high half of a frame's first byte. */
export const FRAME_VERSION = 1;

/** Longest frame in bytes, checksum included. */
export const MAX_FRAME_BYTES = 65_536;

/** Most samples (points in time) in a frame. */
export const MAX_SAMPLES = 4_096;

/** Most columns (signals) in a frame. */
export const MAX_COLUMNS = 64;

/** Most samples x columns in a frame: what bounds the memory of a decoder. */
export const MAX_CELLS = 65_536;

/** Largest boot id: 32 bits. */
export const MAX_BOOT_ID = 2 ** 32 - 1;

/** Largest sequence number: 48 bits, 9,000 years of a frame a millisecond. */
export const MAX_SEQUENCE = 2 ** 48 - 1;

/** Largest signal id: what three bytes of a varint hold. Ids start at 1; those from 1024 on are a tenant's own. */
export const MAX_SIGNAL_ID = 2 ** 21 - 1;

/** Largest magnitude of an integer in a column: 2^53 - 1, exact in a double and in an int64. */
export const MAX_MANTISSA = Number.MAX_SAFE_INTEGER;

/** Largest magnitude that predictors may meet: a prediction and the residual's zigzag then stay below 2^53. */
export const MAX_PREDICTABLE = 2 ** 50;

/** Largest class index of a label column. */
export const MAX_LABEL = 65_535;

/** Largest magnitude of a time, milliseconds from 1970: 142,000 years. Differences and zigzags stay exact. */
export const MAX_TIME_MS = 2 ** 52 - 1;

/** Decimal exponents of scaled columns: 10^22 is the last power of ten that a double holds exactly. */
export const MIN_EXPONENT = -22;
export const MAX_EXPONENT = 12;

/** Binary exponents of probability columns: m / 2^e; int8 softmax output has e = 8. */
export const MAX_PROBABILITY_BITS = 24;

/** Shortest frame: header of one sample and one column, one constant value, checksum. */
export const MIN_FRAME_BYTES = 11;

/**
 * What a decoder may hold for the largest frame, in bytes: cells (8 + 1 each), times and two scratch columns,
 * a padded copy of the frame. {@link decodeFrame} never holds more, whatever the bytes say; objects for at most 64
 * columns come on top.
 */
export const MAX_DECODER_BYTES = MAX_CELLS * 9 + MAX_SAMPLES * 8 * 3 + MAX_FRAME_BYTES + 16;
