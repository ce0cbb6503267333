import { differing, hasCompiler } from '../../spec-builders/compiled-model';
import { encodeOne, OneOperator } from '../../spec-builders/one-operator';

const compiler = hasCompiler();
if (!compiler) console.warn('SKIPPED: compiled softmax; gcc is not there');

const softmax = (scale: number, from: 'int8' | 'int16', to: 'int8' | 'int16', depth = 9): OneOperator => ({
  code: 25,
  inputs: [{ type: from, scale, zero: from === 'int8' ? 7 : 0, shape: [4, depth] }],
  outputs: [
    {
      type: to,
      scale: to === 'int8' ? 1 / 256 : from === 'int8' ? 1 / 65536 : 1 / 32768,
      zero: to === 'int8' ? -128 : from === 'int8' ? -32768 : 0,
      shape: [4, depth],
    },
  ],
  options: { 0: { f32: 1 } },
});

(compiler ? describe : describe.skip)('compiled softmax under sanitizers', () => {
  it("has the interpreter's bytes at every width, scale and length", () => {
    const narrow = [0.001, 0.05, 0.4, 3].flatMap((scale) => [
      [`8 bits, scale ${scale}`, softmax(scale, 'int8', 'int8')] as const,
      [`8 to 16 bits, scale ${scale}`, softmax(scale, 'int8', 'int16')] as const,
    ]);
    const wide = [0.00002, 0.0003, 0.01].map(
      (scale) => [`16 bits, scale ${scale}`, softmax(scale, 'int16', 'int16')] as const,
    );
    const lengths = [
      ['one class', softmax(0.1, 'int8', 'int8', 1)],
      ['one class of 16 bits', softmax(0.001, 'int16', 'int16', 1)],
      ['many classes', softmax(0.01, 'int8', 'int8', 1000)],
      ['many classes of 16 bits', softmax(0.00001, 'int16', 'int16', 1000)],
    ] as const;
    const models = [...narrow, ...wide, ...lengths];
    expect(differing(models.map(([title, one]) => [title, encodeOne(one)]))).toEqual([]);
  });
});
