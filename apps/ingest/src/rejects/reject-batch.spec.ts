import type { MessageRejected } from '@fettle/contracts';
import { SAMPLES_PER_DEVICE, summarise } from './reject-batch';

function record(over: Partial<MessageRejected>): { value: Uint8Array } {
  const rejected: MessageRejected = {
    tenantId: 't',
    deviceId: 'd',
    topic: 'x',
    reason: 'FRAME.MALFORMED',
    detail: '',
    atMs: 3_600_000,
    readings: 2,
    sample: '',
    ...over,
  };
  return { value: Buffer.from(JSON.stringify(rejected)) };
}

describe('reject batch', () => {
  it('counts by device, hour and reason', () => {
    const { counts } = summarise([record({}), record({ atMs: 7_199_999 }), record({ atMs: 7_200_000 })]);
    expect(counts.map(({ hourMs, messages, readings }) => [hourMs, messages, readings])).toEqual([
      [3_600_000, 2, 4],
      [7_200_000, 1, 2],
    ]);
  });

  it('keeps the latest cases of each device, none of nobody', () => {
    const many = Array.from({ length: SAMPLES_PER_DEVICE + 5 }, (_, i) => record({ detail: String(i) }));
    const { samples, counts } = summarise([...many, record({ tenantId: null, deviceId: null })]);
    expect(samples.map(({ detail }) => detail)).toEqual(
      Array.from({ length: SAMPLES_PER_DEVICE }, (_, i) => String(i + 5)),
    );
    expect(counts.find(({ tenantId }) => tenantId === null)?.messages).toBe(1);
  });
});
