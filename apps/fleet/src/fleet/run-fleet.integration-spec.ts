import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeFrame } from '@fettle/frame';
import { DAY_MS, MINUTE_MS, systemClock } from '@fettle/kernel';
import { RecordingBroker } from '@fettle/testing';
import type { FleetDevice } from '../device/simulated-device';
import type { FleetOptions, FleetProgress } from './fleet-options';
import { runFleet } from './run-fleet';
import type { FleetTruth } from './truth-file';

/** Event times by device, each frame once; a sequence number with two contents, or a time ahead of the clock, is an error. */
function eventTimes(): Map<string, number[]> {
  const contents = new Map<string, string>();
  const times = new Map<string, number[]>();
  for (const { clientId, payload, atMs } of broker.frames) {
    const decoded = decodeFrame(payload);
    if (!decoded.ok) throw new Error(decoded.reason);
    const { frame } = decoded;
    const identity = `${clientId}/${frame.bootId}/${frame.sequence}`;
    const known = contents.get(identity);
    if (known !== undefined && known !== payload.toString('hex'))
      throw new Error(`two contents of ${identity}`);
    if (known !== undefined) continue;
    contents.set(identity, payload.toString('hex'));
    const own = [...frame.times.subarray(0, frame.sampleCount)];
    if (own.some((time) => time > atMs)) throw new Error(`${identity} comes from the future`);
    times.set(clientId, [...(times.get(clientId) ?? []), ...own]);
  }
  return times;
}

const tenantId = '0195a0b0-0000-7000-8000-0000000000ff';
const DEVICES = ['city.air_station', 'crops.bed', 'city.junction'].map((assetTypeId, i): FleetDevice => {
  const deviceId = `0195a0b0-0000-7000-8000-00000000000${i}`;
  return {
    deviceId,
    tenantId,
    username: deviceId,
    password: 'secret',
    assetTypeId,
    seed: i + 1,
    latitude: 50,
    longitude: 10,
  };
});

jest.setTimeout(60_000);

let broker: RecordingBroker;
let dir: string;
let options: Omit<FleetOptions, 'signal'>;

beforeEach(async () => {
  broker = new RecordingBroker('secret');
  dir = mkdtempSync(join(tmpdir(), 'fettle-fleet-'));
  options = {
    mqttUrl: await broker.start(),
    devices: DEVICES,
    fromMs: Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 3 * DAY_MS,
    clock: systemClock,
    historyCadenceMs: 10 * MINUTE_MS,
    cadenceMs: 1_000,
    flushMs: 500,
    speed: Infinity,
    stateFile: join(dir, 'fleet', 'state.json'),
    truthFile: join(dir, 'fleet', 'truth.json'),
    offlineSpells: false,
  };
});
afterEach(async () => {
  await broker.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Runs until the condition holds, then stops cleanly. */
async function runUntil(
  until: (progress: () => FleetProgress | undefined) => boolean,
  change: Partial<FleetOptions> = {},
): Promise<FleetProgress> {
  const stop = new AbortController();
  let last: FleetProgress | undefined;
  const running = runFleet({
    ...options,
    ...change,
    signal: stop.signal,
    onProgress: (progress) => (last = progress),
  });
  const timer = setInterval(() => until(() => last) && stop.abort(), 20);
  try {
    return await running;
  } finally {
    clearInterval(timer);
  }
}

const never = (): boolean => false;

function expectNothingTwice(times: Map<string, number[]>): void {
  expect([...times.keys()].sort()).toEqual(DEVICES.map(({ deviceId }) => deviceId).sort());
  for (const own of times.values()) expect(new Set(own).size).toBe(own.length);
}

describe('fleet', () => {
  it('plays its history up to the present, whole, in order, then ends when told to; the truth is written', async () => {
    const progress = await runUntil(never, { untilPresent: true });
    const times = eventTimes();
    expectNothingTwice(times);
    for (const own of times.values()) {
      expect(own).toEqual([...own].sort((a, b) => a - b));
      expect(own.filter((time) => time < Date.now() - HISTORY_TAIL_MS).length).toBeGreaterThan(420);
      expect(Date.now() - own.at(-1)!).toBeLessThan(11 * MINUTE_MS);
    }
    expect(progress.framesAcknowledged).toBeGreaterThan(20);
    const truth = JSON.parse(readFileSync(options.truthFile!, 'utf8')) as FleetTruth;
    expect(truth.devices.map(({ deviceId }) => deviceId)).toEqual(DEVICES.map(({ deviceId }) => deviceId));
    expect(truth.devices[0]!.upcoming.length).toBeGreaterThan(0);
  });

  it('goes on live, obeys an interval, and started again goes on without a gap or a repetition', async () => {
    const spoken = { told: false, sent: 0 };
    await runUntil((progress) => {
      if (progress()?.phase !== 'live') return false;
      if (!spoken.told) {
        spoken.told = true;
        spoken.sent = broker.frames.length;
        broker.publish(`fettle/v1/${tenantId}/${DEVICES[0]!.deviceId}/commands`, {
          command: 'interval',
          milliseconds: 3_600_000,
        });
      }
      return broker.frames.length > spoken.sent + 12;
    });
    const before = broker.frames.length;
    await runUntil(() => broker.frames.length > before + 8);
    const times = eventTimes();
    expectNothingTwice(times);
    const live = (deviceId: string): number =>
      times.get(deviceId)!.filter((time) => time > Date.now() - 5 * MINUTE_MS).length;
    const own = times.get(DEVICES[1]!.deviceId)!;
    const gaps = own.slice(1).map((time, i) => time - own[i]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10 * MINUTE_MS + 2_000);
    expect(live(DEVICES[1]!.deviceId)).toBeGreaterThan(live(DEVICES[0]!.deviceId));
  });

  it('stopped in the middle of its history and started again, sends no sequence number with two contents and loses nothing', async () => {
    await runUntil(() => broker.frames.length > 6, { maxInFlight: 2 });
    await runUntil(never, { untilPresent: true });
    const times = eventTimes();
    expectNothingTwice(times);
    for (const own of times.values()) {
      const sorted = [...own].sort((a, b) => a - b);
      expect(Math.max(...sorted.slice(1).map((time, i) => time - sorted[i]!))).toBeLessThanOrEqual(
        20 * MINUTE_MS,
      );
      expect(sorted[0]! - options.fromMs).toBeLessThan(11 * MINUTE_MS);
    }
  });

  it('a broker that drops everyone and is away for a while costs nothing but time', async () => {
    let dropped = false;
    const progress = await runUntil(
      () => {
        if (!dropped && broker.frames.length > 5) {
          dropped = true;
          broker.accepting = false;
          broker.dropAll();
          setTimeout(() => (broker.accepting = true), 700);
        }
        return false;
      },
      { untilPresent: true, maxInFlight: 2 },
    );
    expect(dropped).toBe(true);
    expect(progress.reconnects).toBeGreaterThan(0);
    const times = eventTimes();
    expectNothingTwice(times);
    for (const own of times.values()) {
      expect(own.filter((time) => time < Date.now() - HISTORY_TAIL_MS).length).toBeGreaterThan(420);
    }
  });

  it('stops while the broker refuses its devices, and says what went wrong', async () => {
    const devices = DEVICES.map((device) => ({ ...device, password: 'wrong' }));
    const progress = await runUntil((now) => now()?.lastError !== undefined && now()!.lastError !== null, {
      devices,
    });
    expect(progress.framesAcknowledged).toBe(0);
    expect(progress.lastError).toMatch(/refused|not authorized/i);
  });
});

const HISTORY_TAIL_MS = 30 * MINUTE_MS;
