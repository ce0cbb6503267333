import { ManualClock } from '@fettle/kernel';
import { TenantQuotas } from './tenant-quotas';

describe('tenant quotas', () => {
  const limits = { messagesPerSecond: 10, readingsPerSecond: 1_000 };

  it('one tenant over its quota is slowed, another is not', async () => {
    const quotas = new TenantQuotas(async () => limits, new ManualClock(0));
    const [a] = await Promise.all([quotas.of('a'), quotas.of('b')]);
    for (let i = 0; i < 20; i++) a.messages.take(1, 0, 10_000);
    expect([quotas.isSlowed('a'), quotas.isSlowed('b')]).toEqual([true, false]);
  });

  it('concurrent first uses load once and share the buckets', async () => {
    let loads = 0;
    const load = async (): Promise<typeof limits> => {
      loads += 1;
      return limits;
    };
    const quotas = new TenantQuotas(load, new ManualClock(0));
    const [first, second] = await Promise.all([quotas.of('a'), quotas.of('a')]);
    expect(first).toBe(second);
    expect(loads).toBe(1);
  });

  it('a changed quota takes effect after the refresh, a failed refresh changes nothing', async () => {
    const clock = new ManualClock(0);
    const answers = [limits, new Error('down'), { messagesPerSecond: 1, readingsPerSecond: 1 }];
    const quotas = new TenantQuotas(async () => {
      const answer = answers.shift()!;
      if (answer instanceof Error) throw answer;
      return answer;
    }, clock);
    const quota = await quotas.of('a');
    for (const expected of [9, 0]) {
      clock.advance(31_000);
      await quotas.of('a');
      await new Promise(setImmediate);
      quota.messages.take(1, clock.nowMs(), 0);
      expect(quota.messages.take(9, clock.nowMs(), 0) === null ? 0 : 9).toBe(expected);
    }
  });
});
