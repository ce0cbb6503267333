import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileC } from '../c/compile-c';
import { loadTflite } from '../tflite/load-tflite';
import { planArena } from './arena';

const data = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../../shared/data');
const folder = join(data, 'tinyml');
const present = existsSync(folder);
if (!present) console.warn('SKIPPED: arenas of public models; set FETTLE_DATA to the public data');

(present ? describe : describe.skip)('the arena of a public model', () => {
  it.each([
    ['ad01_int8', 768],
    ['kws_ref_model', 16_000],
  ])('%s needs %i bytes, and no plan needs fewer', (model, bytes) => {
    const { subgraphs } = loadTflite(new Uint8Array(readFileSync(join(folder, `${model}.tflite`))));
    expect(planArena(subgraphs[0]!)).toMatchObject({ bytes, lowerBound: bytes });
  });

  it('is smaller where convolutions follow their inputs through it', () => {
    const model = loadTflite(new Uint8Array(readFileSync(join(folder, 'kws_ref_model.tflite'))));
    expect(compileC(model, 'kws').arena.bytes).toBe(9_804);
  });
});
