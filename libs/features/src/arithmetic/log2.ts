import { bitLength, shiftRight } from './integers';

/** Fractional bits of every logarithm here: one step is 0.003 dB of power. */
export const LOG2_Q = 10;

/** `log2(1 + i / 32)` in Q15. */
export const LOG2_TABLE: readonly number[] = Array.from({ length: 33 }, (_, i) =>
  Math.round(Math.log2(1 + i / 32) * 32768),
);

/**
 * Base-2 logarithm of an integer below 2^53 in Q10, within 0.0008 of the real one; 0 and 1 both give 0. Sixteen bits after
 * the leading one, a line between 33 points.
 */
export function log2Fixed(value: number): number {
  if (value < 2) return 0;
  const whole = bitLength(value) - 1;
  const fraction = (whole > 16 ? shiftRight(value, whole - 16) : value * 2 ** (16 - whole)) - 65536;
  const place = fraction >> 11;
  const low = LOG2_TABLE[place]!;
  const between = ((LOG2_TABLE[place + 1]! - low) * (fraction & 2047)) >> 11;
  return whole * 1024 + ((low + between + 16) >> 5);
}
