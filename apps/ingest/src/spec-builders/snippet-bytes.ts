import { crc16 } from '@fettle/frame';

export interface SnippetInput {
  readonly bootId?: number;
  readonly sequence?: number;
  readonly channel?: number;
  readonly timeMs: number;
  readonly sampleRateHz?: number;
  readonly unitsPerStep?: number;
  readonly samples?: readonly number[];
}

/** A raw snippet as a device writes it. */
export function snippetBytes(input: SnippetInput): Buffer {
  const samples = input.samples ?? [1, -2, 32_767, -32_768];
  const bytes = Buffer.alloc(32 + 2 * samples.length);
  bytes[0] = 1;
  bytes[1] = 1;
  bytes.writeUInt16LE(input.channel ?? 3, 2);
  bytes.writeUInt32LE(input.bootId ?? 7, 4);
  bytes.writeUInt32LE(input.sequence ?? 1, 8);
  bytes.writeBigInt64LE(BigInt(input.timeMs), 12);
  bytes.writeFloatLE(input.sampleRateHz ?? 20_480, 20);
  bytes.writeFloatLE(input.unitsPerStep ?? 0.5, 24);
  bytes.writeUInt16LE(samples.length, 28);
  samples.forEach((sample, i) => bytes.writeInt16LE(sample, 30 + 2 * i));
  const end = 30 + 2 * samples.length;
  bytes.writeUInt16BE(crc16(bytes, end), end);
  return bytes;
}
