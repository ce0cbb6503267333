import fc from 'fast-check';
import { largestInto, selectInPlace } from './selection';

describe('selection', () => {
  it('gives the k-th smallest, then a later one from the right part alone', () => {
    const values = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(values, fc.nat(), fc.nat(), (numbers, a, b) => {
        const sorted = [...numbers].sort((x, y) => x - y);
        const [first, second] = [a % numbers.length, b % numbers.length].sort((x, y) => x - y) as [
          number,
          number,
        ];
        const array = Float64Array.from(numbers);
        expect(selectInPlace(array, 0, array.length, first)).toBe(sorted[first]);
        expect(selectInPlace(array, first, array.length, second)).toBe(sorted[second]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('the largest come in falling order', () => {
    const values = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 64 });
    fc.assert(
      fc.property(values, fc.nat(), (numbers, pick) => {
        const k = (pick % numbers.length) + 1;
        const out = new Float64Array(64);
        largestInto(Float64Array.from(numbers), numbers.length, k, out);
        expect([...out.subarray(0, k)]).toEqual([...numbers].sort((a, b) => b - a).slice(0, k));
      }),
    );
  });
});
