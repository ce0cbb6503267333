import { BASE_SIZE_MS, decodeWindowRow, WINDOW_SIZES, windowStart } from '@fettle/windowing';
import type { PoolClient } from 'pg';
import { type DeviceTimes, timesOf } from './device-times';
import { type RawRange, rawPages } from './raw-frames';
import { type Series, SeriesBuckets } from './series-buckets';

export interface SeriesQuery {
  /** Their values are merged. */
  readonly deviceIds: readonly string[];
  readonly signalId: number;
  /** Event times in [fromMs, toMs). */
  readonly fromMs: number;
  readonly toMs: number;
  /** At most so many intervals, one more where the range does not begin at one. */
  readonly points: number;
}

/** Rows read for each point shown, at most: windows of a size are merged by so many. */
const ROWS_A_POINT = 4;
/** Samples that are decoded for one chart, at most, where the shortest windows would be too few to see anything. */
const MAX_DECODED_SAMPLES = 50_000;

/**
 * A signal over time, as fine as the screen can show: single readings where they are few, readings gathered where the
 * range is short, else the windows of the shortest size that is not too many. Goes up to the newest reading: what the
 * windows of that size have not yet closed comes from shorter ones, and at last from the frames.
 */
export async function readSeries(client: PoolClient, query: SeriesQuery): Promise<Series> {
  const { fromMs, toMs, points } = query;
  const devices = await timesOf(client, query.deviceIds);
  const spanMs = Math.max(1, toMs - fromMs);
  if (spanMs / BASE_SIZE_MS < points) {
    const samples = await samplesIn(client, devices, query);
    if (samples <= MAX_DECODED_SAMPLES) return fromFrames(client, devices, query, samples);
  }
  const sizeMs = WINDOW_SIZES.find((size) => spanMs / size <= points * ROWS_A_POINT) ?? WINDOW_SIZES.at(-1)!;
  const widthMs = sizeMs * Math.ceil(spanMs / sizeMs / points);
  const buckets = new SeriesBuckets(widthMs);
  const whole = { ...query, fromMs: windowStart(fromMs, widthMs) };
  for (const device of devices) await gather(client, device, whole, sizeMs, buckets);
  return buckets.series();
}

/** Samples of the frames in the range, an upper bound for readings of the signal; counted no further than need be. */
async function samplesIn(
  client: PoolClient,
  devices: readonly DeviceTimes[],
  query: SeriesQuery,
): Promise<number> {
  const { rows } = await client.query<{ samples: number }>(
    `SELECT coalesce(sum(samples), 0)::float8 AS samples FROM (
       SELECT samples FROM frames f JOIN unnest($1::uuid[], $2::bigint[]) AS x (device_id, base_ms)
         ON f.device_id = x.device_id AND f.base_ms >= x.base_ms
       WHERE f.base_ms >= $3 AND f.base_ms < $4 AND f.last_ms >= $5 LIMIT $6) AS counted`,
    [
      devices.map(({ deviceId }) => deviceId),
      devices.map(({ maxSpanMs }) => query.fromMs - maxSpanMs),
      query.fromMs - Math.max(0, ...devices.map(({ maxSpanMs }) => maxSpanMs)),
      query.toMs,
      query.fromMs,
      MAX_DECODED_SAMPLES + 1,
    ],
  );
  return rows[0]!.samples;
}

async function fromFrames(
  client: PoolClient,
  devices: readonly DeviceTimes[],
  query: SeriesQuery,
  samples: number,
): Promise<Series> {
  const widthMs = samples <= query.points ? 0 : Math.ceil((query.toMs - query.fromMs) / query.points);
  const buckets = new SeriesBuckets(widthMs);
  for (const device of devices)
    await addReadings(client, device, { ...query, deviceId: device.deviceId }, buckets);
  return buckets.series();
}

async function addReadings(
  client: PoolClient,
  { maxSpanMs }: DeviceTimes,
  range: RawRange,
  buckets: SeriesBuckets,
): Promise<void> {
  if (range.fromMs >= range.toMs) return;
  for await (const { readings } of rawPages(client, range, maxSpanMs)) {
    for (const { atMs, value } of readings) {
      if (value !== null && Number.isFinite(value))
        buckets.add({ atMs, count: 1, min: value, mean: value, max: value });
    }
  }
}

/** From windows as far as they are closed, longest first, then from frames. `fromMs` begins a window of the longest size. */
async function gather(
  client: PoolClient,
  device: DeviceTimes,
  query: SeriesQuery,
  longestMs: number,
  buckets: SeriesBuckets,
): Promise<void> {
  const { signalId, toMs } = query;
  let fromMs = query.fromMs;
  for (const sizeMs of [...WINDOW_SIZES].reverse()) {
    if (sizeMs > longestMs) continue;
    const closedMs = Math.min(toMs, windowStart(device.watermarkMs, sizeMs));
    if (closedMs <= fromMs) continue;
    await addWindows(
      client,
      { ...query, deviceId: device.deviceId, fromMs, toMs: closedMs, sizeMs },
      buckets,
    );
    fromMs = windowStart(closedMs + sizeMs - 1, sizeMs);
  }
  await addReadings(client, device, { deviceId: device.deviceId, signalId, fromMs, toMs }, buckets);
}

async function addWindows(
  client: PoolClient,
  range: { deviceId: string; signalId: number; fromMs: number; toMs: number; sizeMs: number },
  buckets: SeriesBuckets,
): Promise<void> {
  const { rows } = await client.query<{ start_ms: string; aggregates: Buffer }>(
    `SELECT start_ms, aggregates FROM windows
     WHERE device_id = $1 AND size_ms = $2 AND start_ms >= $3 AND start_ms < $4`,
    [range.deviceId, range.sizeMs, range.fromMs, range.toMs],
  );
  for (const { start_ms, aggregates } of rows) {
    const signal = decodeWindowRow(aggregates).find(({ signalId }) => signalId === range.signalId);
    if (signal) buckets.add({ atMs: Number(start_ms), ...signal });
  }
}
