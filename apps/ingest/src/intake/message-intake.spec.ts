import { Registry } from 'prom-client';
import { AppError, ManualClock, uuidv7 } from '@fettle/kernel';
import { type MessageRejected, TOPICS } from '@fettle/contracts';
import type { LogRecord } from '@fettle/event-log';
import type { DeviceEntry } from '@fettle/persistence';
import type { InboundMessage } from '../broker/broker';
import type { Door } from '../doors/door';
import { openDoors } from '../doors/registry';
import { IngestMetrics } from '../ingest.metrics';
import { deviceEntry } from '../spec-builders/device-entry';
import { devicePrefix } from '../topics/topic-route';
import { DurableAppender } from './durable-appender';
import { MessageIntake } from './message-intake';
import { TenantQuotas } from './tenant-quotas';

const nowMs = 1_700_000_000_000;

interface World {
  intake: MessageIntake;
  device: DeviceEntry;
  frames: LogRecord[];
  rejected: () => MessageRejected[];
  pauses: number[];
  message: (over?: Partial<InboundMessage>) => InboundMessage;
}

interface Options {
  messagesPerSecond?: number;
  readingsPerSecond?: number;
  jsonDoor?: Door;
  lookUps?: (() => Promise<DeviceEntry | null>)[];
}

function setUp(options: Options = {}): World {
  const device = deviceEntry();
  const clock = new ManualClock(nowMs);
  const appended: Record<string, LogRecord[]> = { [TOPICS.frames.name]: [], [TOPICS.rejected.name]: [] };
  const pauses: number[] = [];
  const pause = async (ms: number): Promise<void> => void pauses.push(Math.round(ms));
  const log = {
    append: async (topic: string, records: readonly LogRecord[]): Promise<void> =>
      void appended[topic]!.push(...records),
  };
  const limits = { messagesPerSecond: 1_000, readingsPerSecond: 1_000, ...options };
  const doors = openDoors({ registerSignals: async (entry) => entry }, () => undefined);
  const lookUps = [...(options.lookUps ?? [])];
  const intake = new MessageIntake({
    directory: {
      byId: async (id) => (lookUps.length > 0 ? lookUps.shift()!() : id === device.deviceId ? device : null),
    },
    doors: { ...doors, json: options.jsonDoor ?? doors.json },
    quotas: new TenantQuotas(async () => limits, clock),
    appender: new DurableAppender(log, pause),
    metrics: new IngestMetrics(new Registry()),
    clock,
    pause,
  });
  const { tenantId, deviceId } = device;
  return {
    intake,
    device,
    pauses,
    frames: appended[TOPICS.frames.name]!,
    rejected: () =>
      appended[TOPICS.rejected.name]!.map(
        ({ value }) => JSON.parse(Buffer.from(value).toString()) as MessageRejected,
      ),
    message: (over = {}) => ({
      topic: `${devicePrefix(tenantId, deviceId)}json`,
      payload: Buffer.from(`{"ts":${nowMs},"values":{"any":1}}`),
      sender: { tenantId, deviceId, holdsCredentialOf: () => true },
      maxHoldMs: 1_000,
      reply: () => undefined,
      ...over,
    }),
  };
}

describe('message intake', () => {
  it('within the quota nobody waits; over it each waits its turn, and beyond the bound it is refused', async () => {
    const { intake, message, pauses, frames, rejected } = setUp({ messagesPerSecond: 2 });
    await Promise.all(Array.from({ length: 6 }, () => intake.take(message())));
    expect(pauses).toEqual([500, 1_000]);
    expect(frames).toHaveLength(4);
    expect(rejected().map(({ reason }) => reason)).toEqual(['QUOTA.MESSAGES', 'QUOTA.MESSAGES']);
  });

  it('readings beyond the quota are refused with their number', async () => {
    const { intake, message, rejected } = setUp({ readingsPerSecond: 1 });
    const payload = Buffer.from(`{"ts":${nowMs},"values":{"any":1,"state":2,"humidity":3}}`);
    await intake.take(message({ payload, maxHoldMs: 0 }));
    expect(rejected()).toMatchObject([{ reason: 'QUOTA.READINGS', readings: 3 }]);
  });

  it('where the sender cannot be slowed nothing is held', async () => {
    const { intake, message, pauses } = setUp({ messagesPerSecond: 1 });
    for (let i = 0; i < 3; i++) await intake.take(message({ maxHoldMs: 0 }));
    expect(pauses).toEqual([]);
  });

  it('without a credential the topic must name the device and its tenant; what does not is nobody’s', async () => {
    const { intake, message, device, frames, rejected } = setUp();
    await intake.take(message({ sender: null }));
    expect(frames).toMatchObject([{ headers: { door: 'json', receivedMs: String(nowMs) } }]);
    const topics = [
      `${devicePrefix(uuidv7(9), device.deviceId)}json`,
      `${devicePrefix(device.tenantId, uuidv7(9))}json`,
      'v1/devices/me/telemetry',
      'elsewhere',
    ];
    for (const topic of topics) await intake.take(message({ sender: null, topic }));
    expect(rejected().map(({ tenantId, deviceId, reason }) => [tenantId, deviceId, reason])).toEqual([
      [null, null, 'TENANT.MISMATCH'],
      [null, null, 'DEVICE.UNKNOWN'],
      [null, null, 'DEVICE.UNKNOWN'],
      [null, null, 'DEVICE.UNKNOWN'],
    ]);
  });

  it('a device that is gone is nobody’s, whatever its credential was', async () => {
    const { intake, message, rejected } = setUp({ lookUps: [async () => null] });
    await intake.take(message());
    expect(rejected()).toMatchObject([{ tenantId: null, reason: 'DEVICE.UNKNOWN' }]);
  });

  it('a directory that does not answer is asked again', async () => {
    const down = new AppError('DATABASE.UNAVAILABLE', 'down', { retryable: true });
    const { intake, message, frames, pauses } = setUp({ lookUps: [() => Promise.reject(down)] });
    await intake.take(message());
    expect(frames).toHaveLength(1);
    expect(pauses).toEqual([50]);
  });

  it('a door that breaks refuses the message instead of holding it for ever', async () => {
    const { intake, message, rejected } = setUp({
      jsonDoor: {
        open: () => {
          throw new TypeError('a defect');
        },
      },
    });
    await intake.take(message());
    expect(rejected()).toMatchObject([{ reason: 'JSON.MALFORMED', detail: 'the message could not be read' }]);
  });

  it('tells the device what was refused, after it was recorded', async () => {
    const { intake, message, device, rejected } = setUp();
    const told: unknown[] = [];
    const reply = (topic: string, payload: string | Uint8Array): void => {
      expect(rejected()).toHaveLength(1);
      told.push([topic, JSON.parse(String(payload))]);
    };
    await intake.take(message({ payload: Buffer.from('x'), reply }));
    expect(told).toMatchObject([
      [
        `${devicePrefix(device.tenantId, device.deviceId)}status`,
        { rejected: [{ reason: 'JSON.MALFORMED', atMs: nowMs }] },
      ],
    ]);
  });

  it('a record of a refusal is bounded, whatever was sent', async () => {
    const { intake, message, rejected } = setUp();
    const topic = `${message().topic}/${'x'.repeat(10_000)}`;
    await intake.take(message({ topic, payload: Buffer.alloc(60_000, 1) }));
    expect(JSON.stringify(rejected()[0]).length).toBeLessThan(1_200);
  });
});
