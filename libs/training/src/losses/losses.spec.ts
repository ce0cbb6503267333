import { seededRandom } from '@fettle/kernel';
import { worstGradientError } from '../spec-builders/gradient-check';
import type { NetworkSpec } from '../network/network.types';
import { distillationTargets } from './distillation.loss';
import type { LossKindName, LossSpec } from './loss.types';
import { lossKindOf, lossOf } from './registry';

const SPECS: Readonly<Record<LossKindName, readonly LossSpec[]>> = {
  'binary-cross-entropy': [{ kind: 'binary-cross-entropy' }],
  'cross-entropy': [{ kind: 'cross-entropy' }, { kind: 'cross-entropy', smoothing: 0.1 }],
  distillation: [{ kind: 'distillation', temperature: 3, hardShare: 0.3 }],
  huber: [{ kind: 'huber' }, { kind: 'huber', delta: 0.2 }],
  'mean-squared-error': [{ kind: 'mean-squared-error' }],
  quantile: [{ kind: 'quantile', quantiles: [0.1, 0.5, 0.9] }],
};

const WIDTH = 6;
const COUNT = 4;
const NETWORK: NetworkSpec = { input: [3], layers: [{ kind: 'dense', units: WIDTH }] };

function targetsFor(spec: LossSpec): Float32Array {
  const random = seededRandom(12);
  const length = COUNT * lossKindOf(spec).targetWidth(spec, WIDTH);
  const values = Float64Array.from({ length }, () => random.next());
  const row = length / COUNT;
  if (spec.kind === 'cross-entropy' || spec.kind === 'distillation') {
    for (let i = 0; i < length; i += row) {
      const shares = values.subarray(i, i + WIDTH);
      const sum = shares.reduce((a, b) => a + b);
      for (let c = 0; c < WIDTH; c++) shares[c]! /= sum;
    }
  }
  return values as unknown as Float32Array;
}

describe('losses', () => {
  it.each(Object.entries(SPECS))('%s: gradients are those of central differences', (_kind, specs) => {
    for (const spec of specs) {
      const targets = targetsFor(spec);
      const weights = Float32Array.of(1, 0.5, 2, 0);
      const loss = (outputs: Float32Array, gradient: Float32Array): number =>
        lossKindOf(spec).sum(spec, {
          count: COUNT,
          outputs,
          width: WIDTH,
          targets,
          weights,
          gradient,
          scale: 1,
        });
      expect(worstGradientError({ spec: NETWORK, count: COUNT, loss })).toBeLessThan(1e-7);
    }
  });

  it('cross-entropy of certainty is 0, of a coin log 2, and no logit overflows', () => {
    const of = (outputs: number[]): number =>
      lossOf(
        { kind: 'cross-entropy' },
        { outputs: Float32Array.from(outputs), width: 2, targets: Float32Array.of(1, 0) },
      ).loss;
    expect(of([1000, -1000])).toBe(0);
    expect(of([5, 5])).toBeCloseTo(Math.log(2), 12);
    expect(of([-1000, 1000])).toBe(2000);
  });

  it('the pinball loss is least at the quantile', () => {
    const targets = Float32Array.from({ length: 101 }, (_, i) => i);
    const at = (value: number): number =>
      lossOf(
        { kind: 'quantile', quantiles: [0.9] },
        { outputs: new Float32Array(101).fill(value), width: 1, targets },
      ).loss;
    expect(at(90)).toBeLessThan(at(88));
    expect(at(90)).toBeLessThan(at(92));
  });

  it('distilling with the truth alone is cross-entropy', () => {
    const truth = Float32Array.of(0, 1, 1, 0);
    const outputs = Float32Array.of(0.3, -1, 2, 0.4);
    const targets = distillationTargets(truth, Float32Array.of(9, 9, -3, 1), 2);
    const distilled = lossOf(
      { kind: 'distillation', temperature: 2, hardShare: 1 },
      { outputs, width: 2, targets },
    );
    const plain = lossOf({ kind: 'cross-entropy' }, { outputs, width: 2, targets: truth });
    expect(distilled.loss).toBeCloseTo(plain.loss, 12);
  });

  it.each<[string, LossSpec]>([
    ['an unknown kind', { kind: 'valueOf' } as unknown as LossSpec],
    ['a quantile of 1', { kind: 'quantile', quantiles: [1] }],
    ['quantiles that do not divide the outputs', { kind: 'quantile', quantiles: [0.2, 0.4, 0.6, 0.8] }],
    ['a temperature of 0', { kind: 'distillation', temperature: 0, hardShare: 0.5 }],
    ['a delta of 0', { kind: 'huber', delta: 0 }],
  ])('TRAINING.BAD_SPEC: %s', (_what, spec) => {
    const judge = (): unknown =>
      lossOf(spec, { outputs: new Float32Array(6), width: 6, targets: new Float32Array(6) });
    expect(judge).toThrow(expect.objectContaining({ code: 'TRAINING.BAD_SPEC' }));
  });

  it('TRAINING.BAD_SHAPE: targets or weights of other lengths', () => {
    const outputs = new Float32Array(4);
    const refusal = expect.objectContaining({ code: 'TRAINING.BAD_SHAPE' });
    const mse = { kind: 'mean-squared-error' } as const;
    expect(() => lossOf(mse, { outputs, width: 2, targets: new Float32Array(3) })).toThrow(refusal);
    expect(() => lossOf(mse, { outputs, width: 2, targets: outputs, weights: new Float32Array(3) })).toThrow(
      refusal,
    );
  });
});
