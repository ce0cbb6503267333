import { Model } from '../../graph/model.types';
import { storedValues } from '../../spec-builders/one-operator';
import { randomRuns } from '../../spec-builders/random-runs';
import { encodeTflite, TensorSpec } from '../../spec-builders/tflite';
import { loadTflite } from '../../tflite/load-tflite';
import { padFolding } from './pad-folding.pass';

const Q = { scale: 0.05, zero: 3 };

interface Padded {
  /** Before and after rows, before and after columns. */
  readonly sides: readonly [number, number, number, number];
  readonly stride: number;
  readonly depthwise?: boolean;
  /** PADV2 with this value; PAD where it is not given. */
  readonly value?: number;
  readonly batches?: number;
  readonly padded?: Partial<TensorSpec>;
  readonly outputs?: readonly number[];
}

/** A 7 x 8 picture, padded, by 3 x 3 filters of padding VALID. */
function paddedConvolution(given: Padded): Model {
  const { sides, stride, depthwise = false, value, batches = 0, outputs = [5] } = given;
  const [rows, columns] = [7 + sides[0] + sides[1], 8 + sides[2] + sides[3]];
  const extent = (padded: number): number => Math.floor((padded - 3) / stride) + 1;
  const shape = depthwise ? [1, 3, 3, 2] : [4, 3, 3, 2];
  const options = { 0: { i8: 1 }, 1: { i32: stride }, 2: { i32: stride } };
  return loadTflite(
    encodeTflite([
      {
        tensors: [
          { ...Q, shape: [1, 7, 8, 2] },
          { shape: [4, 2], type: 'int32', values: [0, batches, ...sides, 0, 0] },
          { ...Q, shape: [1 + batches, rows, columns, 2], ...given.padded },
          { shape, scale: 0.01, zero: 0, values: storedValues({ shape }, 5).map((v) => Math.max(-127, v)) },
          { shape: [1], values: [value ?? 0], ...Q },
          { scale: 0.2, zero: -7, shape: [1 + batches, extent(rows), extent(columns), depthwise ? 2 : 4] },
        ],
        inputs: [0],
        outputs,
        operators: [
          value === undefined
            ? { code: 34, inputs: [0, 1], outputs: [2] }
            : { code: 60, inputs: [0, 1, 4], outputs: [2] },
          depthwise
            ? { code: 4, inputs: [2, 3, -1], outputs: [5], options: { ...options, 3: { i32: 1 } } }
            : { code: 3, inputs: [2, 3, -1], outputs: [5], options },
        ],
      },
    ]),
  );
}

describe('pad folding', () => {
  it.each<[string, Padded]>([
    ['one on each side, stride 1', { sides: [1, 1, 1, 1], stride: 1 }],
    ['stride 2, more behind than before', { sides: [1, 1, 0, 1], stride: 2 }],
    ['depthwise', { sides: [1, 1, 1, 1], stride: 1, depthwise: true }],
    ['a given value that is the zero point', { sides: [1, 1, 1, 1], stride: 1, value: 3 }],
  ])('%s', (_, given) => {
    const model = paddedConvolution(given);
    const graph = padFolding.apply(model.subgraphs[0]!)!.graph;
    expect(graph.operators).toMatchObject([{ options: { padding: 'SAME' } }]);
    expect(randomRuns({ ...model, subgraphs: [graph] })).toEqual(randomRuns(model));
  });

  it.each<[string, Padded]>([
    ['more than SAME has', { sides: [2, 2, 2, 2], stride: 1 }],
    ['less than SAME has', { sides: [0, 0, 1, 1], stride: 1 }],
    ['as much, but at the other side', { sides: [1, 1, 1, 0], stride: 2 }],
    ['another value than the zero point', { sides: [1, 1, 1, 1], stride: 1, value: 4 }],
    ['padded batches', { sides: [1, 1, 1, 1], stride: 1, batches: 1 }],
    ['another quantisation of what is padded', { sides: [1, 1, 1, 1], stride: 1, padded: { scale: 0.04 } }],
    ['somebody else who reads what is padded', { sides: [1, 1, 1, 1], stride: 1, outputs: [2, 5] }],
  ])('not %s', (_, given) => {
    expect(padFolding.apply(paddedConvolution(given).subgraphs[0]!)).toBeUndefined();
  });
});
