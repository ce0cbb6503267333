import { crc16 } from '@fettle/frame';

/** Raw samples of one channel as they come over the wire. */
export interface Snippet {
  readonly channel: number;
  readonly bootId: number;
  readonly sequence: number;
  /** Event time of the first sample. */
  readonly timeMs: number;
  readonly sampleRateHz: number;
  /** A sample times this is the measured value. */
  readonly unitsPerStep: number;
  /** 16-bit signed, little endian; a view of the message. */
  readonly samples: Uint8Array;
}

export const MAX_SNIPPET_SAMPLES = 8_192;
const VERSION = 1;
const KIND_SNIPPET = 1;
const HEADER_BYTES = 30;
const CRC_BYTES = 2;

/**
 * A snippet, or what is wrong with the bytes; never throws. Little endian: u8 version, u8 kind, u16 channel, u32 boot,
 * u32 sequence, i64 time, f32 sample rate, f32 units per step, u16 count, count × i16; then the CRC-16 of frames, big endian.
 */
export function decodeSnippet(bytes: Uint8Array): Snippet | string {
  if (bytes.length < HEADER_BYTES + CRC_BYTES) return 'shorter than a header';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint8(0) !== VERSION) return `version ${view.getUint8(0)} is not known`;
  if (view.getUint8(1) !== KIND_SNIPPET) return `kind ${view.getUint8(1)} is not known`;
  const count = view.getUint16(28, true);
  const end = HEADER_BYTES + 2 * count;
  if (count === 0 || count > MAX_SNIPPET_SAMPLES)
    return `${count} samples, 1 to ${MAX_SNIPPET_SAMPLES} are taken`;
  if (bytes.length !== end + CRC_BYTES) return `${bytes.length} bytes do not hold ${count} samples`;
  if (crc16(bytes, end) !== view.getUint16(end)) return 'the checksum does not fit';
  const snippet: Snippet = {
    channel: view.getUint16(2, true),
    bootId: view.getUint32(4, true),
    sequence: view.getUint32(8, true),
    timeMs: Number(view.getBigInt64(12, true)),
    sampleRateHz: view.getFloat32(20, true),
    unitsPerStep: view.getFloat32(24, true),
    samples: bytes.subarray(HEADER_BYTES, end),
  };
  const { sampleRateHz, unitsPerStep } = snippet;
  if (!(sampleRateHz > 0) || !Number.isFinite(sampleRateHz)) return `a sample rate of ${sampleRateHz} Hz`;
  return Number.isFinite(unitsPerStep) ? snippet : `a scale of ${unitsPerStep}`;
}
