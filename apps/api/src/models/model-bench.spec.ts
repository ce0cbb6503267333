import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DENSE_MODEL } from '../spec-builders/small-models';
import { ModelBench } from './model-bench.service';
import { MODEL_JOBS } from './model-jobs';
import { ModelThread } from './model-thread';

describe('model bench', () => {
  it('the same question about the same file is answered from memory, another is not', async () => {
    const run = jest.fn(async (_name: string, ...args: unknown[]) => ({ args: args.slice(1) }));
    const bench = new ModelBench({ run: run as never, stop: async () => undefined });
    const file = jest.fn(async () => DENSE_MODEL);
    const first = await bench.ask('code', file, 'hash', 'a');
    expect(await bench.ask('code', file, 'hash', 'a')).toEqual(first);
    expect([run.mock.calls.length, file.mock.calls.length]).toEqual([1, 1]);
    await bench.ask('code', file, 'hash', 'b');
    await bench.ask('code', file, 'other', 'a');
    expect(run).toHaveBeenCalledTimes(3);
  });

  it('one piece of work at a time, whoever asks', async () => {
    let [running, most] = [0, 0];
    const run = async (): Promise<unknown> => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
      return {};
    };
    const bench = new ModelBench({ run: run as never, stop: async () => undefined });
    const ask = (i: number): Promise<unknown> => bench.ask('code', async () => DENSE_MODEL, `${i}`, 'a');
    await Promise.all(Array.from({ length: 10 }, (_, i) => ask(i)));
    expect(most).toBe(1);
    await expect(Promise.all(Array.from({ length: 30 }, (_, i) => ask(100 + i)))).rejects.toMatchObject({
      code: 'SERVER.BUSY',
    });
  });

  it('what failed is asked again', async () => {
    const run = jest.fn().mockRejectedValueOnce(new Error('x')).mockResolvedValue({ files: [] });
    const bench = new ModelBench({ run, stop: async () => undefined });
    await expect(bench.ask('code', async () => DENSE_MODEL, 'hash', 'a')).rejects.toThrow('x');
    expect(await bench.ask('code', async () => DENSE_MODEL, 'hash', 'a')).toEqual({ files: [] });
  });
});

describe('model thread', () => {
  const dir = mkdtempSync(join(tmpdir(), 'fettle-model-thread-'));
  const file = join(dir, 'worker.js');
  let thread: ModelThread;

  beforeAll(() => {
    writeFileSync(
      file,
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', ({ args: [, name] }) => {
         if (name === 'dies') process.exit(3);
         if (name === 'hangs') for (;;);
         const error = { ok: false, code: 'TINYML.MALFORMED', message: 'not a model', details: { at: 7 } };
         parentPort.postMessage(name === 'refuses' ? error : { ok: true, result: name });
       });`,
    );
    thread = new ModelThread(file, 300);
  });

  afterAll(async () => {
    await thread.stop();
    rmSync(dir, { recursive: true });
  });

  it('gives results and errors by their codes, and outlives work that dies or never ends', async () => {
    const ask = (name: string): Promise<unknown> => thread.run('code', DENSE_MODEL, name);
    expect(await ask('works')).toBe('works');
    await expect(ask('refuses')).rejects.toMatchObject({ code: 'TINYML.MALFORMED', details: { at: 7 } });
    await expect(ask('dies')).rejects.toMatchObject({ code: 'MODEL.THREAD_DIED' });
    expect(await ask('works again')).toBe('works again');
    await expect(ask('hangs')).rejects.toMatchObject({ code: 'MODEL.TOO_SLOW' });
    expect(await ask('and again')).toBe('and again');
  });
});

describe('model jobs', () => {
  it('a card says the sizes, the ends and the layers', () => {
    const { sizes, layers, outputs } = MODEL_JOBS.card(DENSE_MODEL);
    expect(sizes.weights).toBeGreaterThanOrEqual(8);
    expect(layers).toMatchObject([{ index: 0, operator: 'FULLY_CONNECTED', shape: [1, 2], outputBytes: 2 }]);
    expect(outputs).toMatchObject([{ type: 'int8', scale: 1, zeroPoint: 2 }]);
  });

  it('the same file and name give the same C', () => {
    expect(MODEL_JOBS.code(DENSE_MODEL, 'dense')).toEqual(MODEL_JOBS.code(DENSE_MODEL, 'dense'));
  });
});
