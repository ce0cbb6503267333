import type { ReadingResponse, SignalAggregate } from '@fettle/contracts';
import { computeWindows, decodeWindowRow, type Reading } from '@fettle/windowing';
import type { Pool } from 'pg';
import type { ApiClient } from './api-client';
import type { SentFrame } from './stubborn-device';
import { waitFor } from './wait-for';

const TEMPERATURE = 2;
const SETTLED_WITHIN_MS = 90_000;
const SHOWN = 5;

/** The readings of frames. */
export function readingsOf(frames: readonly SentFrame[]): Reading[] {
  return frames.flatMap(({ times, temperatures }) =>
    times.map((atMs, i): Reading => ({ signalId: TEMPERATURE, atMs, value: temperatures[i]! / 100 })),
  );
}

/**
 * Waits until REST shows every reading of the device that it must; then it shows those once, and besides them at most
 * such as it may, once. Returns what is there.
 */
export async function expectEachOnce(
  api: ApiClient,
  deviceId: string,
  must: readonly Reading[],
  may: readonly Reading[] = [],
): Promise<Reading[]> {
  const wanted = new Map(must.map((reading) => [keyOf(reading), reading]));
  const known = new Map([...wanted, ...may.map((reading): [string, Reading] => [keyOf(reading), reading])]);
  let keys: string[] = [];
  const missing = (): string[] => {
    const found = new Set(keys);
    return [...wanted.keys()].filter((key) => !found.has(key));
  };
  const path = `/api/v1/devices/${deviceId}/readings?signal=temperature&limit=10000`;
  const isComplete = async (): Promise<boolean> => {
    const stored = await api.list<ReadingResponse>(path);
    keys = stored.map(({ t, value }) => `${t}=${value}`);
    return missing().length === 0;
  };
  // What is missing when the time is up is said below, better than that time is up.
  await waitFor('', isComplete, SETTLED_WITHIN_MS).catch(() => undefined);
  const unknown = keys.filter((key) => !known.has(key));
  expect({
    missing: shortened(missing()),
    unknown: shortened(unknown),
    repeated: keys.length - new Set(keys).size,
  }).toEqual({ missing: [], unknown: [], repeated: 0 });
  return keys.map((key) => known.get(key)!);
}

/** Every window that the watermark has passed is stored, and is the offline one to the last bit. */
export async function expectSameWindows(
  pipeline: Pool,
  deviceId: string,
  readings: readonly Reading[],
): Promise<void> {
  const watermark = readings.reduce((newest, { atMs }) => Math.max(newest, atMs), 0) - 60_000;
  const expected = computeWindows(readings).filter(({ sizeMs, startMs }) => startMs + sizeMs <= watermark);
  const { rows } = await pipeline.query<{ size_ms: string; start_ms: string; aggregates: Buffer }>(
    'SELECT size_ms, start_ms, aggregates FROM windows WHERE device_id = $1 ORDER BY size_ms, start_ms',
    [deviceId],
  );
  const stored = rows.map((row) => ({
    sizeMs: Number(row.size_ms),
    startMs: Number(row.start_ms),
    signals: decodeWindowRow(row.aggregates) as SignalAggregate[],
  }));
  expect(expected.length).toBeGreaterThan(0);
  expect(stored).toEqual(expected);
}

function keyOf({ atMs, value }: Reading): string {
  return `${atMs}=${value}`;
}

/** Thousands of lines tell less than the first and the last. */
function shortened(keys: readonly string[]): readonly string[] {
  if (keys.length <= 2 * SHOWN) return keys;
  return [...keys.slice(0, SHOWN), `… ${keys.length} in all, up to`, ...keys.slice(-SHOWN)];
}
