import { randomRuns } from '../../spec-builders/random-runs';
import { encodeTflite, TensorSpec } from '../../spec-builders/tflite';
import { loadTflite } from '../../tflite/load-tflite';
import { deadRemoval } from './dead-removal.pass';

const Q: TensorSpec = { scale: 0.05, zero: 3, shape: [1, 8] };
const HANDLE: TensorSpec = { shape: [], type: 'resource' };

describe('dead removal', () => {
  it('a chain that nobody reads goes with its constants; the rest is numbered anew', () => {
    const constant = { ...Q, values: [1, 2, 3, 4, 5, 6, 7, 8] };
    const model = loadTflite(
      encodeTflite([
        {
          tensors: [constant, Q, Q, Q, Q, constant],
          inputs: [1],
          outputs: [4],
          operators: [
            { code: 0, inputs: [1, 0], outputs: [2] },
            { code: 19, inputs: [2], outputs: [3] },
            { code: 0, inputs: [1, 5], outputs: [4] },
          ],
        },
      ]),
    );
    const { graph } = deadRemoval.apply(model.subgraphs[0]!)!;
    expect(graph).toMatchObject({
      inputs: [0],
      outputs: [1],
      operators: [{ index: 0, name: 'ADD', inputs: [0, 2], outputs: [1] }],
    });
    expect(graph.tensors.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(deadRemoval.apply(graph)).toBeUndefined();
    expect(randomRuns({ ...model, subgraphs: [graph] })).toEqual(randomRuns(model));
  });

  it('what changes state stays, though nobody reads its result', () => {
    const model = loadTflite(
      encodeTflite([
        {
          tensors: [Q, HANDLE, Q, Q],
          inputs: [0],
          outputs: [2],
          operators: [
            { code: 142, inputs: [], outputs: [1], options: { 1: { text: 'kept' } } },
            { code: 143, inputs: [1], outputs: [2] },
            { code: 0, inputs: [0, 2], outputs: [3] },
            { code: 144, inputs: [1, 3], outputs: [] },
          ],
        },
      ]),
    );
    expect(deadRemoval.apply(model.subgraphs[0]!)).toBeUndefined();
  });

  it('an input that nobody reads stays: callers count on it', () => {
    const model = loadTflite(
      encodeTflite([
        {
          tensors: [Q, Q, Q],
          inputs: [0, 1],
          outputs: [2],
          operators: [{ code: 19, inputs: [1], outputs: [2] }],
        },
      ]),
    );
    expect(deadRemoval.apply(model.subgraphs[0]!)).toBeUndefined();
  });
});
