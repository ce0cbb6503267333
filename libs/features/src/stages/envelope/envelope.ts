import { bitLength, squareRoot } from '../../arithmetic/integers';
import { complexTransform, magnitudeBits, realTransform } from '../../transform/fft';
import { hannAt, sineTable } from '../../transform/sine';
import { Width } from '../../transform/width';
import { loadWindow, Spectrum } from '../spectrum/spectrum';
import { Sums } from '../sums/sums';

/** Taken out of the global once: some hosts intercept every look-up of a global. */
const { floor } = Math;

/** The band that carries the blows: its first bin, how many, and the power of two that holds them. */
export interface EnvelopeBand {
  readonly first: number;
  readonly bins: number;
  readonly size: number;
}

/**
 * Spectrum of the band's envelope, with the window's own bin width and `size / 2` bins. The band's bins alone, moved down to
 * zero and transformed back, are the analytic signal at `size` samples a window: band-pass, Hilbert transform and decimation
 * in one (Randall, Antoni and Chobsaard 2001). Transforming forward instead of back turns time round, which no magnitude sees.
 * Its magnitude, about its mean and under a Hann window, is transformed once more. All in the words of one window.
 */
export function envelopeSpectrum(
  into: Spectrum,
  samples: Int16Array,
  sums: Sums,
  width: Width,
  band: EnvelopeBand,
): void {
  const { words } = into;
  const sine = sineTable(samples.length);
  const { size, first, bins } = band;
  into.size = size;
  into.exponent = loadWindow(words, samples, sums, width, false);
  into.exponent += realTransform(words, samples.length, sine, width);
  words.copyWithin(0, 2 * first, 2 * (first + bins));
  words.fill(0, 2 * bins, 2 * size);
  into.exponent -= fill(words, 2 * size, width);
  into.exponent += complexTransform(words, size, sine, width);
  for (let i = 0; i < size; i++) {
    const re = words[2 * i]!;
    const im = words[2 * i + 1]!;
    words[i] = squareRoot(re * re + im * im);
  }
  centre(words, size);
  into.exponent -= fill(words, size, width);
  for (let i = 0; i < size; i++) {
    const index = (i <= size / 2 ? i : size - i) * (samples.length / size);
    words[i] = floor((words[i]! * hannAt(sine, index) + 16384) / 32768);
  }
  into.exponent += realTransform(words, size, sine, width);
}

/** Scales words up until they fill `loadBits`; gives by how many bits. */
function fill(words: Int32Array, count: number, { loadBits }: Width): number {
  const up = loadBits - bitLength(magnitudeBits(words, count));
  if (up <= 0 || up === loadBits) return 0;
  for (let i = 0; i < count; i++) words[i]! *= 2 ** up;
  return up;
}

function centre(words: Int32Array, size: number): void {
  let sum = size / 2;
  for (let i = 0; i < size; i++) sum += words[i]!;
  const mean = floor(sum / size);
  for (let i = 0; i < size; i++) words[i]! -= mean;
}
