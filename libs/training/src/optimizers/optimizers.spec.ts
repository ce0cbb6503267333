import { layoutOf } from '../network/weight-layout';
import type { OptimizerSpec } from './optimizer.types';
import { learningRateOf, optimizerKindOf } from './registry';
import { checkSchedule, scheduleFactor, type ScheduleSpec } from './schedule';

const LAYOUT = layoutOf({ input: [2], layers: [{ kind: 'dense', units: 1 }, { kind: 'batch-norm' }] });

function afterSteps(spec: OptimizerSpec, gradient: readonly number[], steps: number): Float32Array {
  const optimizer = optimizerKindOf(spec).build(spec, LAYOUT);
  const weights = new Float32Array(LAYOUT.length).fill(1);
  for (let i = 0; i < steps; i++) optimizer.step(weights, Float32Array.from(gradient), learningRateOf(spec));
  return weights;
}

const GRADIENT = [1, -100, 0.01, 1, 1, 1, 1];

describe('optimizers', () => {
  it('adam: the first step is the learning rate, however large the gradient', () => {
    const weights = afterSteps({ kind: 'adam', learningRate: 0.1 }, GRADIENT, 1);
    expect(weights[0]).toBeCloseTo(0.9, 5);
    expect(weights[1]).toBeCloseTo(1.1, 5);
    expect(weights[2]).toBeCloseTo(0.9, 5);
  });

  it('sgd: momentum adds up to gradient / (1 - momentum)', () => {
    const weights = afterSteps({ kind: 'sgd', learningRate: 1e-3, momentum: 0.5 }, GRADIENT, 2);
    expect(weights[0]).toBeCloseTo(1 - 1e-3 - 1.5e-3, 6);
  });

  it.each<OptimizerSpec>([
    { kind: 'adam', weightDecay: 0.5, learningRate: 0.1 },
    { kind: 'sgd', weightDecay: 0.5, learningRate: 0.1 },
  ])('$kind: decays factors, not offsets, and leaves statistics alone', (spec) => {
    const weights = afterSteps(spec, [0, 0, 0, 0, 0, 9, 9], 1);
    expect([...weights].map((value) => Number(value.toFixed(4)))).toEqual([0.95, 0.95, 1, 1, 1, 1, 1]);
  });

  it('refuse what makes no sense', () => {
    const refusal = expect.objectContaining({ code: 'TRAINING.BAD_SPEC' });
    expect(() => afterSteps({ kind: 'adam', beta1: 1 }, GRADIENT, 1)).toThrow(refusal);
    expect(() => afterSteps({ kind: 'sgd', momentum: -1 }, GRADIENT, 1)).toThrow(refusal);
    expect(() => afterSteps({ kind: 'sgd', learningRate: NaN }, GRADIENT, 1)).toThrow(refusal);
    expect(() => afterSteps({ kind: 'lion' } as unknown as OptimizerSpec, GRADIENT, 1)).toThrow(refusal);
  });
});

describe('schedules', () => {
  it('a cosine rises over the warm-up to 1, and falls to its floor', () => {
    const spec: ScheduleSpec = { kind: 'cosine', warmupShare: 0.1, floor: 0.2 };
    const factors = Array.from({ length: 100 }, (_, step) => scheduleFactor(spec, step, 100));
    expect(factors[0]).toBeCloseTo(1 / 11);
    expect(factors[10]).toBe(1);
    expect(factors[55]).toBeCloseTo(0.6);
    expect(factors[99]).toBeGreaterThan(0.2);
    expect(factors[99]).toBeLessThan(0.21);
  });

  it('refuse what makes no sense', () => {
    const refusal = expect.objectContaining({ code: 'TRAINING.BAD_SPEC' });
    expect(() => checkSchedule({ kind: 'constant', warmupShare: 1 })).toThrow(refusal);
    expect(() => checkSchedule({ kind: 'cosine', floor: 2 })).toThrow(refusal);
    expect(() => checkSchedule({ kind: 'linear' } as unknown as ScheduleSpec)).toThrow(refusal);
  });
});
