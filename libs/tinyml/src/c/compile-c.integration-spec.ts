import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementCount } from '../graph/shapes';
import { crossCompile, hasCrossCompiler } from '../spec-builders/cross-compiling';
import { differing, hasCompiler, runCompiled, runInterpreted } from '../spec-builders/compiled-model';
import { convolutionCases } from '../spec-builders/convolutions';
import { encodeOne, OneOperator, storedValues } from '../spec-builders/one-operator';
import { SAMPLE_MODELS } from '../spec-builders/sample-models';
import { loadTflite } from '../tflite/load-tflite';

const compiler = hasCompiler();
if (!compiler) console.warn('SKIPPED: compiled models; gcc is not there');
const crossCompiler = hasCrossCompiler();
if (!crossCompiler) console.warn('SKIPPED: models for a Cortex-M4; arm-none-eabi-gcc is not there');
const data = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../../shared/data');
const folder = join(data, 'tinyml');
const present = existsSync(join(folder, 'golden'));
if (!present) console.warn('SKIPPED: compiled public models; set FETTLE_DATA to the public data');

const plain = ({ one: { inputs } }: { one: OneOperator }): boolean => inputs[0]!.type === 'int8';
const convolutions = (['conv', 'depthwise'] as const).flatMap((kind) =>
  convolutionCases(kind)
    .filter(plain)
    .map(({ title, one }) => [`${kind}: ${title}`, one] as const),
);
const Q = { scale: 0.05, zero: 3 };
const pool = (code: number, same: number, activation: number): OneOperator => ({
  code,
  inputs: [{ ...Q, shape: [2, 5, 6, 3] }],
  outputs: [{ ...Q, shape: same === 0 ? [2, 3, 3, 3] : [2, 2, 2, 3] }],
  options: {
    0: { i8: same },
    1: { i32: 2 },
    2: { i32: 2 },
    3: { i32: 3 },
    4: { i32: 3 },
    5: { i8: activation },
  },
});
const dense = (scales: readonly number[]): OneOperator => ({
  code: 9,
  inputs: [
    { ...Q, shape: [2, 10] },
    { shape: [3, 10], scale: scales, values: storedValues({ shape: [3, 10] }, 4) },
    { shape: [3], type: 'int32', values: [2147483647, -400, -2147483648] },
  ],
  outputs: [{ scale: 0.3, zero: -5, shape: [2, 3] }],
});
const mean = (axes: readonly number[], shape: readonly number[]): OneOperator => ({
  code: 40,
  inputs: [
    { ...Q, shape: [2, 4, 5, 3] },
    { shape: [axes.length], type: 'int32', values: axes },
  ],
  outputs: [{ scale: 0.02, zero: -9, shape }],
});
const operators: readonly (readonly [string, OneOperator])[] = [
  ...convolutions,
  ['average pooling, SAME', pool(1, 0, 0)],
  ['average pooling, VALID and RELU', pool(1, 1, 1)],
  ['max pooling, SAME', pool(17, 0, 0)],
  ['max pooling, VALID and RELU', pool(17, 1, 1)],
  ['mean of pixels', mean([1, 2], [2, 3])],
  ['mean of channels', mean([3], [2, 4, 5])],
  ['fully connected, one scale', dense([0.02])],
  ['fully connected, a scale for each unit; biases wrap', dense([0.02, 0.01, 0.03])],
];

(compiler ? describe : describe.skip)('a compiled operator under sanitizers', () => {
  it("has the interpreter's bytes after every layer, in each of these forms", () => {
    expect(differing(operators.map(([title, one]) => [title, encodeOne(one)]))).toEqual([]);
  });
});

/** All but the 16-bit convolution. */
const samples = SAMPLE_MODELS.filter((bytes) => {
  const { tensors, operators } = loadTflite(bytes).subgraphs[0]!;
  return operators.every(({ name, inputs }) => name !== 'CONV_2D' || tensors[inputs[0]!]!.type === 'int8');
});

(compiler ? describe : describe.skip)('a compiled model of several operators under sanitizers', () => {
  it("has the interpreter's bytes after every layer, though layers take turns with memory", () => {
    expect(differing(samples.map((bytes, i) => [`sample ${i}`, bytes]))).toEqual([]);
  });
});

(crossCompiler ? describe : describe.skip)('a compiled model for a Cortex-M4', () => {
  it('compiles without a warning, whatever its operators', () => {
    expect(() => crossCompile(samples.map((bytes) => loadTflite(bytes)))).not.toThrow();
  });
});

interface GoldenRecord {
  readonly count: number;
  readonly recordBytes: number;
}

(compiler && present ? describe : describe.skip)('a compiled public model under sanitizers', () => {
  const zoo = [
    'add_scales',
    'avgpool',
    'conv1d',
    'conv_s2_valid',
    'conv_same_relu',
    'dwconv_m1',
    'fc_pc_relu6',
    'fc_pt',
    'flatten_softmax',
    'gap_mean',
    'maxpool',
  ].map((name) => join('golden', 'zoo', name));
  it.each(['ad01_int8', 'kws_ref_model', ...zoo])(
    '%s: every layer as interpreted, every output as recorded',
    (name) => {
      const model = loadTflite(new Uint8Array(readFileSync(join(folder, `${name}.tflite`))));
      const stem = join(folder, name.startsWith('golden') ? '' : 'golden', `${name}.tflm.golden`);
      const { count, recordBytes } = JSON.parse(readFileSync(`${stem}.json`, 'utf8')) as GoldenRecord;
      const records = readFileSync(`${stem}.bin`);
      const graph = model.subgraphs[0]!;
      const sizes = graph.inputs.map((input) => elementCount(graph.tensors[input]!.shape));
      const inputBytes = sizes.reduce((sum, size) => sum + size, 0);
      const record = (i: number): Buffer => records.subarray(i * recordBytes, (i + 1) * recordBytes);
      const runs = Array.from({ length: count }, (_, i) => {
        let at = 0;
        return sizes.map((size) => new Int8Array(record(i).subarray(at, (at += size))));
      });
      const compiled = runCompiled(model, runs);
      expect(compiled.equals(runInterpreted(model, runs))).toBe(true);
      const step = compiled.length / count;
      const outputs = runs.map((_, i) =>
        compiled.subarray((i + 1) * step - (recordBytes - inputBytes), (i + 1) * step),
      );
      const recorded = runs.map((_, i) => record(i).subarray(inputBytes));
      expect(Buffer.concat(outputs).equals(Buffer.concat(recorded))).toBe(true);
    },
  );
});
