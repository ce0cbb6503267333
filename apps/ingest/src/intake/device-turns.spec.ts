import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { DeviceTurns } from './device-turns';

describe('turns of devices', () => {
  it('are taken in the order of calls, however long each takes and however it ends', async () => {
    const turns = new DeviceTurns();
    const order: number[] = [];
    const work = [5, 0, 3, 1].map((ms, i) =>
      turns.run('a', async () => {
        await sleep(ms);
        order.push(i);
        if (i === 1) throw new Error('a defect');
        return i;
      }),
    );
    const outcomes = await Promise.allSettled(work);
    expect(order).toEqual([0, 1, 2, 3]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });

  it('of one device hold up no other, and nothing is kept of those that are over', async () => {
    const turns = new DeviceTurns();
    let release = (): void => undefined;
    const slow = turns.run('a', () => new Promise<void>((resolve) => (release = resolve)));
    await expect(turns.run('b', async () => 'through')).resolves.toBe('through');
    release();
    await slow;
    await nextTurn();
    expect(turns.size).toBe(0);
  });
});
