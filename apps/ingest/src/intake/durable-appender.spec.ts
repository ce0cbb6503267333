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
