import { shortestDecimal } from './decimal';

/**
 * Exact sums of doubles that came without a decimal scale. Such a reading counts as the decimal that it prints as, so
 * that it gives the same windows as if it had come as a decimal. Sums are in units of 10^exponent, the finest seen.
 */
export interface PlainSums {
  readonly exponent: number;
  readonly sum: bigint;
  readonly squares: bigint;
}

export const NO_SUMS: PlainSums = { exponent: 0, sum: 0n, squares: 0n };

export function addPlain(sums: PlainSums, value: number): PlainSums {
  const { mantissa, exponent } = shortestDecimal(value);
  return addSums(sums, { exponent: Math.min(exponent, 0), ...atExponent(mantissa, Math.max(exponent, 0)) });
}

export function addSums(a: PlainSums, b: PlainSums): PlainSums {
  const exponent = Math.min(a.exponent, b.exponent);
  const unitA = 10n ** BigInt(a.exponent - exponent);
  const unitB = 10n ** BigInt(b.exponent - exponent);
  return {
    exponent,
    sum: a.sum * unitA + b.sum * unitB,
    squares: a.squares * unitA * unitA + b.squares * unitB * unitB,
  };
}

function atExponent(mantissa: bigint, power: number): { sum: bigint; squares: bigint } {
  const whole = mantissa * 10n ** BigInt(power);
  return { sum: whole, squares: whole * whole };
}
