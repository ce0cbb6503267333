import { bitLength, scaledQuotient } from '../../arithmetic/integers';
import { Sums } from '../sums/sums';

/** Sums of powers of the distance from the mean, in units of `2^shift / 256` samples, so that none is above 1,023. */
export interface Central {
  readonly count: number;
  readonly shift: number;
  readonly second: number;
  readonly third: number;
  readonly fourth: number;
}

/**
 * The second pass. Ten bits are enough for 0.1 % of a fourth moment, and keep its sum over 8,192 samples below 2^53. A window
 * that is not constant has a second moment of at least one a sample.
 */
export function centralOf(samples: Int16Array, { count, meanQ8, peakQ8 }: Sums): Central {
  let shift = 0;
  while (peakQ8 >> shift > 1022) shift++;
  const centre = ((1 << shift) >> 1) - meanQ8;
  let [second, third, fourth] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const d = (samples[i]! * 256 + centre) >> shift;
    const square = d * d;
    second += square;
    third += square * d;
    fourth += square * square;
  }
  return { count, shift, second, third, fourth };
}

/** Even exponent that brings the mean of squares to 15 or 16 bits. */
export function evenExponent({ second, count }: Central): number {
  const exponent = 16 - bitLength(scaledQuotient(second, count, 0));
  return exponent - (exponent & 1);
}
