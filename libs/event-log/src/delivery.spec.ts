import { AppError } from '@fettle/kernel';
import fc from 'fast-check';
import { Delivery, type DeadLetter, type DeliveryPort } from './delivery';
import type { RecordBatch, StoredRecord } from './port';

const POLICY = { maxAttempts: 3, firstMs: 0, maxMs: 0 };

function batchOf(count: number): RecordBatch {
  const records = Array.from({ length: count }, (_, offset): StoredRecord => ({
    key: 'k',
    value: Buffer.alloc(0),
    headers: {},
    offset,
  }));
  return { topic: 't', partition: 0, records, nextOffset: count };
}

/** Runs a delivery whose handler rejects batches that hold a poison offset; gives what was handled and buried. */
async function deliver(
  count: number,
  poison: ReadonlySet<number>,
): Promise<{ handled: number[]; buried: DeadLetter[]; calls: number; positions: number[] }> {
  const handled: number[] = [];
  const buried: DeadLetter[] = [];
  const positions: number[] = [];
  let calls = 0;
  const port: DeliveryPort = {
    commit: () => Promise.resolve(),
    settle: (batch) => Promise.resolve(void positions.push(batch.nextOffset)),
    bury: (letter, batch) => {
      buried.push(letter);
      positions.push(batch.nextOffset);
      return Promise.resolve();
    },
    onRetry: () => undefined,
  };
  const handler = async (batch: RecordBatch): Promise<void> => {
    calls++;
    if (batch.records.some(({ offset }) => poison.has(offset))) throw new AppError('TEST.POISON', 'no');
    handled.push(...batch.records.map(({ offset }) => offset));
  };
  await new Delivery(handler, POLICY, port).deliver(batchOf(count), new AbortController().signal);
  return { handled, buried, calls, positions };
}

describe('delivery', () => {
  it('buries the poison alone, handles all else once and in order, and never moves the position back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 64 }), fc.array(fc.nat(63)), async (count, bad) => {
        const poison = new Set(bad.filter((offset) => offset < count));
        const { handled, buried, positions } = await deliver(count, poison);
        expect(handled).toEqual(Array.from({ length: count }, (_, i) => i).filter((i) => !poison.has(i)));
        expect(buried.map(({ record }) => record.offset)).toEqual([...poison].sort((a, b) => a - b));
        expect(positions).toEqual([...positions].sort((a, b) => a - b));
        expect(positions[positions.length - 1]).toBe(count);
      }),
    );
  });

  it('one poison record in n costs the retries and about two calls a halving', async () => {
    const { calls, buried } = await deliver(1_024, new Set([700]));
    expect(calls).toBe(POLICY.maxAttempts + 2 * 10);
    expect(buried[0]).toMatchObject({ code: 'TEST.POISON', attempts: POLICY.maxAttempts + 10 });
  });

  it('a lost position is passed up at once, whatever the retries', async () => {
    let calls = 0;
    const lost = new AppError('LOG.POSITION_LOST', 'gone');
    const port = { commit: jest.fn(), settle: jest.fn(), bury: jest.fn(), onRetry: jest.fn() };
    const handler = async (): Promise<void> => {
      calls++;
      throw lost;
    };
    const delivery = new Delivery(handler, POLICY, port);
    await expect(delivery.deliver(batchOf(3), new AbortController().signal)).rejects.toBe(lost);
    expect(calls).toBe(1);
    expect(port.bury).not.toHaveBeenCalled();
  });

  it('stops between attempts when told to, without burying anything', async () => {
    const stopping = new AbortController();
    const port = { commit: jest.fn(), settle: jest.fn(), bury: jest.fn(), onRetry: () => stopping.abort() };
    const handler = (): Promise<void> =>
      Promise.reject(new AppError('TEST.AWAY', 'later', { retryable: true }));
    const delivery = new Delivery(handler, POLICY, port);
    await expect(delivery.deliver(batchOf(1), stopping.signal)).rejects.toMatchObject({ code: 'LOG.CLOSED' });
    expect(port.bury).not.toHaveBeenCalled();
  });
});
