import { seededRandom } from '@fettle/kernel';
import { reconnectDelayMs } from './backoff';
import { Semaphore } from './semaphore';

describe('backoff', () => {
  it('stays below the doubling bound and below half a minute, and spreads', () => {
    const random = seededRandom(1);
    for (let attempt = 0; attempt < 40; attempt++) {
      const delays = Array.from({ length: 50 }, () => reconnectDelayMs(attempt, random));
      expect(Math.max(...delays)).toBeLessThan(Math.min(30_000, 500 * 2 ** attempt));
      expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(100);
    }
  });
});

describe('semaphore', () => {
  it('holds at most its limit, serves in order, and a place given back twice counts once', async () => {
    const semaphore = new Semaphore(1);
    const order: number[] = [];
    const first = await semaphore.acquire();
    const second = semaphore.acquire().then((release) => (order.push(2), release));
    const third = semaphore.acquire().then((release) => (order.push(3), release));
    await Promise.resolve();
    expect(order).toEqual([]);
    first();
    first();
    (await second)();
    expect(order).toEqual([2]);
    (await third)();
    expect(order).toEqual([2, 3]);
  });

  it('opened wide lets everyone through', async () => {
    const semaphore = new Semaphore(0);
    const waiting = [semaphore.acquire(), semaphore.acquire()];
    semaphore.openWide();
    await Promise.all([...waiting, semaphore.acquire()]);
  });
});
