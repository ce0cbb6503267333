import { BitWriter } from '../bits/bit-writer';
import { crc16 } from '../bits/crc16';
import type { RejectReason } from '../reject-reasons';

/** Bytes that must be refused, and with which reason. */
export interface BadFrame {
  readonly reason: RejectReason;
  readonly shows: string;
  readonly bytes: Uint8Array;
}

interface Fields {
  readonly first: number;
  readonly bootId: number;
  readonly sequence: number;
  /** Less one, as on the wire. */
  readonly samples: number;
  readonly columns: number;
  readonly base: number;
  readonly directory: readonly (readonly [step: number, type: number])[];
  /** Values and widths of the bit stream. */
  readonly stream: readonly (readonly [value: number, bits: number])[];
}

/** Version 1, unit 1 ms, one sample at 0 of one scaled signal. */
const GOOD: Fields = {
  first: 0x10,
  bootId: 1,
  sequence: 1,
  samples: 0,
  columns: 0,
  base: 0,
  directory: [[0, 0]],
  stream: [
    [0, 1],
    [0, 4],
    [0, 6],
  ],
};

/** A frame with a right checksum whose parts are as told. */
function handmade(change: Partial<Fields>): Uint8Array {
  const fields = { ...GOOD, ...change };
  const bytes = new Uint8Array(400);
  const writer = new BitWriter(bytes);
  writer.bits(fields.first, 8);
  for (const value of [fields.bootId, fields.sequence, fields.samples, fields.columns, fields.base])
    writer.varint(value);
  if (fields.samples > 0) writer.varint(0);
  for (const [step, type] of fields.directory) {
    writer.varint(step);
    if (step % 2 === 0) writer.bits(type, 8);
  }
  for (const [value, bits] of fields.stream) writer.wideBits(value, bits);
  writer.align();
  return withChecksum(bytes.subarray(0, writer.length));
}

/** The bytes followed by their checksum. */
export function withChecksum(body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(body.length + 2);
  bytes.set(body);
  const crc = crc16(body, body.length);
  bytes[body.length] = crc >>> 8;
  bytes[body.length + 1] = crc & 255;
  return bytes;
}

const wrongChecksum = handmade({});
wrongChecksum[3]! ^= 1;

/** One frame for each reason, smallest first for each stage of a decoder. */
export const BAD_FRAMES: readonly BadFrame[] = [
  { reason: 'FRAME_TOO_SHORT', shows: 'ten bytes', bytes: handmade({}).subarray(0, 10) },
  { reason: 'UNKNOWN_VERSION', shows: 'version 2', bytes: handmade({ first: 0x20 }) },
  { reason: 'BAD_CRC', shows: 'one bit changed', bytes: wrongChecksum },
  {
    reason: 'TRUNCATED',
    shows: 'a bit stream that ends within a number',
    bytes: handmade({
      stream: [
        [0, 5],
        [40, 6],
        [0, 5],
      ],
    }),
  },
  { reason: 'BAD_VARINT', shows: 'a boot id of six bytes', bytes: handmade({ bootId: 2 ** 36 }) },
  { reason: 'BOOT_ID_OUT_OF_RANGE', shows: 'boot id 2^32', bytes: handmade({ bootId: 2 ** 32 }) },
  { reason: 'SEQUENCE_OUT_OF_RANGE', shows: 'sequence 2^48', bytes: handmade({ sequence: 2 ** 48 }) },
  { reason: 'TOO_MANY_SAMPLES', shows: '4097 samples', bytes: handmade({ samples: 4_096 }) },
  { reason: 'TOO_MANY_COLUMNS', shows: '65 columns', bytes: handmade({ columns: 64 }) },
  {
    reason: 'TOO_MANY_CELLS',
    shows: '4096 samples of 17 columns',
    bytes: handmade({ samples: 4_095, columns: 16 }),
  },
  { reason: 'TIME_OUT_OF_RANGE', shows: 'a base of 2^52', bytes: handmade({ base: 2 ** 53 }) },
  {
    reason: 'SIGNAL_ID_OUT_OF_RANGE',
    shows: 'signal 2^21',
    bytes: handmade({ directory: [[2 * (2 ** 21 - 1), 0]] }),
  },
  { reason: 'BAD_EXPONENT', shows: 'a label with exponent 1', bytes: handmade({ directory: [[0, 0x41]] }) },
  {
    reason: 'UNKNOWN_MODE',
    shows: 'mode 15',
    bytes: handmade({
      stream: [
        [0, 1],
        [15, 4],
        [0, 6],
      ],
    }),
  },
  {
    reason: 'BAD_MODE_PARAMETER',
    shows: 'a packed width of 60 bits',
    bytes: handmade({
      stream: [
        [0, 1],
        [1, 4],
        [0, 6],
        [60, 6],
      ],
    }),
  },
  {
    reason: 'BAD_STATE',
    shows: 'state 3',
    bytes: handmade({
      stream: [
        [1, 1],
        [0, 4],
        [3, 6],
        [2, 2],
      ],
    }),
  },
  {
    reason: 'VALUE_OUT_OF_RANGE',
    shows: 'label -1',
    bytes: handmade({
      directory: [[0, 0x40]],
      stream: [
        [0, 5],
        [1, 6],
      ],
    }),
  },
  {
    reason: 'TRAILING_BITS',
    shows: 'a byte after the last column',
    bytes: handmade({
      stream: [
        [0, 5],
        [0, 6],
        [0, 13],
      ],
    }),
  },
];
