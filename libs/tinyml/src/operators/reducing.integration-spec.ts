import { ElementType } from '../graph/model.types';
import { differing, hasCompiler } from '../spec-builders/compiled-model';
import { encodeOne, OneOperator } from '../spec-builders/one-operator';

const compiler = hasCompiler();
if (!compiler) console.warn('SKIPPED: compiled reductions; gcc is not there');

const SHAPE = [2, 3, 1, 4, 5];
/** In one place at either end and between, in one but for a dimension of 1, in two, and all. */
const AXES = [[4], [0], [1, 3], [1, 2, 3], [0, 3], [0, 1, 4], [1, 4], [2], [0, 1, 2, 3, 4]];

function reduction(code: number, axes: readonly number[], type: ElementType, scale: number): OneOperator {
  const zero = type === 'int8' ? -9 : 0;
  return {
    code,
    options: { 0: { i8: 0 } },
    inputs: [
      { type, shape: SHAPE, scale: 0.05, zero },
      { shape: [axes.length], type: 'int32', values: axes },
    ],
    outputs: [{ type, shape: SHAPE.filter((_, axis) => !axes.includes(axis)), scale, zero }],
  };
}

(compiler ? describe : describe.skip)('compiled reductions under sanitizers', () => {
  it("have the interpreter's bytes whatever the axes, in one place or in two", () => {
    const models: [string, OneOperator][] = AXES.flatMap((axes) => [
      [`MEAN over ${axes.join()}`, reduction(40, axes, 'int8', 0.02)],
      [`REDUCE_MAX over ${axes.join()}`, reduction(82, axes, 'int8', 0.05)],
    ]);
    models.push(['REDUCE_MIN', reduction(89, [0, 3], 'int8', 0.05)]);
    models.push(['REDUCE_MAX of 16 bits', reduction(82, [1, 4], 'int16', 0.05)]);
    expect(differing(models.map(([title, one]) => [title, encodeOne(one)]))).toEqual([]);
  });
});
