import { bitLength } from '../../arithmetic/integers';
import { realTransform } from '../../transform/fft';
import { hannAt, sineTable } from '../../transform/sine';
import { Width } from '../../transform/width';
import { Sums } from '../sums/sums';

/** Taken out of the global once: some hosts intercept every look-up of a global. */
const { floor, max } = Math;

/** Bins of `size` real words, as `realTransform` leaves them, in units of `2^exponent` samples. */
export interface Spectrum {
  words: Int32Array;
  size: number;
  exponent: number;
}

/**
 * The window about its mean, scaled to fill `loadBits`, into words; under a Hann window if asked. Gives the exponent of the
 * words, in samples. One rounding.
 */
export function loadWindow(
  words: Int32Array,
  samples: Int16Array,
  { meanQ8, peakQ8 }: Sums,
  width: Width,
  hann: boolean,
): number {
  const size = samples.length;
  const shift = max(bitLength(peakQ8) - width.loadBits, -14);
  const divisor = 2 ** (15 + shift);
  const sine = sineTable(size);
  for (let i = 0; i <= size / 2; i++) {
    const factor = hann ? hannAt(sine, i) : 32768;
    const mirror = (size - i) & (size - 1);
    words[i] = floor(((samples[i]! * 256 - meanQ8) * factor + divisor / 2) / divisor);
    words[mirror] = floor(((samples[mirror]! * 256 - meanQ8) * factor + divisor / 2) / divisor);
  }
  return shift - 8;
}

/** The spectrum of a window whose length is a power of two, 64 to 4,096. */
export function windowSpectrum(into: Spectrum, samples: Int16Array, sums: Sums, width: Width): void {
  into.size = samples.length;
  into.exponent = loadWindow(into.words, samples, sums, width, true);
  into.exponent += realTransform(into.words, into.size, sineTable(into.size), width);
}

/** Squared magnitude of bin k, 0 < k < size / 2, in words: below 2^42. */
export function power(words: Int32Array, k: number): number {
  const re = words[2 * k]!;
  const im = words[2 * k + 1]!;
  return re * re + im * im;
}
