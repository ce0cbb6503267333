import { log2Fixed } from '../../arithmetic/log2';
import { LOG2_C } from '../../arithmetic/log2.c99';
import { CPart } from '../../c/c-part';

/** What a level below 2^-16 squared steps, or nothing at all, is taken as: Q10. */
export const LOWEST_LEVEL = -16384;

/** A sum of powers `high * 2^26 + low`: more bits than a double holds. */
export interface PowerSum {
  readonly high: number;
  readonly low: number;
}

/** Logarithm of a sum in Q10. */
export function log2Sum({ high, low }: PowerSum): number {
  const top = high + Math.floor(low / 67108864);
  const rest = low % 67108864;
  if (top < 67108864) return log2Fixed(top * 67108864 + rest);
  return log2Fixed(top * 64 + Math.floor(rest / 1048576)) + 20480;
}

/** Level in Q10 of a sum of powers of words in units of `2^exponent`, less `offset` (what the window's length adds). */
export function levelOf(sum: PowerSum, exponent: number, offset: number): number {
  if (sum.high === 0 && sum.low === 0) return LOWEST_LEVEL;
  return Math.max(log2Sum(sum) + exponent * 2048 - offset, LOWEST_LEVEL);
}

export const LEVEL_C: CPart = {
  uses: [LOG2_C],
  text: `/* Logarithm of a power in squared steps, 10 fractional bits; nothing below ${LOWEST_LEVEL}. */
static inline int32_t fettle_level(uint64_t sum, int32_t exponent, int32_t offset)
{
  if (sum == 0) {
    return ${LOWEST_LEVEL};
  }
  const int32_t level = fettle_log2(sum) + exponent * 2048 - offset;
  return level < ${LOWEST_LEVEL} ? ${LOWEST_LEVEL} : level;
}
`,
};

/**
 * What to take from the logarithm of a sum of bins' powers, so that it is the mean square of the signal in those bins:
 * twice the sum, over the squared length and the mean square of Hann's window, 3/8 (Heinzel et al. 2002).
 */
export function windowOffset(count: number): number {
  return Math.round(1024 * Math.log2((count * count * 3) / 16));
}
