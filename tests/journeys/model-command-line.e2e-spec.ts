import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingTools, boardTarget } from '@fettle/board';
import { CommandLine } from '../support/command-line';

const data = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../shared/data');
const models = join(data, 'tinyml');
const present = existsSync(join(models, 'golden'));
if (!present) console.warn('SKIPPED: the TinyML command line; set FETTLE_DATA to the public data');
const board = missingTools(boardTarget('cortex-m4')).length === 0;
if (!board) console.warn('SKIPPED: models on an emulated board; arm-none-eabi-gcc or QEMU is not there');

interface Run {
  readonly vectors: number;
  readonly outputBytes: number;
  readonly differentBytes: number;
}

/** The TinyML tool chain as a data scientist types it. */
(present ? describe : describe.skip)('fettle model', () => {
  const fettle = new CommandLine({});
  const model = join(models, 'kws_ref_model.tflite');
  const golden = join(models, 'golden', 'kws_ref_model.tflm.golden.bin');
  let out = '';
  beforeAll(() => (out = mkdtempSync(join(tmpdir(), 'fettle-model-'))));
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  it('compile writes one .c, one .h and the runtime header', async () => {
    const { files } = await fettle.json<{ files: string[] }>(
      ...['model', 'compile', model, '--target', 'cortex-m4', '--out', out],
    );
    expect(files).toEqual(
      ['kws_ref_model.c', 'kws_ref_model.h', 'fettle_tinyml.h'].map((name) => join(out, name)),
    );
    for (const file of files) expect(existsSync(file)).toBe(true);
    expect(readFileSync(files[0]!, 'utf8')).toContain('#include "fettle_tinyml.h"');
  });

  it('run beside recorded runs says that no byte differs, and fails where one does', async () => {
    const same = await fettle.json<Run>('model', 'run', model, '--golden', golden);
    expect(same).toMatchObject({ vectors: 32, outputBytes: 384, differentBytes: 0 });
    const changed = join(out, 'changed.golden.bin');
    const bytes = readFileSync(golden);
    bytes[501]! ^= 1;
    writeFileSync(changed, bytes);
    writeFileSync(join(out, 'changed.golden.json'), readFileSync(golden.replace(/bin$/, 'json')));
    expect(await fettle.run('model', 'run', model, '--golden', changed)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('MODEL.DIFFERENT: ') as string,
    });
  });

  (board ? it : it.skip)('run on an emulated board gives the same bytes', async () => {
    const run = await fettle.json<Run>('model', 'run', model, '--golden', golden, '--on', 'cortex-m4');
    expect(run).toMatchObject({ vectors: 32, outputBytes: 384, differentBytes: 0 });
  });

  it.each([
    [['model', 'run', 'nowhere.tflite', '--input', 'x'], 1, 'MODEL.NO_FILE'],
    [['model', 'run', model], 2, 'USAGE.INVALID'],
    [['model', 'run', model, '--input', __filename], 1, 'MODEL.BAD_INPUT'],
    [['model', 'compile', __filename], 1, 'TINYML.MALFORMED'],
    [['model', 'compile', model, '--target', 'z80'], 1, 'BOARD.UNKNOWN_TARGET'],
  ])('%j ends with status %i and %s', async (words, status, code) => {
    expect(await fettle.run(...words)).toMatchObject({
      status,
      stderr: expect.stringContaining(`${code}: `) as string,
    });
  });
});
