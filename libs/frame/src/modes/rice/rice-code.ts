import type { BitReader } from '../../bits/bit-reader';
import { numberBits, type BitWriter } from '../../bits/bit-writer';
import { bitLength, unzigzag } from '../../bits/numbers';

/** A quotient of this many ones has no remainder: the whole number follows, as in {@link BitWriter.number}. */
export const ESCAPE = 16;

/** Largest parameter. */
export const MAX_RICE = 52;

/**
 * Golomb code with divisor 2^k (Rice 1979) of an unsigned integer: the quotient in ones, a zero, k bits of remainder.
 * Quotients from {@link ESCAPE} on are escaped, so that an outlier costs at most 75 bits.
 */
export function writeRice(writer: BitWriter, code: number, k: number): void {
  const quotient = Math.floor(code / 2 ** k);
  if (quotient >= ESCAPE) {
    writer.ones(ESCAPE);
    writer.number(code);
    return;
  }
  if (quotient + k < 30) {
    writer.bits((((1 << quotient) - 1) << (k + 1)) | (code - quotient * 2 ** k), quotient + 1 + k);
    return;
  }
  writer.ones(quotient);
  writer.bits(0, 1);
  writer.wideBits(code % 2 ** k, k);
}

/** Bits that {@link writeRice} takes for all of `codes` from `start` to `end`. */
export function riceBits(codes: Float64Array, start: number, end: number, k: number): number {
  const scale = 2 ** -k;
  let bits = (end - start) * (k + 1);
  for (let i = start; i < end; i++) {
    const code = codes[i]!;
    const quotient = Math.floor(code * scale);
    bits += quotient < ESCAPE ? quotient : ESCAPE - k - 1 + numberBits(code);
  }
  return bits;
}

/**
 * A parameter that costs least for codes [start, end), and that cost. Near log2(mean x ln 2) for geometric codes, lower
 * where a few are large: searched downhill from there. 0 bits for no codes.
 */
export function bestRice(codes: Float64Array, start: number, end: number): { k: number; bits: number } {
  let sum = 0;
  for (let i = start; i < end; i++) sum += codes[i]!;
  let k = end > start ? Math.max(0, bitLength(Math.floor((sum / (end - start)) * Math.LN2)) - 1) : 0;
  let bits = riceBits(codes, start, end, k);
  for (let step = 1; step >= -1; step -= 2) {
    for (let next = k + step; next >= 0 && next <= MAX_RICE; next += step) {
      const nextBits = riceBits(codes, start, end, next);
      if (nextBits >= bits) break;
      k = next;
      bits = nextBits;
    }
  }
  return { k, bits };
}

/** One code of {@link writeRice}, of any size. */
export function readRice(reader: BitReader, k: number): number {
  let quotient = 0;
  while (quotient < ESCAPE && reader.bits(1) === 1) quotient++;
  return quotient === ESCAPE ? reader.number() : quotient * 2 ** k + reader.wideBits(k);
}

/** Signed residuals, zigzagged and Rice coded, into out[start … end): about 4 ns each. */
export function readRiceResiduals(
  reader: BitReader,
  k: number,
  out: Float64Array,
  start: number,
  end: number,
): void {
  const view = reader.view;
  const limit = reader.end;
  const drop = 31 - k;
  const divisor = 2 ** k;
  let position = reader.position;
  for (let i = start; i < end; i++) {
    const window = position < limit ? view.getInt32(position >>> 3) << (position & 7) : -1;
    const quotient = Math.clz32(~window);
    if (quotient < ESCAPE && quotient + k < 25) {
      const code = (quotient << k) | (((window << (quotient + 1)) >>> 1) >>> drop);
      out[i] = (code >>> 1) ^ -(code & 1);
      position += quotient + 1 + k;
      continue;
    }
    const isWhole = quotient < ESCAPE;
    reader.position = isWhole ? position + quotient + 1 : position;
    out[i] = unzigzag(isWhole ? quotient * divisor + reader.wideBits(k) : readRice(reader, k));
    if (reader.reason !== null) return;
    position = reader.position;
  }
  reader.position = position;
  if (position > limit) reader.fail('TRUNCATED');
}
