import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ArithmeticName } from '../arithmetic/arithmetic';
import { bytesPerElement, ElementArray, elementsOf } from '../graph/element-types';
import { createInterpreter } from '../interpreter/interpreter';
import { Operand } from '../operators/operator';
import { loadTflite } from '../tflite/load-tflite';

/*
 * Google's own runtimes recorded every tensor of these models (FNV-1a of its bytes, for each input vector). The vectors
 * are public data outside the repository: FETTLE_DATA says where.
 */
const data = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../../shared/data');
const folder = join(data, 'tinyml');
const present = existsSync(join(folder, 'golden'));
if (!present) console.warn('SKIPPED: golden vectors of TinyML models; set FETTLE_DATA to the public data');

interface TensorRecord {
  readonly tensor: number;
  readonly producedBy: number | null;
  readonly fnv1a32All?: readonly number[];
}

interface GoldenRecord {
  readonly count: number;
  readonly recordBytes: number;
  readonly ops: readonly { readonly op: string }[];
}

function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

function bytesOf(values: ElementArray): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Model files with the stem of their golden files. */
function goldens(): { readonly model: string; readonly stem: string }[] {
  const golden = join(folder, 'golden');
  const sets: [string, string][] = [
    [golden, folder],
    [join(golden, 'zoo'), join(golden, 'zoo')],
  ];
  return sets.flatMap(([dir, models]) =>
    readdirSync(dir)
      .filter((file) => file.endsWith('.golden.bin') && !file.includes('.tflm.'))
      .map((file) => basename(file, '.golden.bin'))
      .map((name) => ({ model: join(models, `${name}.tflite`), stem: join(dir, name) })),
  );
}

/** What the interpreter in one arithmetic gets otherwise than the runtime of the other, named by vector and layer. */
function mismatches(
  model: string,
  stem: string,
  arithmetic: ArithmeticName,
  runtime: ArithmeticName,
): readonly string[] {
  const infix = runtime === 'tflm' ? '.tflm' : '';
  const read = (suffix: string): unknown => JSON.parse(readFileSync(`${stem}${infix}${suffix}`, 'utf8'));
  const golden = read('.golden.json') as GoldenRecord;
  const layers = read('.layers.json') as TensorRecord[];
  const records = readFileSync(`${stem}${infix}.golden.bin`);
  const expected = new Map(layers.map((layer) => [layer.tensor, layer.fnv1a32All]));
  const interpreter = createInterpreter(loadTflite(new Uint8Array(readFileSync(model))), arithmetic);
  const wrong: string[] = [];
  const seen = new Set<number>();
  for (let i = 0; i < golden.count; i++) {
    let at = i * golden.recordBytes;
    const take = ({ type, count }: Operand): Uint8Array => {
      const bytes = new Uint8Array(records.subarray(at, at + count * bytesPerElement(type)));
      at += bytes.length;
      return bytes;
    };
    interpreter.reset();
    const inputs = (interpreter.inputs as readonly Operand[]).map((input) =>
      elementsOf(input.type, take(input)),
    );
    const outputs = interpreter.run(inputs, (operator, produced) => {
      for (const output of produced) {
        const hashes = expected.get(output.index);
        if (hashes === undefined) continue;
        seen.add(output.index);
        if (fnv1a(bytesOf(output.values)) !== hashes[i]) {
          wrong.push(`vector ${i}, operator ${operator.index} ${operator.name}, tensor ${output.index}`);
        }
      }
    });
    (interpreter.outputs as readonly Operand[]).forEach((output, o) => {
      if (Buffer.compare(take(output), bytesOf(outputs[o]!)) !== 0) wrong.push(`vector ${i}, output ${o}`);
    });
  }
  for (const layer of layers) {
    if (layer.producedBy !== null && !seen.has(layer.tensor)) wrong.push(`tensor ${layer.tensor} never seen`);
  }
  return wrong;
}

(present ? describe : describe.skip)('golden vectors of Google runtimes', () => {
  it('tell the two arithmetics apart: each is wrong about the other', () => {
    const [model, stem] = [join(folder, 'ad01_int8.tflite'), join(folder, 'golden', 'ad01_int8')];
    expect(mismatches(model, stem, 'tflm', 'litert').length).toBeGreaterThan(0);
    expect(mismatches(model, stem, 'litert', 'tflm').length).toBeGreaterThan(0);
  });

  for (const { model, stem } of present ? goldens() : []) {
    for (const arithmetic of ['tflm', 'litert'] as const) {
      it(`${basename(model)}: every layer of every vector equals ${arithmetic}`, () => {
        expect(mismatches(model, stem, arithmetic, arithmetic)).toEqual([]);
      });
    }
  }
});
