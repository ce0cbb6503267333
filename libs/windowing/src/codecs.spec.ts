import fc from 'fast-check';
import { isUuid, uuidv7, deviceKey } from '@fettle/kernel';
import {
  decodeClosedWindows,
  encodeClosedWindows,
  fromWindowsRecord,
  toWindowsRecord,
} from './closed-windows.codec';
import { computeWindows } from './compute-windows';
import { decodeLatest, encodeLatest } from './latest.codec';
import { frames, readingsOf, START_MS } from './spec-builders/streams';
import { decodeWindowRow, encodeWindowRow } from './window-row.codec';
import { restoreDeviceWindows } from './window-state.codec';

describe('codecs of windows', () => {
  it('windows come back as the same doubles', () => {
    fc.assert(
      fc.property(frames({ maxFrames: 6, spreadMs: 3_600_000 }), (input) => {
        const windows = computeWindows(input.flatMap(readingsOf));
        expect(decodeClosedWindows(encodeClosedWindows(windows))).toEqual(windows);
        for (const { signals } of windows) expect(decodeWindowRow(encodeWindowRow(signals))).toEqual(signals);
      }),
    );
  });

  it('odd doubles come back too', () => {
    const odd = [Math.PI, -1e300, 5e-324, -0, 2 ** 53 + 2, 1e22].map((x, i) => ({
      ...{ signalId: i + 1, count: 2, min: x, max: x, mean: x, last: x, stddev: x, p50: x, p95: x, p99: x },
    }));
    expect(decodeWindowRow(encodeWindowRow(odd))).toEqual(odd);
  });

  it('a window of single readings costs at most five bytes a signal beyond a fixed few', () => {
    const readings = [1, 2, 3, 4, 5].map((signalId) => ({
      signalId,
      atMs: START_MS,
      value: 21.37 + signalId,
    }));
    const [window] = computeWindows(readings, [60_000]);
    expect(encodeWindowRow(window!.signals).length).toBeLessThanOrEqual(2 + 5 * 5);
    expect(encodeClosedWindows([window!]).length).toBeLessThanOrEqual(12 + 5 * 5);
  });

  it('a record carries everything that an event says', () => {
    const key = deviceKey(uuidv7(1), uuidv7(2));
    const windows = computeWindows([{ signalId: 1, atMs: START_MS, value: 1 }]);
    const events = fromWindowsRecord(
      toWindowsRecord(key, { assetId: uuidv7(3), assetTypeId: 'rail.car' }, windows),
    );
    expect(events.map(({ sizeMs }) => sizeMs)).toEqual([60_000, 900_000, 3_600_000, 86_400_000]);
    expect(events.every(({ tenantId, assetId }) => isUuid(tenantId) && isUuid(assetId))).toBe(true);
    expect(events[0]).toMatchObject({
      assetTypeId: 'rail.car',
      startMs: START_MS,
      signals: windows[0]!.signals,
    });
  });

  it('newest readings come back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(2_000_000_000), fc.double({ noNaN: true })), { maxLength: 9 }),
        (pairs) => {
          const readings = pairs.map(([ago, value], i) => ({
            signalId: 7 * i + 1,
            atMs: START_MS - ago,
            value,
          }));
          expect(decodeLatest(encodeLatest(readings))).toEqual(readings);
        },
      ),
    );
  });

  it('arbitrary bytes give windows or a named refusal, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const versioned = Uint8Array.of(1, ...bytes);
        for (const decode of [
          () => decodeClosedWindows(versioned),
          () => decodeWindowRow(versioned),
          () => decodeLatest(versioned),
          () => restoreDeviceWindows({ base: versioned, rollups: versioned }),
        ]) {
          try {
            decode();
          } catch (error) {
            expect(error).toMatchObject({ code: 'WINDOW.MALFORMED' });
          }
        }
      }),
      { numRuns: 3_000 },
    );
    expect(() => decodeWindowRow(Uint8Array.of(2, 0))).toThrow(
      expect.objectContaining({ code: 'WINDOW.MALFORMED' }),
    );
  });
});
