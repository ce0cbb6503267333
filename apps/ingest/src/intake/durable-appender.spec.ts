import type { LogRecord } from '@fettle/event-log';
import { AppError } from '@fettle/kernel';
import { DurableAppender } from './durable-appender';

const down = new AppError('LOG.UNAVAILABLE', 'down', { retryable: true });

describe('durable appender', () => {
  it('insists while the failure is a passing one, ever more slowly up to a bound', async () => {
    const pauses: number[] = [];
    let failures = 8;
    const log = { append: async (): Promise<void> => void (failures-- > 0 && fail(down)) };
    const appender = new DurableAppender(log, async (ms) => void pauses.push(ms));
    await appender.append('t', []);
    expect(pauses).toEqual([50, 100, 200, 400, 800, 1_600, 2_000, 2_000]);
  });

  it('keeps the order of calls, whichever attempts fail', async () => {
    const written: string[] = [];
    const fails = [true, false, true, true, false, false, true];
    const log = {
      append: async (_: string, records: readonly LogRecord[]): Promise<void> => {
        await new Promise((done) => setTimeout(done, 1));
        if (fails.shift() ?? false) throw down;
        written.push(...records.map(({ key }) => key));
      },
    };
    const appender = new DurableAppender(log, async () => undefined);
    const calls: Promise<void>[] = [];
    for (let i = 0; i < 20; i++) {
      calls.push(appender.append('t', [{ key: String(i), value: new Uint8Array(600_000) }]));
      if (i % 5 === 4) await new Promise((done) => setTimeout(done, 1));
    }
    await Promise.all(calls);
    expect(written).toEqual(Array.from({ length: 20 }, (_, i) => String(i)));
  });

  it('what is refused for good takes nothing along that was written with it', async () => {
    const log = {
      append: async (_: string, records: readonly LogRecord[]): Promise<void> => {
        if (records.some(({ key }) => key === 'bad')) throw new AppError('LOG.RECORD_TOO_LARGE', 'x');
      },
    };
    const appender = new DurableAppender(log, async () => undefined);
    const value = new Uint8Array(1);
    const outcomes = await Promise.allSettled(
      ['a', 'bad', 'b'].map((key) => appender.append('t', [{ key, value }])),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('does not insist on what cannot pass', async () => {
    let calls = 0;
    const log = {
      append: async (): Promise<void> => {
        calls += 1;
        throw new AppError('LOG.RECORD_TOO_LARGE', 'x');
      },
    };
    const appender = new DurableAppender(log, async () => undefined);
    await expect(appender.append('t', [])).rejects.toMatchObject({ code: 'LOG.RECORD_TOO_LARGE' });
    expect(calls).toBe(1);
  });

  it('gives up, unacknowledged, when it is stopped', async () => {
    const appender: DurableAppender = new DurableAppender({ append: () => Promise.reject(down) }, async () =>
      appender.stop(),
    );
    await expect(appender.append('t', [])).rejects.toMatchObject({ code: 'INGEST.STOPPING' });
  });
});

function fail(error: Error): never {
  throw error;
}
