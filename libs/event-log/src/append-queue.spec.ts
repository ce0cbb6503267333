import { AppendQueue, type AppendGroup } from './append-queue';
import type { LogRecord } from './port';

const record = (value: string, bytes = 1): LogRecord => ({ key: 'k', value: Buffer.alloc(bytes, value) });
const texts = (group: AppendGroup): string[] =>
  [...group.values()].flat().map(({ value }) => String.fromCharCode(value[0]!));
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A queue whose writes finish when told to. */
function gated(
  maxQueuedBytes = 1e6,
  maxFlushBytes = 1e6,
): {
  queue: AppendQueue;
  writes: { group: AppendGroup; done: () => void; fail: (reason: Error) => void }[];
} {
  const writes: { group: AppendGroup; done: () => void; fail: (reason: Error) => void }[] = [];
  const write = (group: AppendGroup): Promise<void> =>
    new Promise((done, fail) => writes.push({ group, done, fail }));
  return { queue: new AppendQueue(write, { maxQueuedBytes, maxFlushBytes, maxRecordBytes: 5_000 }), writes };
}

describe('append queue', () => {
  it('appends made while a write is in flight share the next one, in order', async () => {
    const { queue, writes } = gated();
    const first = queue.append('t', [record('a')]);
    await settle();
    const rest = ['b', 'c', 'd'].map((text) => queue.append('t', [record(text)]));
    await settle();
    expect(writes).toHaveLength(1);
    writes[0]!.done();
    await first;
    await settle();
    expect(texts(writes[1]!.group)).toEqual(['b', 'c', 'd']);
    writes[1]!.done();
    await Promise.all(rest);
  });

  it('a failed write rejects exactly its own callers', async () => {
    const { queue, writes } = gated();
    const first = queue.append('t', [record('a')]);
    await settle();
    const second = queue.append('t', [record('b')]);
    writes[0]!.fail(new Error('away'));
    await expect(first).rejects.toThrow('away');
    await settle();
    writes[1]!.done();
    await expect(second).resolves.toBeUndefined();
  });

  it('callers wait when the queue is full: memory stays bounded, nothing is dropped, order is kept', async () => {
    const { queue, writes } = gated(2_500);
    const all = Array.from('abcdefghij', (text) => queue.append('t', [record(text, 1_000)]));
    let most = 0;
    const seen: string[] = [];
    for (let i = 0; seen.length < 10; i++) {
      await settle();
      most = Math.max(most, queue.backlogBytes);
      seen.push(...texts(writes[i]!.group));
      writes[i]!.done();
    }
    await Promise.all(all);
    expect(seen.join('')).toBe('abcdefghij');
    expect(most).toBeLessThanOrEqual(2_500);
  });

  it('close waits for what was accepted and refuses the rest', async () => {
    const { queue, writes } = gated();
    const accepted = queue.append('t', [record('a')]);
    await settle();
    const closing = queue.close();
    await expect(queue.append('t', [record('b')])).rejects.toMatchObject({ code: 'LOG.CLOSED' });
    writes[0]!.done();
    await Promise.all([accepted, closing]);
  });
});
