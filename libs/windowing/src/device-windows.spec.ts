import fc from 'fast-check';
import { DAY_MS, MINUTE_MS } from '@fettle/kernel';
import { computeWindows, type Reading } from './compute-windows';
import { type ClosedWindow, DeviceWindows } from './device-windows';
import { frames, readingsOf, START_MS, type TestFrame, toBatch } from './spec-builders/streams';
import { encodeBase, encodeRollups, restoreDeviceWindows } from './window-state.codec';

const HOUR = 3_600_000;
/** A frame two days on: closes everything before it. */
const FLUSH: TestFrame = {
  times: [START_MS + 3 * DAY_MS],
  columns: [{ signalId: 1, exponent: 0, mantissas: [0] }],
};

function sorted(windows: readonly ClosedWindow[]): ClosedWindow[] {
  return [...windows].sort((a, b) => a.sizeMs - b.sizeMs || a.startMs - b.startMs);
}

function run(input: readonly TestFrame[], device: DeviceWindows, closeEach = true): ClosedWindow[] {
  const closed: ClosedWindow[] = [];
  for (const frame of input) {
    device.add(toBatch(frame));
    if (closeEach) closed.push(...device.close());
  }
  device.add(toBatch(FLUSH));
  closed.push(...device.close());
  return sorted(closed);
}

function offline(readings: readonly Reading[]): ClosedWindow[] {
  return computeWindows(readings);
}

function seeded(permute: number, length: number): number[] {
  const order = Array.from({ length }, (_, i) => i);
  let state = permute;
  for (let i = length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (i + 1);
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}

const lateness = { allowedLatenessMs: 2 * HOUR };

describe('windows of one device', () => {
  it('any order within the lateness gives, bit for bit, what the offline definition gives', () => {
    fc.assert(
      fc.property(frames({ maxFrames: 12, spreadMs: HOUR }), fc.nat(), (input, permute) => {
        const shuffled = seeded(permute, input.length).map((i) => input[i]!);
        const windows = run(shuffled, new DeviceWindows(lateness));
        expect(windows).toEqual(offline(input.flatMap(readingsOf)));
      }),
      { numRuns: 300 },
    );
  });

  it('a restart after any frame, and closing rarely or often, changes nothing', () => {
    fc.assert(
      fc.property(frames({ maxFrames: 10, spreadMs: 3 * HOUR }), fc.nat(9), (input, at) => {
        const expected = run(input, new DeviceWindows(), false);
        const first = new DeviceWindows();
        const closed: ClosedWindow[] = [];
        for (const frame of input.slice(0, at)) {
          first.add(toBatch(frame));
          closed.push(...first.close());
        }
        const state = { base: encodeBase(first), rollups: encodeRollups(first) };
        const second = restoreDeviceWindows(state);
        expect(second.watermarkMs).toBe(first.watermarkMs);
        expect(second.latest()).toEqual(first.latest());
        expect({ base: encodeBase(second), rollups: encodeRollups(second) }).toEqual(state);
        closed.push(...run(input.slice(at), second));
        expect(sorted(closed)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('every reading is either in exactly one window of each size or late', () => {
    fc.assert(
      fc.property(frames({ maxFrames: 10, spreadMs: 6 * HOUR }), (input) => {
        const device = new DeviceWindows();
        let late = 0;
        const closed: ClosedWindow[] = [];
        for (const frame of input) {
          for (const { count } of device.add(toBatch(frame))) late += count;
          closed.push(...device.close());
        }
        device.add(toBatch(FLUSH));
        closed.push(...device.close());
        const total = input.flatMap(readingsOf).length;
        for (const size of device.sizesMs) {
          const counted = closed
            .filter(({ sizeMs }) => sizeMs === size)
            .flatMap(({ signals }) => signals)
            .reduce((sum, { count }) => sum + count, 0);
          expect(counted + late).toBe(total);
        }
      }),
    );
  });

  it('the watermark does not regress, within a frame or between frames', () => {
    fc.assert(
      fc.property(frames({ maxFrames: 10, spreadMs: 6 * HOUR }), (input) => {
        const device = new DeviceWindows();
        for (const frame of input) {
          const before = device.watermarkMs;
          device.add(toBatch(frame));
          const newest = Math.max(...readingsOf(frame).map(({ atMs }) => atMs));
          expect(device.watermarkMs).toBe(Math.max(before, newest - MINUTE_MS));
          expect(device.watermarkMs).toBeGreaterThanOrEqual(before);
        }
      }),
    );
  });

  it('a window closes when the watermark reaches its end, not a millisecond earlier', () => {
    const at = (ms: number): TestFrame => ({
      times: [ms],
      columns: [{ signalId: 1, exponent: 0, mantissas: [5] }],
    });
    const device = new DeviceWindows();
    device.add(toBatch(at(START_MS)));
    device.add(toBatch(at(START_MS + 2 * MINUTE_MS - 1)));
    expect(device.close()).toEqual([]);
    device.add(toBatch(at(START_MS + 2 * MINUTE_MS)));
    expect(device.close().map(({ sizeMs, startMs }) => [sizeMs, startMs])).toEqual([[MINUTE_MS, START_MS]]);
  });

  it('late readings are told by signal, with reason, count and range', () => {
    const device = new DeviceWindows();
    device.add(toBatch(FLUSH));
    const late = device.add(
      toBatch({
        times: [START_MS, START_MS + 90_000, START_MS + 3 * DAY_MS],
        columns: [
          { signalId: 9, exponent: 0, mantissas: [1, 2, 3] },
          { signalId: 4, exponent: 0, mantissas: [null, 2, null] },
        ],
      }),
    );
    expect(late).toEqual([
      {
        reason: 'WINDOW.CLOSED',
        signalId: 4,
        count: 1,
        firstMs: START_MS + 90_000,
        lastMs: START_MS + 90_000,
      },
      { reason: 'WINDOW.CLOSED', signalId: 9, count: 2, firstMs: START_MS, lastMs: START_MS + 90_000 },
    ]);
    expect(device.latest()).toContainEqual({ signalId: 9, atMs: START_MS + 3 * DAY_MS, value: 3 });
  });

  it('the same decimal counts the same whatever the exponent it came with', () => {
    const frame = (exponent: number, mantissas: number[]): TestFrame => ({
      times: mantissas.map((_, i) => START_MS + i),
      columns: [{ signalId: 1, exponent, mantissas }],
    });
    const fine = run([frame(-3, [1_100, 2_200, 3_300])], new DeviceWindows());
    const coarse = run([frame(-1, [11, 22, 33])], new DeviceWindows());
    const mixed = new DeviceWindows();
    mixed.add(toBatch(frame(-3, [1_100])));
    const rest = frame(-1, [22, 33]);
    const both = run([{ ...rest, times: [START_MS + 1, START_MS + 2] }], mixed);
    expect(coarse).toEqual(fine);
    expect(both).toEqual(fine);
    expect(fine[0]!.signals[0]!.mean).toBe(2.2);
  });

  it('sizes that do not nest and times that are not numbers are refused by code', () => {
    expect(() => new DeviceWindows({ sizesMs: [60_000, 90_000] })).toThrow(
      expect.objectContaining({ code: 'WINDOW.BAD_SIZES' }),
    );
    const batch = { ...toBatch(FLUSH), times: Float64Array.of(Number.NaN) };
    expect(() => new DeviceWindows().add(batch)).toThrow(
      expect.objectContaining({ code: 'WINDOW.BAD_TIME' }),
    );
  });
});
