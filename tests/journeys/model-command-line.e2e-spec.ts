import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingTools, boardTarget } from '@fettle/board';
import { seededRandom } from '@fettle/kernel';
import { CommandLine, FETTLE } from '../support/command-line';

const data = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../shared/data');
const models = join(data, 'tinyml');
const present = existsSync(join(models, 'golden'));
if (!present) console.warn('SKIPPED: the TinyML command line; set FETTLE_DATA to the public data');
const board = missingTools(boardTarget('cortex-m4')).length === 0;
if (!board) console.warn('SKIPPED: models on an emulated board; arm-none-eabi-gcc or QEMU is not there');

interface Report {
  readonly measured: Readonly<Record<'flash' | 'ram' | 'instructions', { readonly error: number }>>;
  readonly pictures: readonly string[];
}

interface Run {
  readonly vectors: number;
  readonly outputBytes: number;
  readonly differentBytes: number;
}

/** Runs of a pump, every other one worn: it draws more and delivers less. */
function pumpTable(): string {
  const random = seededRandom(3);
  const rows = Array.from({ length: 16 * 60 }, (_, i) => {
    const run = Math.floor(i / 60);
    const worn = run % 2;
    const current = 5 + 1.2 * worn + 0.3 * random.normal();
    const flow = 20 - 2 * worn + 0.5 * random.normal();
    return [current.toFixed(3), flow.toFixed(3), worn === 1 ? 'worn' : 'fine', `run ${run}`].join(',');
  });
  return ['current,flow,fault,run', ...rows].join('\n');
}

/** `fettle … | true` */
function closedEarly(words: readonly string[]): Promise<{ status: number | null; stderr: string }> {
  const child = spawn(process.execPath, [FETTLE, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stdout.destroy();
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((done) => child.once('close', (status) => done({ status, stderr })));
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

  (board ? it : it.skip)(
    'report says what a board will take before it is built, within 5 %, and draws it',
    async () => {
      const { measured, pictures } = await fettle.json<Report>(
        'model',
        'report',
        model,
        '--measure',
        '--out',
        out,
      );
      for (const { error } of Object.values(measured)) expect(Math.abs(error)).toBeLessThan(0.05);
      expect(pictures).toHaveLength(2);
      for (const picture of pictures)
        expect(readFileSync(picture, 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
    },
  );

  it('train follows a recipe to the model that ships with the product, bit for bit', async () => {
    const made = await fettle.json<{ sameAsShipped: boolean; hash: string }>(
      ...['model', 'train', 'bearing-anomaly', '--data', data, '--out', out],
    );
    expect(made.sameAsShipped).toBe(true);
    expect(made.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('run hears recordings, of loads as they come, window after window', async () => {
    const { recordings, accuracy } = await fettle.json<{
      recordings: unknown[];
      accuracy: { windows: number };
    }>(...['model', 'run', 'bearing-fault', '--recording', join(data, 'cwru')]);
    expect(recordings.length).toBeGreaterThanOrEqual(19);
    expect(accuracy.windows).toBeGreaterThan(0.95);
  });

  it('a table becomes a network, the network candidates, and a budget picks one or says what is in the way', async () => {
    const table = join(out, 'pump.csv');
    writeFileSync(table, pumpTable());
    const { test } = await fettle.json<{ test: { metrics: { accuracy: number } } }>(
      ...['model', 'train', '--csv', table, '--task', 'classifier', '--label', 'fault', '--group', 'run'],
      ...['--layers', '12,8', '--epochs', '25', '--out', out],
    );
    expect(test.metrics.accuracy).toBeGreaterThan(0.9);
    const compress = [
      'model',
      'compress',
      join(out, 'pump.network.json'),
      '--csv',
      table,
      '--epochs',
      '2',
      '--out',
      out,
    ];
    const { candidates } = await fettle.json<{ candidates: { flashBytes: number; chosen: boolean }[] }>(
      ...[...compress, '--flash', '2500'],
    );
    expect(candidates.length).toBeGreaterThan(8);
    const chosen = candidates.filter((each) => each.chosen);
    expect(chosen).toHaveLength(1);
    expect(chosen[0]!.flashBytes).toBeLessThanOrEqual(2500);
    expect(readFileSync(join(out, 'pump.pareto.svg'), 'utf8')).toContain('<svg');
    expect(await fettle.run(...compress, '--flash', '100')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /candidate +flash B[\s\S]*TRAINING\.NO_CANDIDATE_FITS: .* bytes of flash; the budget is 100/,
      ) as string,
    });
    // Ctrl-C keeps the best so far, and says to scripts that it is not all that was asked for.
    const long = fettle.start(
      ...['model', 'train', '--csv', table, '--task', 'classifier', '--label', 'fault', '--group', 'run'],
      ...['--layers', '400,400', '--epochs', '1000', '--out', join(out, 'cut')],
    );
    await long.says('/1000');
    expect(await long.interrupt()).toMatchObject({
      status: 130,
      stdout: expect.stringMatching(/pump\.network\.json[\s\S]*\(aborted\)/) as string,
    });
    expect(existsSync(join(out, 'cut', 'pump.tflite'))).toBe(true);
    const layers = join(out, 'layers.json');
    writeFileSync(layers, '{"kind":"dense"}');
    expect(
      await fettle.run(
        ...['model', 'train', '--csv', table, '--task', 'classifier', '--label', 'fault', '--layers', layers],
      ),
    ).toMatchObject({ status: 2, stderr: expect.stringContaining('USAGE.INVALID: --layers') as string });
    expect(
      await fettle.run('model', 'train', '--csv', table, '--task', 'classifier', '--label', 'none'),
    ).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('MODEL.BAD_TABLE: ') as string,
    });
  });

  (board ? it : it.skip)('a package is for a place that the machine has', async () => {
    await fettle.json('model', 'keys', '--out', out);
    const words = [
      'model',
      'package',
      'bearing-anomaly',
      '--key',
      join(out, 'private.pem'),
      '--counter',
      '1',
    ];
    expect(await fettle.run(...words)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--place is one of bearing_1_, ') as string,
    });
  });

  it('the output may be read by somebody who leaves early', async () => {
    const { status, stderr } = await closedEarly(['model', 'report', model]);
    expect([status, stderr]).toEqual([0, '']);
  });

  it.each([
    [['model', 'run', 'nowhere.tflite', '--input', 'x'], 1, 'MODEL.NO_FILE'],
    [['model', 'run', model], 2, 'USAGE.INVALID'],
    [['model', 'run', model, '--input', __filename], 1, 'MODEL.BAD_INPUT'],
    [['model', 'compile', __filename], 1, 'TINYML.MALFORMED'],
    [['model', 'compile', model, '--target', 'z80'], 1, 'BOARD.UNKNOWN_TARGET'],
    [['model', 'compile', models], 1, 'MODEL.NO_FILE'],
    [['model', 'compile', model, '--out', __filename], 1, 'FILE.REFUSED'],
    [['model', 'run', 'bearing-fault', '--recording', 'nowhere'], 1, 'MODEL.NO_FILE'],
    [['model', 'train', 'rail-car', '--csv', 'pump.csv'], 2, 'USAGE.INVALID'],
    [['model', 'package', 'bearing-anomaly', '--key', 'nowhere', '--counter', '1'], 1, 'MODEL.NO_FILE'],
  ])('%j ends with status %i and %s', async (words, status, code) => {
    const ended = await fettle.run(...words);
    expect(ended).toMatchObject({ status, stderr: expect.stringContaining(`${code}: `) as string });
    expect(ended.stderr).not.toContain('    at ');
  });
});
