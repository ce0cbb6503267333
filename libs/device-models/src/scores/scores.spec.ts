import fc from 'fast-check';
import { classLabel } from './class-label/class-label.score';
import { classProbability } from './class-probability/class-probability.score';
import {
  reconstruction,
  reconstructionError,
  reconstructionSteps,
} from './reconstruction/reconstruction.score';

const bytes = (length: number): fc.Arbitrary<Int8Array> =>
  fc
    .array(fc.integer({ min: -128, max: 127 }), { minLength: length, maxLength: length })
    .map((list) => Int8Array.from(list));

describe('reconstruction', () => {
  const spec = {
    ...({ kind: 'reconstruction', role: 'anomaly_score', inputZeroPoint: 3, outputZeroPoint: -5 } as const),
    ...{ inputStep: 64, outputStep: 80, half: 900 },
  };

  it('is from 0 to 999, 500 at half, and rises with what could not be given back', () => {
    fc.assert(
      fc.property(bytes(12), bytes(12), (input, output) => {
        const score = reconstruction.run(spec, { input, output });
        const error = reconstructionError(spec, input, output);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThan(1000);
        if (error > spec.half) expect(score).toBeGreaterThanOrEqual(500);
        if (error < spec.half) expect(score).toBeLessThan(500);
        const louder = { ...spec, half: spec.half * 2 };
        expect(reconstruction.run(louder, { input, output })).toBeLessThanOrEqual(score);
      }),
    );
  });

  it('a copy at another scale is no error', () => {
    const steps = reconstructionSteps(0.05, 0.1)!;
    const input = Int8Array.of(3 + 20, 3 - 40, 3);
    const output = Int8Array.of(-5 + 10, -5 - 20, -5);
    expect(reconstructionError({ ...spec, ...steps }, input, output)).toBe(0);
    expect(reconstruction.run({ ...spec, ...steps }, { input, output })).toBe(0);
  });

  it('scales that are too far apart have no steps; specs that cannot be are told why', () => {
    expect(reconstructionSteps(0.001, 1)).toBeNull();
    expect(reconstruction.fault(spec, { input: 12, output: 12 })).toBeNull();
    expect(reconstruction.fault(spec, { input: 12, output: 11 })).toContain('nothing to compare');
    expect(reconstruction.fault({ ...spec, half: 0 }, { input: 1, output: 1 })).toContain('half');
    expect(reconstruction.fault({ ...spec, inputStep: 1.5 }, { input: 1, output: 1 })).toContain('steps');
  });
});

describe('classes', () => {
  const output = Int8Array.of(-128, 100, 100, -72);
  const inference = { input: new Int8Array(1), output };

  it('chances are thousandths of a softmax, together at most one', () => {
    const chance = (classes: number[]): number =>
      classProbability.run({ kind: 'class-probability', role: 'p', classes }, inference);
    expect(chance([0])).toBe(0);
    expect(chance([1])).toBe(Math.floor((228 * 1000 + 128) / 256));
    expect(chance([1, 2, 3])).toBe(1000);
    const spec = { kind: 'class-probability', role: 'p', classes: [4] } as const;
    expect(classProbability.fault(spec, { input: 1, output: 4 })).toContain('from 0 to 3');
  });

  it('the label is the likeliest, of equals the first', () => {
    const spec = { kind: 'class-label', role: 'fault', labels: ['a', 'b', 'c', 'd'] } as const;
    expect(classLabel.run(spec, inference)).toBe(1);
    expect(classLabel.fault(spec, { input: 1, output: 3 })).toContain('4 labels for 3 outputs');
  });
});
