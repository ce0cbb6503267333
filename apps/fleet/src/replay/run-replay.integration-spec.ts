import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeFrame } from '@fettle/frame';
import { DAY_MS, HOUR_MS, systemClock } from '@fettle/kernel';
import { RecordingBroker } from '@fettle/testing';
import type { DeviceCredentials } from '../link/device-link';
import { replayPlan, type ReplayPlan } from './replay-plan';
import { runReplay, type ReplayProgress } from './run-replay';

jest.setTimeout(60_000);
const dataDir = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../../shared/data');
const here = existsSync(dataDir);
if (!here) console.warn(`SKIPPED: no public data at ${dataDir}; set FETTLE_DATA to replay it`);

let broker: RecordingBroker;
let mqttUrl: string;
beforeEach(async () => {
  broker = new RecordingBroker('secret');
  mqttUrl = await broker.start();
});
afterEach(() => broker.stop());

function devicesOf(plan: ReplayPlan): Record<string, DeviceCredentials> {
  return Object.fromEntries(
    plan.assets.map(({ name }, i) => {
      const deviceId = `0195a0b0-0000-7000-8000-0000000001${String(i).padStart(2, '0')}`;
      return [
        name,
        {
          deviceId,
          username: deviceId,
          password: 'secret',
          tenantId: '0195a0b0-0000-7000-8000-0000000000ff',
        },
      ];
    }),
  );
}

function eventTimes(): number[] {
  const times: number[] = [];
  for (const { payload, atMs } of broker.frames) {
    const decoded = decodeFrame(payload);
    if (!decoded.ok) throw new Error(decoded.reason);
    const own = [...decoded.frame.times.subarray(0, decoded.frame.sampleCount)];
    if (own.some((time) => time > atMs)) throw new Error('an event time ahead of the clock');
    times.push(...own);
  }
  return times;
}

describe('replay of a made-up set', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'fettle-replay-'));
    mkdirSync(join(dir, 'cmapss'));
    const row = (unit: number, cycle: number): string =>
      [unit, cycle, 0, 0, 100, ...Array.from({ length: 21 }, (_, i) => i + cycle / 100)].join(' ');
    const rows = [1, 2].flatMap((unit) => Array.from({ length: 100 * unit }, (_, i) => row(unit, i + 1)));
    writeFileSync(join(dir, 'cmapss', 'train_FD001.txt'), rows.join('\n'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('sends every sample once, ends at the present, tells the failures in its time', async () => {
    const plan = await replayPlan('cmapss', dir);
    const result = await runReplay({
      plan,
      mqttUrl,
      devices: devicesOf(plan),
      clock: systemClock,
      speed: Infinity,
      signal: new AbortController().signal,
    });
    const times = eventTimes();
    expect(times).toHaveLength(300);
    expect(Date.now() - Math.max(...times)).toBeLessThan(2 * 60_000);
    expect(result.assets.map(({ name }) => name)).toEqual(['FD001-engine-1', 'FD001-engine-2']);
    for (const { toMs, fromMs, failures } of result.assets) {
      expect(times).toContain(toMs);
      expect(times).toContain(fromMs);
      expect(failures).toEqual([{ component: 'engine', failureMs: toMs + HOUR_MS, what: 'end of life' }]);
    }
    expect(result).toMatchObject({ dataset: 'cmapss', readings: 300 * 14, rejections: 0 });
  });

  it('keeps its pace, and stops when told to', async () => {
    const plan = await replayPlan('cmapss', dir, { days: 4 });
    expect(plan.assets.map(({ samples }) => samples)).toEqual([97, 97]);
    const stop = new AbortController();
    let last: ReplayProgress | undefined;
    const speed = (4 * DAY_MS) / 3_600_000;
    setTimeout(() => stop.abort(), 2_500);
    const result = await runReplay({
      plan,
      mqttUrl,
      devices: devicesOf(plan),
      clock: systemClock,
      speed,
      onProgress: (progress) => (last = progress),
      signal: stop.signal,
    });
    expect(eventTimes().length).toBeLessThan(20);
    expect(last!.share).toBeLessThan(0.1);
    expect(result.frames).toBe(broker.frames.length);
  });

  it('an asset without a device is refused before anything is sent', async () => {
    const plan = await replayPlan('cmapss', dir);
    const signal = new AbortController().signal;
    await expect(
      runReplay({ plan, mqttUrl, devices: {}, clock: systemClock, speed: Infinity, signal }),
    ).rejects.toMatchObject({ code: 'REPLAY.NO_DEVICE' });
    expect(broker.frames).toEqual([]);
  });
});

(here ? describe : describe.skip)('replay of the bearing that failed', () => {
  it('every snapshot arrives; the failure lies right after the last', async () => {
    const plan = await replayPlan('ims', dataDir);
    const result = await runReplay({
      plan,
      mqttUrl,
      devices: devicesOf(plan),
      clock: systemClock,
      speed: 1e6,
      signal: new AbortController().signal,
    });
    const times = eventTimes();
    expect(times).toHaveLength(plan.assets[0]!.samples);
    expect(new Set(times).size).toBe(times.length);
    const { failures, toMs } = result.assets[0]!;
    expect(failures[0]!.component).toBe('bearing_1');
    expect(failures[0]!.failureMs - toMs).toBeLessThan(HOUR_MS);
  });
});
