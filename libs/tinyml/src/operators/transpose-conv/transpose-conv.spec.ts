import { BOTH, OneOperator, reals, runOne, storedValues, worstError } from '../../spec-builders/one-operator';

interface Shape {
  readonly title: string;
  readonly same: boolean;
  readonly output: readonly [number, number];
}

const INPUT = { shape: [1, 3, 4, 2], scale: 0.04, zero: 12 };
const [OUT, HEIGHT, WIDTH, IN] = [3, 3, 2, 2];
const SCALES = [0.006, 0.007, 0.008];
/** Strides 2 down and 3 across. */
const SHAPES: readonly Shape[] = [
  { title: 'SAME', same: true, output: [6, 12] },
  { title: 'VALID', same: false, output: [7, 11] },
];

function model({ same, output }: Shape): OneOperator {
  const filterShape = [OUT, HEIGHT, WIDTH, IN];
  const values = storedValues({ shape: filterShape }, 8).map((value) => Math.max(-127, value));
  const target = [1, ...output, OUT];
  return {
    code: 67,
    options: { 0: { i8: same ? 0 : 1 }, 1: { i32: 3 }, 2: { i32: 2 } },
    inputs: [
      { shape: [4], type: 'int32', values: target },
      { shape: filterShape, scale: SCALES, values },
      INPUT,
      { shape: [OUT], type: 'int32', scale: 0.0003, values: [100, -2000, 0] },
    ],
    outputs: [{ shape: target, scale: 0.12, zero: -6 }],
  };
}

/** Gathers: which inputs reach this output, the other way round than the kernel. */
function ideal(
  { same, output: [rows, columns] }: Shape,
  one: OneOperator,
  input: readonly number[],
): number[] {
  const [, filter, , bias] = one.inputs;
  const top = same ? Math.floor(Math.max(0, 2 * 2 + HEIGHT - rows) / 2) : 0;
  const left = same ? Math.floor(Math.max(0, 3 * 3 + WIDTH - columns) / 2) : 0;
  return Array.from({ length: rows * columns * OUT }, (_, flat) => {
    const [c, x, y] = [flat % OUT, Math.floor(flat / OUT) % columns, Math.floor(flat / OUT / columns)];
    const scale = Math.fround(SCALES[c]!);
    let sum = bias!.values![c]! * scale * Math.fround(0.04);
    for (let iy = 0; iy < 3; iy++) {
      for (let ix = 0; ix < 4; ix++) {
        const [fy, fx] = [y - iy * 2 + top, x - ix * 3 + left];
        if (fy < 0 || fy >= HEIGHT || fx < 0 || fx >= WIDTH) continue;
        for (let i = 0; i < IN; i++) {
          const weight = filter!.values![((c * HEIGHT + fy) * WIDTH + fx) * IN + i]!;
          sum += input[(iy * 4 + ix) * IN + i]! * weight * scale;
        }
      }
    }
    return sum;
  });
}

describe('TRANSPOSE_CONV', () => {
  for (const shape of SHAPES) {
    for (const arithmetic of BOTH) {
      it(`${shape.title}: within half a step of the real transpose (${arithmetic})`, () => {
        const one = model(shape);
        const stored = storedValues(INPUT, 2);
        const [result] = runOne(one, arithmetic, [stored]);
        expect(
          worstError(one.outputs[0]!, result!, ideal(shape, one, reals(INPUT, stored))),
        ).toBeLessThanOrEqual(0.52);
      });
    }
  }

  it('a fused activation clamps in litert; tflm never looks at it', () => {
    const one = model(SHAPES[0]!);
    const fused = { ...one, options: { ...one.options, 3: { i8: 1 } } };
    const stored = storedValues(INPUT, 2);
    const [plain] = runOne(one, 'litert', [stored]);
    expect(runOne(fused, 'tflm', [stored])[0]).toEqual(plain);
    expect(runOne(fused, 'litert', [stored])[0]).toEqual(plain!.map((value) => Math.max(-6, value)));
  });

  it('VALID padding of a filter far longer than its output divides towards zero, as the runtimes do', () => {
    const taps = Array.from({ length: 20 }, (_, i) => i + 1);
    const one: OneOperator = {
      code: 67,
      options: { 0: { i8: 1 }, 1: { i32: 8 }, 2: { i32: 1 } },
      inputs: [
        { shape: [4], type: 'int32', values: [1, 1, 1, 1] },
        { shape: [1, 1, 20, 1], scale: 1, values: taps },
        { shape: [1, 1, 1, 1], scale: 1, zero: 0 },
      ],
      outputs: [{ shape: [1, 1, 1, 1], scale: 1, zero: 0 }],
    };
    expect(runOne(one, 'tflm', [[1]])).toEqual([[2]]);
  });
});
