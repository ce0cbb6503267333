import { seededRandom } from '@fettle/kernel';
import { fitStandardisation, shiftedFactor, standardise } from './standardisation';

describe('standardising', () => {
  const { next } = seededRandom(4);
  const rows = Array.from({ length: 400 }, () =>
    Int32Array.of(
      1000 + Math.floor(next() * 500),
      Math.floor(next() * 2 ** 31) - 2 ** 30,
      7,
      Math.floor(next() * 3),
    ),
  );
  const quantization = { scale: 0.03, zeroPoint: -4 };
  const fitted = fitStandardisation(rows, quantization);

  it('is within half a step, and a little, of the same in real numbers', () => {
    for (let i = 0; i < 4; i++) {
      const column = rows.map((row) => row[i]!);
      const mean = column.reduce((a, b) => a + b, 0) / 400;
      const deviation = Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / 400);
      for (const row of rows) {
        const real = deviation === 0 ? 0 : (row[i]! - mean) / deviation;
        const want = Math.max(-128, Math.min(127, real / 0.03 - 4));
        const slack = 0.51 + (deviation === 0 ? 0 : 0.5 / deviation / 0.03);
        expect(Math.abs(standardise(row, fitted, new Int8Array(4))[i]! - want)).toBeLessThanOrEqual(slack);
      }
    }
  });

  it('gives the zero point for what never changes, whatever comes', () => {
    expect(standardise(Int32Array.of(0, 0, 2147483647, 0), fitted, new Int8Array(4))[2]).toBe(-4);
  });

  it('factors come back within 2^-15 of themselves', () => {
    for (const factor of [2 ** -31, 1e-6, 0.3, 0.99999, 1, 1.99999, 77, 16383]) {
      const { multiplier, shift } = shiftedFactor(factor);
      expect(multiplier).toBeLessThanOrEqual(32767);
      expect(shift).toBeGreaterThanOrEqual(1);
      expect(Math.abs(multiplier / 2 ** shift / factor - 1)).toBeLessThanOrEqual(2 ** -14);
    }
    expect(shiftedFactor(0)).toEqual({ multiplier: 0, shift: 1 });
    expect(shiftedFactor(1e9)).toEqual({ multiplier: 32767, shift: 1 });
  });

  it('refuses rows of different lengths and none', () => {
    expect(() => fitStandardisation([], quantization)).toThrow('rows');
    expect(() => fitStandardisation([new Int32Array(2), new Int32Array(3)], quantization)).toThrow('rows');
  });
});
