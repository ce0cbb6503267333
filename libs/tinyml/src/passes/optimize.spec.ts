import { Model } from '../graph/model.types';
import { planArena } from '../memory/arena';
import { randomRuns } from '../spec-builders/random-runs';
import { SAMPLE_MODELS } from '../spec-builders/sample-models';
import { encodeTflite, TensorSpec } from '../spec-builders/tflite';
import { loadTflite } from '../tflite/load-tflite';
import { writeTflite } from '../tflite/write-tflite';
import { optimize } from './optimize';

const Q = { scale: 0.05, zero: 3 };
const constant = (shape: readonly number[], value: number): TensorSpec => ({
  ...Q,
  shape,
  values: new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(value),
});

/** A bit of everything that passes look for: each makes room for the next. */
const WASTEFUL = encodeTflite([
  {
    tensors: [
      { ...Q, shape: [1, 6, 6, 2] },
      { shape: [4, 2], type: 'int32', values: [0, 0, 1, 1, 1, 1, 0, 0] },
      { ...Q, shape: [1, 8, 8, 2] },
      { shape: [2, 3, 3, 2], scale: 0.01, zero: 0, values: Array.from({ length: 36 }, (_, i) => 3 * i - 50) },
      { ...Q, shape: [1, 6, 6, 2] },
      { shape: [4], type: 'int32', values: [1, 6, 6, 2] },
      { ...Q, shape: [1, 6, 6, 2] },
      { ...Q, shape: [1, 6, 6, 2] },
      constant([1, 6, 6, 1], 5),
      constant([1, 6, 6, 1], 7),
      { ...Q, shape: [1, 6, 6, 2] },
      { ...Q, shape: [1, 6, 6, 2] },
      constant([1, 6, 6, 1], 9),
      { ...Q, shape: [1, 6, 6, 2] },
      constant([1, 6, 6, 1], 9),
      { ...Q, shape: [1, 6, 6, 2] },
    ],
    inputs: [0],
    outputs: [15],
    operators: [
      { code: 34, inputs: [0, 1], outputs: [2] },
      { code: 3, inputs: [2, 3, -1], outputs: [4], options: { 0: { i8: 1 }, 1: { i32: 1 }, 2: { i32: 1 } } },
      { code: 22, inputs: [4, 5], outputs: [6] },
      { code: 19, inputs: [6], outputs: [7] },
      { code: 2, inputs: [8, 9], outputs: [10], options: { 0: { i32: 3 } } },
      { code: 0, inputs: [7, 10], outputs: [11] },
      { code: 0, inputs: [7, 12], outputs: [13] },
      { code: 0, inputs: [11, 14], outputs: [15] },
    ],
  },
]);

const models = (): readonly (readonly [string, Model])[] =>
  [WASTEFUL, ...SAMPLE_MODELS].map(
    (bytes, i) => [i === 0 ? 'wasteful' : `sample ${i}`, loadTflite(bytes)] as const,
  );

const operatorCount = ({ subgraphs }: Model): number =>
  subgraphs.reduce((sum, { operators }) => sum + operators.length, 0);

const inputKinds = ({ subgraphs: [graph] }: Model): unknown =>
  [graph!.inputs, graph!.outputs].map((ends) => ends.map((i) => ({ ...graph!.tensors[i]!, index: 0 })));

describe('optimize', () => {
  it('every pass makes room for the next', () => {
    const { model, log } = optimize(loadTflite(WASTEFUL));
    expect(model.subgraphs[0]!.operators.map(({ name, options }) => [name, options['activation']])).toEqual([
      ['CONV_2D', 'RELU'],
      ['ADD', 'NONE'],
      ['ADD', 'NONE'],
    ]);
    expect(new Set(log.map(({ pass }) => pass))).toEqual(
      new Set([
        'constant-folding',
        'identity-removal',
        'pad-folding',
        'activation-fusion',
        'constant-sharing',
        'dead-removal',
      ]),
    );
  });

  it.each(models())('%s: the same bits on any input', (_, model) => {
    expect(randomRuns(optimize(model).model)).toEqual(randomRuns(model));
  });

  it.each(models())('%s: optimised again, nothing changes', (_, model) => {
    const once = optimize(model).model;
    expect(optimize(once)).toEqual({ model: once, log: [] });
  });

  it.each(models())('%s: no more operators, arena or bytes in a file', (_, model) => {
    const optimized = optimize(model);
    const [before, after] = [model.subgraphs[0]!, optimized.model.subgraphs[0]!];
    expect(after.operators.length).toBeLessThanOrEqual(before.operators.length);
    expect(planArena(after).bytes).toBeLessThanOrEqual(planArena(before).bytes);
    expect(writeTflite(optimized.model).length).toBeLessThanOrEqual(writeTflite(model).length);
    const saved = optimized.log.reduce((sum, record) => sum + record.saved.operators, 0);
    expect(saved).toBe(operatorCount(model) - operatorCount(optimized.model));
  });

  it.each(models())('%s: inputs and outputs keep their names and kinds', (_, model) => {
    expect(inputKinds(optimize(model).model)).toEqual(inputKinds(model));
  });

  it('what is written after optimising is a valid model', () => {
    for (const [, model] of models()) {
      const optimized = optimize(model).model;
      expect(loadTflite(writeTflite(optimized))).toEqual(optimized);
    }
  });
});
