import { crc16 } from '@fettle/frame';
import { malformed } from './errors';

/** Data in one chunk: with its envelope well inside a device's receive buffer. */
export const CHUNK_DATA_BYTES = 1024;
/** Bytes that name a package: the first of the SHA-256 of its file. */
export const PACKAGE_ID_BYTES = 16;
const ENVELOPE = { version: 0, kind: 1, id: 2, total: 18, offset: 22, length: 26, data: 28 } as const;

export interface PackageChunk {
  /** 32 lower-case hex digits. */
  readonly packageId: string;
  readonly totalBytes: number;
  readonly offset: number;
  readonly data: Uint8Array;
}

/** The payload of one message on a device's `models` topic; at most 1,054 bytes. */
export function encodeChunk({ packageId, totalBytes, offset, data }: PackageChunk): Uint8Array {
  if (data.length > CHUNK_DATA_BYTES) throw malformed('a chunk of too many bytes');
  const bytes = new Uint8Array(ENVELOPE.data + data.length + 2);
  const view = new DataView(bytes.buffer);
  bytes[ENVELOPE.version] = 1;
  bytes[ENVELOPE.kind] = 1;
  for (let i = 0; i < PACKAGE_ID_BYTES; i++)
    bytes[ENVELOPE.id + i] = parseInt(packageId.slice(2 * i, 2 * i + 2), 16);
  view.setUint32(ENVELOPE.total, totalBytes, true);
  view.setUint32(ENVELOPE.offset, offset, true);
  view.setUint16(ENVELOPE.length, data.length, true);
  bytes.set(data, ENVELOPE.data);
  view.setUint16(bytes.length - 2, crc16(bytes, bytes.length - 2), false);
  return bytes;
}

/** What a device reads; `PACKAGE.MALFORMED` for anything that no `encodeChunk` made. */
export function decodeChunk(bytes: Uint8Array): PackageChunk {
  if (bytes.length < ENVELOPE.data + 2) throw malformed('a chunk that is too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length - 2;
  if (view.getUint16(end, false) !== crc16(bytes, end)) throw malformed('a chunk with a wrong checksum');
  if (bytes[ENVELOPE.version] !== 1 || bytes[ENVELOPE.kind] !== 1)
    throw malformed('a chunk of an unknown kind');
  const length = view.getUint16(ENVELOPE.length, true);
  if (ENVELOPE.data + length !== end) throw malformed('a chunk of another length than it says');
  const id = bytes.subarray(ENVELOPE.id, ENVELOPE.id + PACKAGE_ID_BYTES);
  return {
    packageId: [...id].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    totalBytes: view.getUint32(ENVELOPE.total, true),
    offset: view.getUint32(ENVELOPE.offset, true),
    data: bytes.slice(ENVELOPE.data, end),
  };
}
