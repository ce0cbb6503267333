import { roundedShift } from '../arithmetic/integers';
import { stageShift, Width } from './width';

/** Taken out of the global once: some hosts intercept every look-up of a global. */
const { floor } = Math;

/** Words' magnitudes ORed together: its highest bit is that of the largest. One's complement, as the device does it. */
export function magnitudeBits(words: Int32Array, count: number): number {
  let seen = 0;
  for (let i = 0; i < count; i++) seen |= words[i]! ^ (words[i]! >> 31);
  return seen;
}

function swapReversed(z: Int32Array, count: number): void {
  for (let i = 1, j = 0; i < count; i++) {
    let bit = count >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    for (const part of [0, 1]) {
      const kept = z[2 * i + part]!;
      z[2 * i + part] = z[2 * j + part]!;
      z[2 * j + part] = kept;
    }
  }
}

interface Stage {
  readonly half: number;
  readonly shift: number;
  readonly count: number;
}

/** All butterflies of one twiddle `c - i s`; gives the magnitudes seen. `c` is 32768 for the twiddle 1. */
function butterflies(
  z: Int32Array,
  { half, shift, count }: Stage,
  first: number,
  c: number,
  s: number,
): number {
  const round = (1 << shift) >> 1;
  let seen = 0;
  for (let i = first; i < count; i += 2 * half) {
    const a = 2 * i;
    const b = a + 2 * half;
    const x = z[b]!;
    const y = z[b + 1]!;
    const re = floor((c * x + s * y + 16384) / 32768);
    const im = floor((c * y - s * x + 16384) / 32768);
    const ar = z[a]! + round;
    const ai = z[a + 1]! + round;
    const p = (z[a] = (ar + re) >> shift);
    const q = (z[a + 1] = (ai + im) >> shift);
    const r = (z[b] = (ar - re) >> shift);
    const t = (z[b + 1] = (ai - im) >> shift);
    seen |= (p ^ (p >> 31)) | (q ^ (q >> 31)) | (r ^ (r >> 31)) | (t ^ (t >> 31));
  }
  return seen;
}

/**
 * In-place transform of `count` complex words (a power of two, interleaved): the transform is what stands there times
 * 2^(the result). Block floating point: a stage is shifted only where its input could overflow. Decimation in time, radix 2;
 * the twiddle 1 is exact, the others have 15 bits.
 */
export function complexTransform(z: Int32Array, count: number, sine: Int16Array, width: Width): number {
  const period = ((sine.length - 1) / 3) * 4;
  let seen = magnitudeBits(z, 2 * count);
  let exponent = 0;
  swapReversed(z, count);
  for (let half = 1; half < count; half *= 2) {
    const stage = { half, shift: stageShift(seen, width), count };
    const stride = period / (2 * half);
    seen = butterflies(z, stage, 0, 32768, 0);
    for (let j = 1; j < half; j++) {
      seen |= butterflies(z, stage, j, sine[j * stride + period / 4]!, sine[j * stride]!);
    }
    exponent += stage.shift;
  }
  return exponent;
}

/**
 * In-place transform of `size` real words: afterwards bin k (0 < k < size / 2) stands at [2k, 2k + 1], the first and the last
 * bin, both real, at [0] and [1]. Gives the exponent, as `complexTransform`.
 */
export function realTransform(x: Int32Array, size: number, sine: Int16Array, width: Width): number {
  const half = size / 2;
  const exponent = complexTransform(x, half, sine, width);
  const period = ((sine.length - 1) / 3) * 4;
  const shift = stageShift(magnitudeBits(x, size), width);
  const down = shift + 1;
  const [a, b] = [x[0]!, x[1]!];
  x[0] = roundedShift(2 * (a + b), down);
  x[1] = roundedShift(2 * (a - b), down);
  for (let k = 1; k <= half / 2; k++) {
    separate(
      x,
      2 * k,
      2 * (half - k),
      down,
      sine[k * (period / size) + period / 4]!,
      sine[k * (period / size)]!,
    );
  }
  return exponent + shift;
}

/** Bins k and size/2 - k from the transform of even and odd samples taken as real and imaginary parts. */
function separate(x: Int32Array, k: number, m: number, down: number, c: number, s: number): void {
  const evenRe = x[k]! + x[m]!;
  const evenIm = x[k + 1]! - x[m + 1]!;
  const oddRe = x[k + 1]! + x[m + 1]!;
  const oddIm = x[m]! - x[k]!;
  const re = floor((c * oddRe + s * oddIm + 16384) / 32768);
  const im = floor((c * oddIm - s * oddRe + 16384) / 32768);
  const round = 1 << (down - 1);
  x[k] = (evenRe + re + round) >> down;
  x[k + 1] = (evenIm + im + round) >> down;
  x[m] = (evenRe - re + round) >> down;
  x[m + 1] = (im - evenIm + round) >> down;
}
