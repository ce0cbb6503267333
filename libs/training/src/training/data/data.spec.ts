import * as fc from 'fast-check';
import { oneHot, refuseNonFinite, sampleCount, samplesAt } from './dataset';
import { splitByGroup } from './split-by-group';
import { fitStandardiser, standardise } from './standardiser';

describe('splitting by group', () => {
  const cases = fc.record({
    groups: fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 120 }),
    fractions: fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
    seed: fc.nat(),
  });

  it('no group straddles two parts, no sample is lost or doubled, no part is empty', () => {
    fc.assert(
      fc.property(cases, ({ groups, fractions, seed }) => {
        fc.pre(new Set(groups).size >= fractions.length);
        const parts = splitByGroup(groups, fractions, seed);
        const seen = parts.map((part) => new Set([...part].map((index) => groups[index]!)));
        for (const [p, of] of seen.entries()) {
          expect(of.size).toBeGreaterThan(0);
          for (const other of seen.slice(p + 1)) for (const group of of) expect(other.has(group)).toBe(false);
        }
        const all = parts.flatMap((part) => [...part]).sort((a, b) => a - b);
        expect(all).toEqual(groups.map((_, index) => index));
        expect(splitByGroup(groups, fractions, seed)).toEqual(parts);
      }),
    );
  });

  it('comes as near to the fractions as whole groups allow', () => {
    const groups = Array.from({ length: 1000 }, (_, i) => i % 100);
    const [train, validation, test] = splitByGroup(groups, [0.7, 0.15, 0.15], 3);
    expect([train!.length, validation!.length, test!.length]).toEqual([700, 150, 150]);
    expect(splitByGroup(groups, [0.7, 0.15, 0.15], 4)[0]).not.toEqual(train);
  });

  it('TRAINING.TOO_FEW_GROUPS rather than a group that is cut', () => {
    const refusal = expect.objectContaining({ code: 'TRAINING.TOO_FEW_GROUPS' });
    expect(() => splitByGroup(['a', 'a', 'a'], [0.5, 0.5], 1)).toThrow(refusal);
    expect(() => splitByGroup(['a'], [], 1)).toThrow(expect.objectContaining({ code: 'TRAINING.BAD_SPEC' }));
    expect(() => splitByGroup(['a'], [NaN], 1)).toThrow(
      expect.objectContaining({ code: 'TRAINING.BAD_SPEC' }),
    );
  });
});

describe('standardising', () => {
  it('gives mean 0 and deviation 1, and 0 for a channel that never changes', () => {
    const values = Float32Array.of(1, 7, 2, 7, 3, 7, 6, 7);
    const result = standardise(fitStandardiser(values, 2), values);
    const first = [0, 2, 4, 6].map((i) => result[i]!);
    expect(first.reduce((a, b) => a + b)).toBeCloseTo(0, 5);
    expect(first.reduce((sum, value) => sum + value * value, 0) / 4).toBeCloseTo(1, 5);
    expect([1, 3, 5, 7].map((i) => result[i])).toEqual([0, 0, 0, 0]);
  });

  it('TRAINING.BAD_SHAPE: half rows, or nothing', () => {
    const refusal = expect.objectContaining({ code: 'TRAINING.BAD_SHAPE' });
    expect(() => fitStandardiser(new Float32Array(3), 2)).toThrow(refusal);
    expect(() => fitStandardiser(new Float32Array(0), 2)).toThrow(refusal);
    expect(() => standardise({ mean: [], deviation: [] }, new Float32Array(3))).toThrow(refusal);
  });
});

describe('data sets', () => {
  it('are picked from row by row, with targets and weights', () => {
    const all = {
      inputs: Float32Array.of(1, 2, 3, 4, 5, 6),
      shape: [2],
      targets: Float32Array.of(7, 8, 9),
      sampleWeights: Float32Array.of(1, 2, 3),
    };
    expect(samplesAt(all, [2, 0])).toEqual({
      inputs: Float32Array.of(5, 6, 1, 2),
      shape: [2],
      targets: Float32Array.of(9, 7),
      sampleWeights: Float32Array.of(3, 1),
    });
    expect(() => samplesAt(all, [3])).toThrow(expect.objectContaining({ code: 'TRAINING.BAD_SHAPE' }));
  });

  it('are refused empty, cut off, or with what is no number', () => {
    expect(() => sampleCount({ inputs: new Float32Array(0), shape: [2] })).toThrow(
      expect.objectContaining({ code: 'TRAINING.NO_DATA' }),
    );
    expect(() => sampleCount({ inputs: new Float32Array(3), shape: [2] })).toThrow(
      expect.objectContaining({ code: 'TRAINING.BAD_SHAPE' }),
    );
    expect(() => refuseNonFinite('inputs', Float32Array.of(0, 1, 2, NaN), 2)).toThrow(
      expect.objectContaining({ code: 'TRAINING.BAD_DATA', details: { sample: 1, at: 1 } }),
    );
  });

  it('know their classes', () => {
    expect([...oneHot([1, 0], 2)]).toEqual([0, 1, 1, 0]);
    expect(() => oneHot([2], 2)).toThrow(expect.objectContaining({ code: 'TRAINING.BAD_DATA' }));
    expect(() => oneHot([0.5], 2)).toThrow(expect.objectContaining({ code: 'TRAINING.BAD_DATA' }));
  });
});
