import {
  differing,
  hasCompiler,
  runCompiled,
  runInterpreted,
  runsOver,
} from '../spec-builders/compiled-model';
import { encodeOne, OneOperator, storedValues } from '../spec-builders/one-operator';
import { TensorSpec } from '../spec-builders/tflite';
import { loadTflite } from '../tflite/load-tflite';

const compiler = hasCompiler();
if (!compiler) console.warn('SKIPPED: compiled element-wise operators; gcc is not there');

type Shapes = readonly [a: readonly number[], b: readonly number[], y: readonly number[]];
const EQUAL: Shapes = [
  [3, 70],
  [3, 70],
  [3, 70],
];
const SHAPES: Readonly<Record<string, Shapes>> = {
  'equal shapes': EQUAL,
  'a row for all': [[2, 5, 4], [4], [2, 5, 4]],
  'a column for all': [
    [2, 5, 4],
    [5, 1],
    [2, 5, 4],
  ],
  'both stretched': [
    [2, 1, 4, 1],
    [3, 1, 2],
    [2, 3, 4, 2],
  ],
  'one value for all': [[1], [2, 9], [2, 9]],
  'one value': [[1, 1], [1], [1, 1]],
  'a block within blocks': [
    [2, 3, 2, 2],
    [3, 1, 2],
    [2, 3, 2, 2],
  ],
};
const CODES = { ADD: 0, SUB: 41, MUL: 18, MAXIMUM: 55, MINIMUM: 57 } as const;
type Name = keyof typeof CODES;

/** Same quantisation for those that choose, all different for those that compute. */
function quantised(name: Name, wide: boolean): readonly Pick<TensorSpec, 'scale' | 'zero' | 'type'>[] {
  const type = wide ? 'int16' : 'int8';
  const chooses = name === 'MAXIMUM' || name === 'MINIMUM';
  const scales = chooses ? [0.05, 0.05, 0.05] : wide ? [0.0003, 0.0001, 0.0005] : [0.05, 0.013, 0.04];
  const zeros = wide ? [0, 0, 0] : chooses ? [7, 7, 7] : [3, -90, 11];
  return scales.map((scale, i) => ({ type, scale, zero: zeros[i]! }));
}

function pair(name: Name, [a, b, y]: Shapes, wide = false, activation = 0): OneOperator {
  const [forA, forB, forY] = quantised(name, wide);
  return {
    code: CODES[name],
    inputs: [
      { ...forA, shape: a },
      { ...forB, shape: b },
    ],
    outputs: [{ ...forY, shape: y }],
    options: { 0: { i8: activation } },
  };
}

/** The second operand written in the model. */
function withConstant(one: OneOperator): OneOperator {
  const b = one.inputs[1]!;
  return { ...one, inputs: [one.inputs[0]!, { ...b, values: storedValues(b, 6) }] };
}

function forms(name: Name): readonly (readonly [string, OneOperator])[] {
  const shapes = Object.entries(SHAPES).map(([title, shape]) => [title, pair(name, shape)] as const);
  return [
    ...shapes,
    ['16 bits', pair(name, EQUAL, true)],
    ['16 bits, both stretched', pair(name, SHAPES['both stretched']!, true)],
    ['a constant', withConstant(pair(name, EQUAL))],
    ['a constant row of 16 bits', withConstant(pair(name, SHAPES['a row for all']!, true))],
    ...(['MAXIMUM', 'MINIMUM'].includes(name)
      ? []
      : ([1, 2, 3].map((activation) => [
          `activation ${activation}`,
          pair(name, EQUAL, false, activation),
        ]) as [string, OneOperator][])),
  ];
}

/** Both operands are the same tensor, and a result too large for its type. */
const SATURATING: OneOperator = {
  code: CODES.MUL,
  inputs: [
    { shape: [40], scale: 0.5, zero: 0 },
    { shape: [40], scale: 0.5, zero: 0 },
  ],
  outputs: [{ shape: [40], scale: 0.000001, zero: 100 }],
};

(compiler ? describe : describe.skip)('compiled element-wise operators under sanitizers', () => {
  const names = Object.keys(CODES) as Name[];
  const all = names.flatMap((name) => forms(name).map(([title, one]) => [`${name}: ${title}`, one] as const));

  it("have the interpreter's bytes in every form", () => {
    const models = [...all, ['MUL: beyond the range', SATURATING] as const];
    expect(differing(models.map(([title, one]) => [title, encodeOne(one)]))).toEqual([]);
  });

  it('would be found out: a sum is not a difference', () => {
    const [sum, difference] = [pair('ADD', EQUAL), pair('SUB', EQUAL)].map((one) =>
      loadTflite(encodeOne(one)),
    );
    const runs = runsOver(sum!);
    expect(runCompiled(sum!, runs).equals(runInterpreted(difference!, runs))).toBe(false);
  });
});
