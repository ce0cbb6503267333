import { Model } from '../../graph/model.types';
import { randomRuns } from '../../spec-builders/random-runs';
import { encodeTflite, OperatorSpec, TensorSpec } from '../../spec-builders/tflite';
import { loadTflite } from '../../tflite/load-tflite';
import { identityRemoval } from './identity-removal.pass';

const Q: TensorSpec = { scale: 0.05, zero: 3, shape: [1, 20, 30, 2] };
const ints = (...values: number[]): TensorSpec => ({ shape: [values.length], type: 'int32', values });

/** A tanh, one operator, and a tanh again; both around it may be left out. */
function between(
  operator: Pick<OperatorSpec, 'code' | 'options'>,
  constants: readonly TensorSpec[],
  output: TensorSpec = Q,
  ends: { readonly before?: boolean; readonly after?: boolean } = {},
): Model {
  const squashed = { ...output, scale: 1 / 128, zero: 0 };
  const { before = true, after = true } = ends;
  const places = constants.map((_, i) => 4 + i);
  return loadTflite(
    encodeTflite([
      {
        tensors: [Q, { ...Q, scale: 1 / 128, zero: 0 }, { ...squashed }, squashed, ...constants].map(
          (tensor, i) =>
            // Without the first tanh, what comes in is what goes through.
            i < 3 && !before ? { ...tensor, scale: 0.05, zero: 3 } : tensor,
        ),
        inputs: [before ? 0 : 1],
        outputs: [after ? 3 : 2],
        operators: [
          ...(before ? [{ code: 28, inputs: [0], outputs: [1] }] : []),
          { ...operator, inputs: [1, ...places], outputs: [2] },
          ...(after ? [{ code: 28, inputs: [2], outputs: [3] }] : []),
        ],
      },
    ]),
  );
}

const NOTHING: readonly (readonly [string, Pick<OperatorSpec, 'code' | 'options'>, readonly TensorSpec[]])[] =
  [
    ['a reshape to the same shape', { code: 22 }, [ints(1, 20, 30, 2)]],
    ['a transpose that swaps nothing', { code: 39 }, [ints(0, 1, 2, 3)]],
    [
      'a padding by nothing',
      { code: 34 },
      [{ shape: [4, 2], type: 'int32', values: [0, 0, 0, 0, 0, 0, 0, 0] }],
    ],
    ['a slice of everything', { code: 65 }, [ints(0, 0, 0, 0), ints(-1, -1, -1, -1)]],
    ['a concatenation of one', { code: 2, options: { 0: { i32: 3 } } }, []],
    ['a rescaling to the same scale', { code: 114 }, []],
  ];

describe('identity removal', () => {
  it.each(NOTHING)('%s goes, wherever it stands', (_, operator, constants) => {
    for (const ends of [{}, { before: false }, { after: false }]) {
      const model = between(operator, constants, Q, ends);
      const graph = identityRemoval.apply(model.subgraphs[0]!)!.graph;
      expect(graph.operators).toHaveLength(model.subgraphs[0]!.operators.length - 1);
      expect([graph.inputs, graph.outputs]).toEqual([
        model.subgraphs[0]!.inputs,
        model.subgraphs[0]!.outputs,
      ]);
      expect(randomRuns({ ...model, subgraphs: [graph] })).toEqual(randomRuns(model));
    }
  });

  it('stays where it is all there is between an input and an output', () => {
    const model = between(NOTHING[0]![1], NOTHING[0]![2], Q, { before: false, after: false });
    expect(identityRemoval.apply(model.subgraphs[0]!)).toBeUndefined();
  });

  it.each<[string, Pick<OperatorSpec, 'code' | 'options'>, readonly TensorSpec[], TensorSpec]>([
    ['a transpose of equal extents', { code: 39 }, [ints(0, 2, 1, 3)], { ...Q, shape: [1, 30, 20, 2] }],
    ['a reversing slice', { code: 45 }, [ints(0, 0, -1, 0), ints(1, 20, -31, 2), ints(1, 1, -1, 1)], Q],
    ['a reshape to another shape', { code: 22 }, [ints(1, 600, 2)], { ...Q, shape: [1, 600, 2] }],
    ['a function that changes a few values', { code: 19 }, [], Q],
  ])('not %s', (_, operator, constants, output) => {
    expect(identityRemoval.apply(between(operator, constants, output).subgraphs[0]!)).toBeUndefined();
  });

  it('not a transpose of a square, where only places tell', () => {
    const square = { ...Q, shape: [1, 300, 300, 1] };
    const model = loadTflite(
      encodeTflite([
        {
          tensors: [square, ints(0, 2, 1, 3), square, square],
          inputs: [0],
          outputs: [3],
          operators: [
            { code: 39, inputs: [0, 1], outputs: [2] },
            { code: 19, inputs: [2], outputs: [3] },
          ],
        },
      ]),
    );
    expect(identityRemoval.apply(model.subgraphs[0]!)).toBeUndefined();
  });
});
