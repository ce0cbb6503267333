import { loadTflite } from '../../tflite/load-tflite';
import { randomRuns } from '../../spec-builders/random-runs';
import { encodeTflite, TensorSpec } from '../../spec-builders/tflite';
import { constantFolding } from './constant-folding.pass';

const Q = { scale: 0.05, zero: 3 };
const ints = (...values: number[]): TensorSpec => ({ shape: [values.length], type: 'int32', values });

/** What converters write to flatten: the shape's first extent, packed with a constant, is a reshape's target. */
const FLATTEN = loadTflite(
  encodeTflite([
    {
      tensors: [
        { ...Q, shape: [1, 3, 4] },
        { shape: [3], type: 'int32' },
        ints(0),
        ints(1),
        ints(1),
        { shape: [], type: 'int32' },
        { shape: [], type: 'int32', values: [12] },
        { shape: [2], type: 'int32' },
        { ...Q, shape: [1, 12] },
      ],
      inputs: [0],
      outputs: [8],
      operators: [
        { code: 77, inputs: [0], outputs: [1] },
        { code: 45, inputs: [1, 2, 3, 4], outputs: [5], options: { 4: { i32: 1 } } },
        { code: 83, inputs: [5, 6], outputs: [7], options: { 0: { i32: 2 }, 1: { i32: 0 } } },
        { code: 22, inputs: [0, 7], outputs: [8] },
      ],
    },
  ]),
);

describe('constant folding', () => {
  it('computes what only constants and shapes decide, one operator after the other', () => {
    let graph = FLATTEN.subgraphs[0]!;
    const done: string[] = [];
    for (let change = constantFolding.apply(graph); change; change = constantFolding.apply(graph)) {
      graph = change.graph;
      done.push(change.what);
    }
    expect(done).toEqual([
      'SHAPE (operator 0) computed',
      'STRIDED_SLICE (operator 0) computed',
      'PACK (operator 0) computed',
    ]);
    expect(Array.from(graph.tensors[7]!.data!)).toEqual([1, 0, 0, 0, 12, 0, 0, 0]);
    expect(randomRuns({ ...FLATTEN, subgraphs: [graph] })).toEqual(randomRuns(FLATTEN));
  });

  it('leaves results of the whole graph, state, and what a row refuses', () => {
    const value = { ...Q, shape: [4], values: [1, 2, 3, 4] };
    const only = (outputs: readonly number[], second: TensorSpec): ReturnType<typeof loadTflite> =>
      loadTflite(
        encodeTflite([
          {
            tensors: [{ ...Q, shape: [4] }, value, second, { ...Q, shape: [4] }, { ...Q, shape: [4] }],
            inputs: [0],
            outputs,
            operators: [
              { code: 0, inputs: [1, 2], outputs: [3] },
              { code: 0, inputs: [0, 3], outputs: [4] },
            ],
          },
        ]),
      );
    const graphs = [
      only([3, 4], value),
      only([4], { ...Q, shape: [4], variable: true }),
      only([4], { shape: [4], values: [1, 2, 3, 4] }),
    ];
    for (const { subgraphs } of graphs) expect(constantFolding.apply(subgraphs[0]!)).toBeUndefined();
    expect(constantFolding.apply(only([4], value).subgraphs[0]!)).toBeDefined();
  });
});
