import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync } from 'node:zlib';
import { cborDeflate } from './cbor-deflate';
import { generalCompressor } from './general-compressor';
import { gorilla } from './gorilla';
import type { Rival } from './rival';
import { sparkplugDeflate } from './sparkplug-deflate';

const BROTLI = {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 18,
  },
};

/** Everything Fettle is compared with, each at its best level; a new one is a file here and a row. */
export const RIVALS: readonly Rival[] = [
  generalCompressor(
    'gzip',
    (plain) => gzipSync(plain, { level: 9 }),
    (bytes) => gunzipSync(bytes),
  ),
  generalCompressor(
    'brotli',
    (plain) => brotliCompressSync(plain, BROTLI),
    (bytes) => brotliDecompressSync(bytes),
  ),
  cborDeflate,
  gorilla,
  sparkplugDeflate,
];
