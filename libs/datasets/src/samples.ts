import { readFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { AppError } from '@fettle/kernel';

/**
 * Samples of a file of little-endian int16, gunzipped when its name ends in `.gz`. Throws `DATA.MALFORMED` for half a sample,
 * for no sample, and for a gzip that is none; `atMost` bytes when unpacked.
 */
export async function readSamples(path: string, atMost = 1 << 26): Promise<Int16Array> {
  const bytes = await unpacked(path, atMost);
  if (bytes.length === 0 || bytes.length % 2 !== 0) {
    throw malformed(path, `${bytes.length} bytes are no samples of 16 bits`);
  }
  if (endianness() === 'BE') bytes.swap16();
  return new Int16Array(Uint8Array.from(bytes).buffer);
}

/** `DATA.MALFORMED`, with the path and what is wrong with it. */
export function malformed(path: string, what: string, cause?: unknown): AppError {
  return new AppError('DATA.MALFORMED', `${path}: ${what}`, { details: { path }, cause });
}

async function unpacked(path: string, atMost: number): Promise<Buffer> {
  const bytes = await readFile(path);
  if (!path.endsWith('.gz')) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: atMost });
  } catch (cause) {
    throw malformed(path, 'not a gzip of samples', cause);
  }
}
