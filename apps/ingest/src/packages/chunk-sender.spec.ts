import { AppError, ManualClock } from '@fettle/kernel';
import type { OutboundMessage } from '../broker/broker';
import { CHUNK_RATES, ChunkSender, type ChunkSenderParts, MAX_CHUNKS_PER_REQUEST } from './chunk-sender';

const DEVICE = { tenantId: 't', deviceId: 'd' };
const PACKAGE = 'ab'.repeat(16);

function setUp(over: Partial<ChunkSenderParts> & { totalBytes?: number } = {}) {
  const clock = new ManualClock(1_000);
  const content = Buffer.from(Array.from({ length: over.totalBytes ?? 200_000 }, (_, i) => i % 251));
  const sent: { offset: number; length: number; atMs: number }[] = [];
  const [missing, failures]: [string[], string[]] = [[], []];
  const sender = new ChunkSender({
    broker: {
      send: async (_device: unknown, { payload }: OutboundMessage) => {
        sent.push({
          offset: payload.readUInt32LE(22),
          length: payload.readUInt16LE(26),
          atMs: clock.nowMs(),
        });
        return true;
      },
    },
    read: async (_tenant, _package, { offset, length }) => ({
      data: content.subarray(offset, offset + length),
      totalBytes: content.length,
    }),
    onMissing: (_device, packageId) => void missing.push(packageId),
    onFailure: (reason) => void failures.push(reason),
    clock,
    pause: async (ms) => {
      clock.advance(ms);
      await new Promise(setImmediate);
    },
    ...over,
  });
  return { sender, sent, missing, failures, clock };
}

const settled = async (): Promise<void> => {
  for (let i = 0; i < 500; i++) await new Promise(setImmediate);
};

describe('chunk sender', () => {
  it('sends what was asked for, in order, and ends with the package', async () => {
    const { sender, sent } = setUp({ totalBytes: 3_000 });
    sender.request(DEVICE, { packageId: PACKAGE, offset: 1_024, count: 10 });
    await settled();
    expect(sent.map(({ offset, length }) => [offset, length])).toEqual([
      [1_024, 1_024],
      [2_048, 952],
    ]);
  });

  it('nothing is sent from behind the end', async () => {
    const { sender, sent } = setUp({ totalBytes: 3_000 });
    sender.request(DEVICE, { packageId: PACKAGE, offset: 3_000, count: 1 });
    await settled();
    expect(sent).toEqual([]);
  });

  it('a device gets no more at once than one request holds, and no more a second than its rate', async () => {
    const { sender, sent, clock } = setUp();
    sender.request(DEVICE, { packageId: PACKAGE, offset: 0, count: 60_000 });
    await settled();
    expect(sent).toHaveLength(MAX_CHUNKS_PER_REQUEST);
    const beganMs = clock.nowMs();
    for (let i = 0; i < 3; i++) sender.request(DEVICE, { packageId: PACKAGE, offset: i * 1_024, count: 64 });
    await settled();
    const after = sent.slice(MAX_CHUNKS_PER_REQUEST);
    expect(after).toHaveLength(3 * 64);
    const spanMs = after.at(-1)!.atMs - beganMs;
    expect(after.length).toBeLessThanOrEqual(
      MAX_CHUNKS_PER_REQUEST + (spanMs / 1_000) * CHUNK_RATES.device + 1,
    );
  });

  it('the same request again is not taken twice while it waits; of many the newest are kept', async () => {
    const { sender, sent } = setUp();
    for (let i = 0; i < 10; i++) sender.request(DEVICE, { packageId: PACKAGE, offset: 0, count: 1 });
    await settled();
    expect(sent).toHaveLength(2);
    for (let i = 1; i <= 10; i++) sender.request(DEVICE, { packageId: PACKAGE, offset: i * 1_024, count: 1 });
    await settled();
    expect(sent.slice(2).map(({ offset }) => offset / 1_024)).toEqual([1, 7, 8, 9, 10]);
  });

  it('a request that comes while the device rests is served at once', async () => {
    let rest: () => void = () => undefined;
    const { sender, sent } = setUp({ pause: () => new Promise<void>((resolve) => (rest = resolve)) });
    sender.request(DEVICE, { packageId: PACKAGE, offset: 0, count: 1 });
    await settled();
    sender.request(DEVICE, { packageId: PACKAGE, offset: 1_024, count: 1 });
    await settled();
    expect(sent.map(({ offset }) => offset)).toEqual([0, 1_024]);
    rest();
  });

  it('a package that is not there is told by name; a broker that is away is no end', async () => {
    const gone = setUp({ read: async () => null });
    gone.sender.request(DEVICE, { packageId: PACKAGE, offset: 0, count: 5 });
    await settled();
    expect(gone.missing).toEqual([PACKAGE]);
    const send = jest
      .fn()
      .mockRejectedValueOnce(new AppError('MQTT.UNAVAILABLE', 'away'))
      .mockResolvedValue(true);
    const away = setUp({ broker: { send } });
    away.sender.request(DEVICE, { packageId: PACKAGE, offset: 0, count: 5 });
    await settled();
    expect([away.failures, send.mock.calls.length]).toEqual([['away'], 1]);
    away.sender.request(DEVICE, { packageId: PACKAGE, offset: 0, count: 5 });
    await settled();
    expect(send.mock.calls).toHaveLength(6);
  });

  it('nobody who listens: the rest is not sent; after stop nothing is', async () => {
    const send = jest.fn().mockResolvedValue(false);
    const { sender } = setUp({ broker: { send } });
    sender.request(DEVICE, { packageId: PACKAGE, offset: 0, count: 5 });
    await settled();
    expect(send).toHaveBeenCalledTimes(1);
    sender.stop();
    sender.request(DEVICE, { packageId: PACKAGE, offset: 0, count: 5 });
    await settled();
    expect(send).toHaveBeenCalledTimes(1);
  });
});
