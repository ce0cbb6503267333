import fc from 'fast-check';
import { columnValues, decodeFrame } from '@fettle/frame';
import { assetTypeById } from '@fettle/domains';
import { DAY_MS, HOUR_MS, MINUTE_MS, seededRandom } from '@fettle/kernel';
import { readCommand } from './command';
import { DeviceClock } from './device-clock';
import type { DevicePosition } from './device-position';
import { FrameBuilder } from './frame-builder';
import { firstTick, SimulatedDevice, type FleetDevice, type OutgoingFrame } from './simulated-device';

const START = Date.UTC(2025, 4, 1);
const CADENCE = 10 * MINUTE_MS;
const spec: FleetDevice = {
  deviceId: '0195a0b0-0000-7000-8000-000000000001',
  tenantId: '0195a0b0-0000-7000-8000-000000000002',
  username: 'd',
  password: 's',
  assetTypeId: 'crops.bed',
  seed: 3,
  latitude: 50,
  longitude: 10,
};
const fresh = (): DevicePosition => ({ positionMs: START - 1, bootId: 1, sequence: 0, cadenceMs: null });

function play(device: SimulatedDevice, toMs: number): OutgoingFrame[] {
  const frames: OutgoingFrame[] = [];
  for (let atMs = firstTick(device.position.positionMs + 1, CADENCE); atMs <= toMs; atMs += CADENCE) {
    const frame = device.sample(atMs);
    if (frame !== null) frames.push(frame);
  }
  return frames;
}

function decode(payload: Uint8Array) {
  const result = decodeFrame(payload);
  if (!result.ok) throw new Error(result.reason);
  return result.frame;
}

describe('frame builder', () => {
  it('values come back at their resolution, missing as missing, not-a-number as itself; empty signals take no column', () => {
    const type = assetTypeById('rail.car')!;
    const builder = new FrameBuilder(type);
    expect(builder.add(START, { nonsense: 1 })).toBe(false);
    builder.add(START, { speed: 80.1, load: 40 });
    builder.add(START + CADENCE, { speed: NaN, anomaly_score: 0.125 });
    const { payload, readings } = builder.take(3, 9)!;
    expect(readings).toBe(4);
    expect(builder.take(3, 10)).toBeNull();
    const frame = decode(payload);
    expect([frame.bootId, frame.sequence, frame.columns.length]).toEqual([3, 9, 3]);
    const names = new Map(type.signals.map((signal) => [signal.id, signal.name]));
    const values = Object.fromEntries(
      frame.columns.map((c) => [names.get(c.signalId), [...columnValues(c)]]),
    );
    expect(values).toEqual({ speed: [80.1, NaN], load: [40, NaN], anomaly_score: [NaN, 0.125] });
    const score = frame.columns.find((each) => names.get(each.signalId) === 'anomaly_score')!;
    expect(score.kind).toBe('probability');
  });
});

describe('device clock', () => {
  it('never runs ahead, never falls back, strays less than a second; boots count up', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.integer({ min: 1_000, max: DAY_MS }), { maxLength: 200 }),
        (seed, gaps) => {
          const clock = new DeviceClock(seededRandom(seed), START);
          let trueMs = START;
          let shown = -Infinity;
          let boot = 1;
          for (const gap of gaps) {
            trueMs += gap;
            const now = clock.read(trueMs);
            expect(now).toBeLessThanOrEqual(trueMs);
            expect(now).toBeGreaterThan(trueMs - 1_000);
            expect(now).toBeGreaterThanOrEqual(shown);
            expect(clock.bootId(trueMs)).toBeGreaterThanOrEqual(boot);
            shown = now;
            boot = clock.bootId(trueMs);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('simulated device', () => {
  const end = START + 14 * DAY_MS;
  let whole: OutgoingFrame[];
  beforeAll(() => (whole = play(new SimulatedDevice(spec, START, fresh()), end)));

  it('sequence numbers count from 0 in each boot, boots rise, event times rise and are never ahead of the position', () => {
    let boot = 0;
    let next = 0;
    let lastMs = -Infinity;
    for (const { payload, after } of whole) {
      const frame = decode(payload);
      if (frame.bootId !== boot) {
        expect(frame.bootId).toBeGreaterThan(boot);
        next = 0;
      }
      expect(frame.sequence).toBe(next);
      boot = frame.bootId;
      next += 1;
      for (const atMs of frame.times.subarray(0, frame.sampleCount)) {
        expect(atMs).toBeGreaterThan(lastMs);
        lastMs = atMs;
      }
      expect(lastMs).toBeLessThanOrEqual(after.positionMs);
    }
    expect(boot).toBeGreaterThan(1);
  });

  it('resumed at the position of any frame it makes the same frames, byte for byte', () => {
    for (const at of [0, 5, whole.length - 4]) {
      const resumed = new SimulatedDevice(spec, START, { ...whole[at]!.after });
      for (const _ of resumed.recompute(CADENCE));
      const rest = play(resumed, end);
      expect(rest.map(({ payload }) => Buffer.from(payload).toString('hex'))).toEqual(
        whole.slice(at + 1).map(({ payload }) => Buffer.from(payload).toString('hex')),
      );
    }
  });

  it('recomputing a long life keeps to a bounded number of steps and the same truth', () => {
    const position = { ...fresh(), positionMs: START + 400 * DAY_MS };
    const device = new SimulatedDevice(spec, START, position);
    let yields = 0;
    for (const _ of device.recompute(CADENCE)) yields += 1;
    expect(yields).toBeLessThan(5);
    const other = new SimulatedDevice(spec, START, fresh());
    play(other, START + 2 * DAY_MS);
    const horizon = START + 4000 * DAY_MS;
    expect(device.asset.failures(horizon)).toEqual(other.asset.failures(horizon));
  });

  it('an asset type without physics is refused', () => {
    expect(() => new SimulatedDevice({ ...spec, assetTypeId: 'generic.sensor' }, START, fresh())).toThrow(
      expect.objectContaining({ code: 'FLEET.NOT_SIMULATED' }),
    );
  });
});

describe('commands', () => {
  const command = (value: unknown): unknown => readCommand(Buffer.from(JSON.stringify(value)));

  it('an interval is taken within bounds, anything else is not a command', () => {
    expect(command({ command: 'interval', milliseconds: 5_000 })).toEqual({ cadenceMs: 5_000 });
    expect(command({ command: 'interval', milliseconds: 1 })).toEqual({ cadenceMs: 1_000 });
    expect(command({ command: 'interval', milliseconds: 1e12 })).toEqual({ cadenceMs: HOUR_MS });
    for (const other of [null, 3, {}, { command: 'interval', milliseconds: '5' }, { command: 'reboot' }]) {
      expect(command(other)).toBeNull();
    }
    expect(readCommand(Buffer.from('{'))).toBeNull();
  });
});
