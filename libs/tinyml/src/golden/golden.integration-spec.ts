import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ArithmeticName } from '../arithmetic/arithmetic';
import { loadTflite } from '../tflite/load-tflite';
import { compareWithGolden, GoldenComparison, GoldenTensor } from './compare-golden';

/*
 * Google's own runtimes recorded every tensor of these models (FNV-1a of its bytes, for each input vector). The vectors
 * are public data outside the repository: FETTLE_DATA says where.
 */
const data = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../../shared/data');
const folder = join(data, 'tinyml');
const present = existsSync(join(folder, 'golden'));
if (!present) console.warn('SKIPPED: golden vectors of TinyML models; set FETTLE_DATA to the public data');

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

/** The interpreter in one arithmetic against the recordings of the runtime of the other. */
function compare(
  model: string,
  stem: string,
  arithmetic: ArithmeticName,
  runtime: ArithmeticName,
): GoldenComparison {
  const infix = runtime === 'tflm' ? '.tflm' : '';
  const read = (suffix: string): unknown => JSON.parse(readFileSync(`${stem}${infix}${suffix}`, 'utf8'));
  const { count, recordBytes } = read('.golden.json') as { count: number; recordBytes: number };
  const bytes = new Uint8Array(readFileSync(`${stem}${infix}.golden.bin`));
  const loaded = loadTflite(new Uint8Array(readFileSync(model)));
  return compareWithGolden(
    loaded,
    arithmetic,
    { count, recordBytes, bytes },
    read('.layers.json') as GoldenTensor[],
  );
}

(present ? describe : describe.skip)('golden vectors of Google runtimes', () => {
  const [detector, recorded] = [join(folder, 'ad01_int8.tflite'), join(folder, 'golden', 'ad01_int8')];

  it('tell the two arithmetics apart: each is wrong about the other', () => {
    expect(compare(detector, recorded, 'tflm', 'litert').differentBytes).toBeGreaterThan(0);
    expect(compare(detector, recorded, 'litert', 'tflm').mismatches.length).toBeGreaterThan(0);
  });

  it('of another model are refused', () => {
    expect(() => compare(detector, join(folder, 'golden', 'kws_ref_model'), 'tflm', 'tflm')).toThrow(
      expect.objectContaining({ code: 'TINYML.BAD_GOLDEN' }),
    );
  });

  for (const { model, stem } of present ? goldens() : []) {
    for (const arithmetic of ['tflm', 'litert'] as const) {
      it(`${basename(model)}: every layer of every vector equals ${arithmetic}`, () => {
        const { mismatches, tensors, outputBytes } = compare(model, stem, arithmetic, arithmetic);
        expect(mismatches).toEqual([]);
        expect(Math.min(tensors, outputBytes)).toBeGreaterThan(0);
      });
    }
  }
});
