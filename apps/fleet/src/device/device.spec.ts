import fc from 'fast-check';
import { columnValues, decodeFrame } from '@fettle/frame';
import { createDeviceProgram, HeldReadings, modelOfAssetType } from '@fettle/device-models';
import { assetTypeById, DOMAIN_PACKS } from '@fettle/domains';
import { DAY_MS, HOUR_MS, MINUTE_MS, seededRandom } from '@fettle/kernel';
import { loadTflite } from '@fettle/tinyml';
import { readCommand } from './command';
import { DeviceClock } from './device-clock';
import type { DevicePosition } from './device-position';
import { FrameBuilder } from './frame-builder';
import { OnboardModel } from './onboard-model';
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

describe('the model on a simulated device', () => {
  it('sends what the interpreter makes of the readings that it sends, integer by integer', () => {
    const type = assetTypeById(spec.assetTypeId)!;
    const shipped = modelOfAssetType(type.id)!;
    const program = createDeviceProgram(shipped.program, loadTflite(shipped.tflite()));
    const held = new HeldReadings(
      shipped.signals.map((name) => type.signals.find((each) => each.name === name)!),
    );
    const names = new Map(type.signals.map((signal) => [signal.id, signal.name]));
    let scored = 0;
    for (const { payload } of play(new SimulatedDevice(spec, START, fresh()), START + 6 * DAY_MS)) {
      const frame = decode(payload);
      const columns = new Map(
        frame.columns.map((column) => [names.get(column.signalId)!, columnValues(column)]),
      );
      for (let i = 0; i < frame.sampleCount; i++) {
        const at = (name: string): number | undefined => columns.get(name)?.[i];
        const readings = held.take(Object.fromEntries(shipped.signals.map((name) => [name, at(name)])));
        const sent = at('anomaly_score');
        if (readings === null) expect(sent === undefined || Number.isNaN(sent)).toBe(true);
        else {
          expect(Math.round(sent! * 1000)).toBe(program.run(readings).scores[0]);
          scored += 1;
        }
      }
    }
    expect(scored).toBeGreaterThan(500);
  });

  it('every simulated asset type that reports a score has one', () => {
    for (const type of DOMAIN_PACKS.flatMap(({ assetTypes }) => assetTypes)) {
      if (type.simulate === undefined || !type.signals.some(({ name }) => name === 'anomaly_score')) continue;
      expect(OnboardModel.of(type)?.label).toMatch(/^[a-z-]+@\d+$/);
    }
  });
});

describe('commands', () => {
  const command = (value: unknown): unknown => readCommand(Buffer.from(JSON.stringify(value)));

  it('an interval is taken within bounds; what a simulated device has not is refused by name', () => {
    const interval = { command: 'interval', milliseconds: 5_000 };
    expect(command({ ...interval, id: 'c1' })).toEqual({ id: 'c1', cadenceMs: 5_000, refusal: null });
    expect(command({ ...interval, milliseconds: 1 })).toMatchObject({ id: null, cadenceMs: 1_000 });
    expect(command({ ...interval, milliseconds: 1e12 })).toMatchObject({ cadenceMs: HOUR_MS });
    expect(command({ ...interval, milliseconds: '5', id: 'c' })).toEqual({
      id: 'c',
      refusal: 'milliseconds is a number',
    });
    expect(command({ command: 'reboot', id: 'c' })).toEqual({
      id: 'c',
      refusal: 'a simulated device has no reboot',
    });
    expect(command({ command: 'identify', id: 'c' })).toEqual({ id: 'c', refusal: null });
  });

  it('the time and what is no command want no answer', () => {
    for (const other of [null, 3, {}, { command: 7 }, { command: 'time', unixMs: 1 }])
      expect(command(other)).toBeNull();
    expect(readCommand(Buffer.from('{'))).toBeNull();
  });
});
