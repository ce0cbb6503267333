import { Turnstile } from './turnstile';

describe('turnstile', () => {
  it('never lets more in at once, lets everyone in order, refuses beyond the queue', async () => {
    const turnstile = new Turnstile(2, 3);
    const order: number[] = [];
    let inside = 0;
    let most = 0;
    const work = (n: number) => async (): Promise<void> => {
      most = Math.max(most, ++inside);
      await Promise.resolve();
      order.push(n);
      inside--;
    };
    const results = await Promise.allSettled(Array.from({ length: 7 }, (_, n) => turnstile.pass(work(n))));
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(results.slice(5)).toMatchObject([
      { reason: { code: 'SERVER.BUSY' } },
      { reason: { code: 'SERVER.BUSY' } },
    ]);
  });

  it('goes on after a failure', async () => {
    const turnstile = new Turnstile(1, 1);
    await expect(turnstile.pass(() => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await turnstile.pass(() => Promise.resolve(1))).toBe(1);
  });
});
