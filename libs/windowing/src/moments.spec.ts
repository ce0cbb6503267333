import fc from 'fast-check';
import { ratioToNumber } from './exact-ratio';
import { shortestDecimal } from './decimal';
import {
  addLarge,
  addMoments,
  addSmallRun,
  bigSquares,
  bigSum,
  exactSquares,
  exactSum,
  MOMENT_DOUBLES,
  SMALL_MANTISSA,
} from './moments';

const MAX_MANTISSA = Number.MAX_SAFE_INTEGER;
const any = fc.array(
  fc.oneof(fc.integer({ min: -MAX_MANTISSA, max: MAX_MANTISSA }), fc.integer({ min: -50, max: 50 })),
);

function rowOf(mantissas: readonly number[]): Float64Array {
  const row = new Float64Array(MOMENT_DOUBLES);
  for (const mantissa of mantissas) addLarge(row, 0, mantissa);
  return row;
}

describe('exact moments', () => {
  it('are the sums of whole numbers, at any size', () => {
    fc.assert(
      fc.property(any, (mantissas) => {
        const row = rowOf(mantissas);
        expect(bigSum(row, 0)).toBe(mantissas.reduce((sum, m) => sum + BigInt(m), 0n));
        expect(bigSquares(row, 0)).toBe(mantissas.reduce((sum, m) => sum + BigInt(m) ** 2n, 0n));
      }),
    );
  });

  it('merging equals adding one by one, small runs equal large ones, limb for limb', () => {
    const small = fc.array(fc.integer({ min: -SMALL_MANTISSA, max: SMALL_MANTISSA }), { maxLength: 60 });
    fc.assert(
      fc.property(small, any, (a, b) => {
        const merged = new Float64Array(MOMENT_DOUBLES);
        const sum = a.reduce((total, m) => total + m, 0);
        const squares = a.reduce((total, m) => total + m * m, 0);
        addSmallRun(merged, 0, sum, squares);
        addMoments(merged, 0, rowOf(b), 0);
        expect(merged.map((limb) => limb + 0)).toEqual(rowOf([...a, ...b]).map((limb) => limb + 0));
      }),
    );
  });

  it('the stated bound holds at its edge: 2^25 of the largest mantissa', () => {
    const row = rowOf([MAX_MANTISSA]);
    for (let doubling = 0; doubling < 25; doubling++) addMoments(row, 0, row.slice(), 0);
    expect(bigSum(row, 0)).toBe(BigInt(MAX_MANTISSA) << 25n);
    expect(bigSquares(row, 0)).toBe((BigInt(MAX_MANTISSA) ** 2n) << 25n);
  });

  it('say when a double does not hold them', () => {
    expect(exactSum(rowOf([3, -5]), 0)).toBe(-2);
    expect(exactSquares(rowOf([3, -5]), 0)).toBe(34);
    expect(exactSquares(rowOf([MAX_MANTISSA]), 0)).toBeNaN();
    expect(exactSum(rowOf(Array.from({ length: 4 }, () => MAX_MANTISSA)), 0)).toBeNaN();
  });
});

describe('ratios', () => {
  it('round to the nearest double', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1 }), (a, b) => {
        expect(ratioToNumber(BigInt(a), BigInt(b))).toBe(a / b + 0);
      }),
    );
    const half = 2n ** 53n + 1n;
    expect(ratioToNumber(half * 10n ** 40n + 1n, 10n ** 40n)).toBe(2 ** 53 + 2);
    expect(ratioToNumber(1n, 10n ** 300n)).toBe(1e-300);
  });

  it('is rounded once among the smallest doubles too', () => {
    const tiny = fc.double({ noNaN: true, min: -1e-305, max: 1e-305 });
    fc.assert(
      fc.property(tiny, (value) => {
        const { mantissa, exponent } = shortestDecimal(value);
        expect(ratioToNumber(mantissa, 10n ** BigInt(-exponent))).toBe(value + 0);
      }),
      { examples: [[-1.777437189075893e-308], [5e-324], [2 ** -1022], [2 ** -1022 - 2 ** -1074]] },
    );
    expect(ratioToNumber(1n, 1n << 1075n)).toBe(0);
    expect(ratioToNumber(3n, 1n << 1075n)).toBe(2 ** -1073);
  });

  it('printing and parsing a decimal of up to 15 digits are inverse', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(10 ** 15), max: 10 ** 15 }),
        fc.integer({ min: -12, max: 3 }),
        (m, e) => {
          const value = Number(`${m}e${e}`);
          const { mantissa, exponent } = shortestDecimal(value);
          const lowest = Math.min(exponent, e);
          expect(mantissa * 10n ** BigInt(exponent - lowest)).toBe(BigInt(m) * 10n ** BigInt(e - lowest));
        },
      ),
    );
  });
});
