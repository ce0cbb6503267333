import fc from 'fast-check';
import { BUCKET_RELATIVE_ERROR, bucketOf, bucketValue } from './quantile-buckets';
import { Sketch } from './sketch';

const normal = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((x) => x === 0 || (Math.abs(x) > 1e-300 && Math.abs(x) < 1e300));
const mantissas = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 300 });

describe('quantile buckets', () => {
  it('stand within the stated relative error for every value in them', () => {
    fc.assert(
      fc.property(normal, (x) => {
        const error = Math.abs(bucketValue(bucketOf(x)) - x);
        expect(error).toBeLessThanOrEqual(Math.abs(x) * BUCKET_RELATIVE_ERROR * (1 + 1e-12));
      }),
      { numRuns: 2_000 },
    );
  });

  it('keep the order of values', () => {
    fc.assert(
      fc.property(normal, normal, (x, y) => {
        const [low, high] = x < y ? [x, y] : [y, x];
        expect(bucketOf(low)).toBeLessThanOrEqual(bucketOf(high));
      }),
    );
  });

  it('the stated error is below one per cent', () => expect(BUCKET_RELATIVE_ERROR).toBeLessThan(0.01));
});

describe('sketch', () => {
  const of = (values: readonly number[]): Sketch => {
    const sketch = new Sketch();
    sketch.addAll(Float64Array.from(values), values.length, -2);
    return sketch;
  };
  const merged = (...sketches: readonly Sketch[]): Sketch => {
    const all = new Sketch();
    for (const sketch of sketches) all.merge(sketch);
    return all;
  };
  const content = (sketch: Sketch): [number, number][] =>
    Array.from({ length: sketch.size }, (_, i) => [sketch.key(i), sketch.count(i)]);

  it('merging is associative, commutative and the same as counting all at once', () => {
    fc.assert(
      fc.property(mantissas, mantissas, mantissas, (a, b, c) => {
        const all = content(of([...a, ...b, ...c]));
        expect(content(merged(merged(of(a), of(b)), of(c)))).toEqual(all);
        expect(content(merged(of(a), merged(of(b), of(c))))).toEqual(all);
        expect(content(merged(of(c), of(b), of(a)))).toEqual(all);
      }),
    );
  });

  it('every rank is within the relative error of the value at that rank', () => {
    fc.assert(
      fc.property(
        mantissas.filter((m) => m.length > 0),
        fc.nat(),
        (values, pick) => {
          const rank = (pick % values.length) + 1;
          const exact = [...values].sort((a, b) => a - b)[rank - 1]! / 100;
          const error = Math.abs(of(values).valueAtRank(rank) - exact);
          expect(error).toBeLessThanOrEqual(Math.abs(exact) * BUCKET_RELATIVE_ERROR * (1 + 1e-12));
        },
      ),
    );
  });

  it('keeps its keys rising and counts every value', () => {
    const many = Array.from(
      { length: 5_000 },
      (_, i) => (i % 3 === 0 ? -1 : 1) * 2 ** (i % 40) * (1 + i / 5_000),
    );
    const pairs = content(of(many));
    expect(pairs.reduce((sum, [, count]) => sum + count, 0)).toBe(5_000);
    expect(pairs.every(([key], i) => i === 0 || key > pairs[i - 1]![0])).toBe(true);
  });
});
