import { seededRandom } from '@fettle/kernel';
import {
  fixedMultiplier,
  frexp,
  highMultiply,
  rescale,
  rescaleWide,
  roundAway,
  roundingShift,
} from './fixed-point';

const EDGES = [0, 1, -1, 2, -2, 2147483647, -2147483648, -2147483647, 1073741824, -1073741824, 65535, -65536];

function int32s(seed: number, count: number): number[] {
  const random = seededRandom(seed);
  return [
    ...EDGES,
    ...Array.from({ length: count }, () => Math.floor(random.next() * 4294967296) - 2147483648),
  ];
}

/** The specification's own words: 64-bit product, nudged, divided towards zero. */
function highMultiplyInBigInts(a: number, b: number): number {
  if (a === -2147483648 && b === -2147483648) return 2147483647;
  const product = BigInt(a) * BigInt(b);
  const nudge = product >= 0n ? 1n << 30n : 1n - (1n << 30n);
  return Number((product + nudge) / (1n << 31n));
}

function roundingShiftInBigInts(x: number, exponent: number): number {
  const magnitude = BigInt(Math.abs(x)) * 2n;
  const divisor = 1n << BigInt(exponent);
  const rounded = Number((magnitude / divisor + 1n) / 2n);
  return x < 0 ? -rounded : rounded;
}

describe('fixed-point arithmetic', () => {
  it('highMultiply is the rounding doubling high product for every pair of int32', () => {
    const values = int32s(1, 120);
    for (const a of values)
      for (const b of values) expect(highMultiply(a, b)).toBe(highMultiplyInBigInts(a, b));
  });

  it('roundingShift rounds halves away from zero, up to 31 bits', () => {
    for (const x of int32s(2, 200)) {
      for (let exponent = 0; exponent <= 31; exponent++) {
        expect(roundingShift(x, exponent) + 0).toBe(roundingShiftInBigInts(x, exponent) + 0);
      }
    }
  });

  it('rescale rounds twice: to 31 bits, then to an integer', () => {
    const random = seededRandom(3);
    for (const x of int32s(4, 500)) {
      const multiplier = 1073741824 + random.below(1073741824);
      const shift = -random.below(32);
      const expected = roundingShiftInBigInts(highMultiplyInBigInts(x, multiplier), -shift);
      expect(rescale(x, multiplier, shift) + 0).toBe(expected + 0);
    }
    expect(rescale(3, 1073741824, 2)).toBe(6);
  });

  it('rescaleWide cuts the multiplier to 15 bits and rounds once, for accumulators up to 48 bits', () => {
    const random = seededRandom(5);
    for (let i = 0; i < 2000; i++) {
      const bits = 8 + random.below(40);
      const x = Math.floor((random.next() * 2 - 1) * 2 ** bits);
      const multiplier = 1073741824 + random.below(1073741824);
      const shift = 7 - random.below(30 + Math.max(0, bits - 30));
      const reduced = BigInt(multiplier < 0x7fff0000 ? (multiplier + 0x8000) >> 16 : 0x7fff);
      const right = BigInt(15 - shift);
      const expected = (BigInt(x) * reduced + (1n << (right - 1n))) >> right;
      if (expected > 2147483647n || expected < -2147483648n) continue;
      expect(rescaleWide(x, multiplier, shift)).toBe(Number(expected));
    }
  });

  it('fixedMultiplier is the factor to 31 bits, and rescales 2^20 to it', () => {
    const random = seededRandom(6);
    for (let i = 0; i < 500; i++) {
      const factor = 2 ** (random.next() * 24 - 18) * (1 + random.next());
      const { multiplier, shift } = fixedMultiplier(factor);
      expect(multiplier).toBeGreaterThanOrEqual(1073741824);
      expect(Math.abs((multiplier * 2 ** (shift - 31)) / factor - 1)).toBeLessThanOrEqual(2 ** -31);
    }
    expect(fixedMultiplier(0)).toEqual({ multiplier: 0, shift: 0 });
    expect(fixedMultiplier(2 ** -40)).toEqual({ multiplier: 0, shift: 0 });
    expect(fixedMultiplier(1 - 2 ** -40)).toEqual({ multiplier: 1073741824, shift: 1 });
    expect(fixedMultiplier(-0.5)).toEqual({ multiplier: -1073741824, shift: 0 });
  });

  it('frexp takes every number apart exactly', () => {
    for (const value of [1, 0.5, 3, -7.25, 1e-310, 5e-324, 1.7976931348623157e308]) {
      const { fraction, exponent } = frexp(value);
      expect(Math.abs(fraction)).toBeGreaterThanOrEqual(0.5);
      expect(Math.abs(fraction)).toBeLessThan(1);
      expect(fraction * 2 ** Math.trunc(exponent / 2) * 2 ** (exponent - Math.trunc(exponent / 2))).toBe(
        value,
      );
    }
  });

  it('roundAway rounds halves away from zero, and nothing else', () => {
    expect([0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, 2147483648.5].map(roundAway)).toEqual([
      1, -1, 2, 3, -3, 0, 2147483649,
    ]);
  });
});
