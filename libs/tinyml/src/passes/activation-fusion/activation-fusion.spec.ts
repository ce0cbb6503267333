import { Model } from '../../graph/model.types';
import { randomRuns } from '../../spec-builders/random-runs';
import { encodeTflite, TensorSpec } from '../../spec-builders/tflite';
import { loadTflite } from '../../tflite/load-tflite';
import { activationFusion } from './activation-fusion.pass';

const Q = { scale: 0.05, zero: 3, shape: [1, 60] };

interface Chain {
  readonly code: number;
  readonly activation?: number;
  readonly between?: TensorSpec;
  readonly outputs?: readonly number[];
  readonly options?: Readonly<Record<number, { readonly f32: number }>>;
}

/** A sum, and a function of one value after it. */
function sumThen({ code, activation = 0, between = Q, outputs = [3], options = {} }: Chain): Model {
  return loadTflite(
    encodeTflite([
      {
        tensors: [Q, Q, between, Q],
        inputs: [0, 1],
        outputs,
        operators: [
          { code: 0, inputs: [0, 1], outputs: [2], options: { 0: { i8: activation } } },
          { code, inputs: [2], outputs: [3], options },
        ],
      },
    ]),
  );
}

describe('activation fusion', () => {
  it.each([
    ['RELU', 19, 0, 'RELU'],
    ['RELU6', 21, 0, 'RELU6'],
    ['RELU6 after a fused RELU', 21, 1, 'RELU6'],
    ['RELU after a fused RELU6', 19, 3, 'RELU6'],
    ['a rescaling to the same scale', 114, 1, 'RELU'],
  ])('%s', (_, code, activation, expected) => {
    const model = sumThen({ code, activation });
    const graph = activationFusion.apply(model.subgraphs[0]!)!.graph;
    expect(graph.operators.map(({ name, options }) => [name, options['activation']])).toEqual([
      ['ADD', expected],
    ]);
    expect(randomRuns({ ...model, subgraphs: [graph] })).toEqual(randomRuns(model));
  });

  it.each([
    ['another quantisation in between', sumThen({ code: 19, between: { ...Q, scale: 0.04 } })],
    ['somebody else who reads what is in between', sumThen({ code: 19, outputs: [2, 3] })],
    ['a function that no clamping has', sumThen({ code: 98, options: { 0: { f32: 0.1 } } })],
    ['16-bit values', loadTflite(encodeTflite([wide()]))],
  ])('not with %s', (_, model) => {
    expect(activationFusion.apply(model.subgraphs[0]!)).toBeUndefined();
  });

  function wide(): Parameters<typeof encodeTflite>[0][number] {
    const tensor: TensorSpec = { ...Q, zero: 0, type: 'int16' };
    return {
      tensors: [tensor, tensor, tensor, tensor],
      inputs: [0, 1],
      outputs: [3],
      operators: [
        { code: 0, inputs: [0, 1], outputs: [2] },
        { code: 19, inputs: [2], outputs: [3] },
      ],
    };
  }
});
