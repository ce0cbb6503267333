import { crc16 } from '@fettle/frame';

/** Bytes of a package in one chunk, at most. */
export const MAX_CHUNK_BYTES = 1_024;
const VERSION = 1;
const KIND_PACKAGE = 1;
const ID_BYTES = 16;
const HEADER_BYTES = 2 + ID_BYTES + 4 + 4 + 2;
const CRC_BYTES = 2;

/** A part of a model package. */
export interface Chunk {
  /** 32 hexadecimal digits. */
  readonly packageId: string;
  readonly totalBytes: number;
  readonly offset: number;
  /** 1 to {@link MAX_CHUNK_BYTES}. */
  readonly data: Uint8Array;
}

/**
 * A chunk as devices read it. Little endian: u8 version, u8 kind, 16 bytes of id, u32 total, u32 offset, u16 length, the
 * data; then the CRC-16 of frames over all of that, big endian.
 */
export function encodeChunk({ packageId, totalBytes, offset, data }: Chunk): Buffer {
  const end = HEADER_BYTES + data.length;
  const bytes = Buffer.alloc(end + CRC_BYTES);
  bytes[0] = VERSION;
  bytes[1] = KIND_PACKAGE;
  bytes.write(packageId, 2, ID_BYTES, 'hex');
  bytes.writeUInt32LE(totalBytes, 18);
  bytes.writeUInt32LE(offset, 22);
  bytes.writeUInt16LE(data.length, 26);
  bytes.set(data, HEADER_BYTES);
  bytes.writeUInt16BE(crc16(bytes, end), end);
  return bytes;
}
