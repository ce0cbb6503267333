import { Model } from '../../graph/model.types';
import { randomRuns } from '../../spec-builders/random-runs';
import { encodeTflite } from '../../spec-builders/tflite';
import { loadTflite } from '../../tflite/load-tflite';
import { reshapeMerging } from './reshape-merging.pass';

const Q = { scale: 0.05, zero: 3 };

function reshapes(outputs: readonly number[]): Model {
  return loadTflite(
    encodeTflite([
      {
        tensors: [
          { ...Q, shape: [1, 3, 4] },
          { ...Q, shape: [3, 4] },
          { ...Q, shape: [1, 12] },
          { ...Q, shape: [1, 1, 12] },
          { shape: [2], type: 'int32', values: [-1, 12] },
          { shape: [1], type: 'int32', values: [1] },
        ],
        inputs: [0],
        outputs,
        operators: [
          { code: 43, inputs: [0], outputs: [1], options: { 0: { ints: [0] } } },
          { code: 22, inputs: [1, 4], outputs: [2] },
          { code: 70, inputs: [2, 5], outputs: [3] },
        ],
      },
    ]),
  );
}

describe('reshape merging', () => {
  it('the last of several does it alone', () => {
    const model = reshapes([3]);
    const once = reshapeMerging.apply(model.subgraphs[0]!)!.graph;
    const { graph } = reshapeMerging.apply(once)!;
    expect(graph.operators).toMatchObject([{ name: 'RESHAPE', inputs: [0], outputs: [3] }]);
    expect(reshapeMerging.apply(graph)).toBeUndefined();
    expect(randomRuns({ ...model, subgraphs: [graph] })).toEqual(randomRuns(model));
  });

  it('not where somebody else reads what is in between', () => {
    const model = reshapes([1, 2, 3]);
    expect(reshapeMerging.apply(model.subgraphs[0]!)).toBeUndefined();
  });
});
