/** Why bytes are not a frame. Closed: every rejection by this library is one of these, and every one can occur. */
export const REJECT_REASONS = [
  'FRAME_TOO_SHORT',
  'FRAME_TOO_LARGE',
  'UNKNOWN_VERSION',
  'BAD_CRC',
  'TRUNCATED',
  'BAD_VARINT',
  'BOOT_ID_OUT_OF_RANGE',
  'SEQUENCE_OUT_OF_RANGE',
  'TOO_MANY_SAMPLES',
  'TOO_MANY_COLUMNS',
  'TOO_MANY_CELLS',
  'TIME_OUT_OF_RANGE',
  'SIGNAL_ID_OUT_OF_RANGE',
  'BAD_EXPONENT',
  'UNKNOWN_MODE',
  'BAD_MODE_PARAMETER',
  'BAD_STATE',
  'VALUE_OUT_OF_RANGE',
  'TRAILING_BITS',
] as const;

/** One of {@link REJECT_REASONS}. */
export type RejectReason = (typeof REJECT_REASONS)[number];
