import { Model } from '../../graph/model.types';
import { randomRuns } from '../../spec-builders/random-runs';
import { encodeTflite, TensorSpec } from '../../spec-builders/tflite';
import { loadTflite } from '../../tflite/load-tflite';
import { writeTflite } from '../../tflite/write-tflite';
import { constantSharing } from './constant-sharing.pass';

const Q = { scale: 0.05, zero: 3, shape: [1, 200] };
const VALUES = Array.from({ length: 200 }, (_, i) => (i % 256) - 100);

/** Two sums in a row, each with a constant. */
function sums(first: TensorSpec, second: TensorSpec): Model {
  return loadTflite(
    encodeTflite([
      {
        tensors: [Q, first, Q, second, Q],
        inputs: [0],
        outputs: [4],
        operators: [
          { code: 0, inputs: [0, 1], outputs: [2] },
          { code: 0, inputs: [2, 3], outputs: [4] },
        ],
      },
    ]),
  );
}

describe('constant sharing', () => {
  it('constants that mean the same are one tensor', () => {
    const model = sums({ ...Q, values: VALUES }, { ...Q, values: VALUES });
    const { graph } = constantSharing.apply(model.subgraphs[0]!)!;
    expect(graph.operators.map(({ inputs }) => inputs)).toEqual([
      [0, 1],
      [2, 1],
    ]);
    expect(constantSharing.apply(graph)).toBeUndefined();
    expect(randomRuns({ ...model, subgraphs: [graph] })).toEqual(randomRuns(model));
  });

  it('equal bytes that mean different things lie in memory and in files once', () => {
    const model = sums({ ...Q, values: VALUES }, { ...Q, scale: 0.07, values: VALUES });
    const { graph } = constantSharing.apply(model.subgraphs[0]!)!;
    expect(graph.operators).toEqual(model.subgraphs[0]!.operators);
    const shared = { ...model, subgraphs: [graph] };
    expect(constantSharing.apply(graph)).toBeUndefined();
    expect(writeTflite(model).length - writeTflite(shared).length).toBeGreaterThanOrEqual(200);
    expect(constantSharing.apply(loadTflite(writeTflite(shared)).subgraphs[0]!)).toBeUndefined();
    expect(randomRuns(shared)).toEqual(randomRuns(model));
  });

  it('not where one byte differs', () => {
    const other = VALUES.map((value, i) => (i === 199 ? value + 1 : value));
    const model = sums({ ...Q, values: VALUES }, { ...Q, values: other });
    expect(constantSharing.apply(model.subgraphs[0]!)).toBeUndefined();
  });
});
