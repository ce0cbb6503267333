import type { Queryable } from '@fettle/event-log';
import type { ArrivedFrame } from '../arrivals/arrivals';
import type { DeviceOutcome } from '../devices/device-stream';
import { ByteColumn } from './byte-column';
import { numberArray } from './number-array';

const STORE = `
  INSERT INTO device_status AS s (tenant_id, device_id, asset_id, last_seen_ms, clock_error_ms, last_event_ms, watermark_ms,
    max_span_ms, frames, readings, duplicates, late, gaps, latest)
  SELECT tenant_id, device_id, asset_id, last_seen_ms, clock_error_ms, last_event_ms, watermark_ms, max_span_ms, frames, readings,
    duplicates, late, gaps, substring($14::bytea FROM start FOR length)
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
    $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $15::int[], $16::int[])
    AS x (tenant_id, device_id, asset_id, last_seen_ms, clock_error_ms, last_event_ms, watermark_ms, max_span_ms, frames, readings,
      duplicates, late, gaps, start, length)
  ON CONFLICT (device_id) DO UPDATE SET asset_id = excluded.asset_id,
    last_seen_ms = greatest(s.last_seen_ms, excluded.last_seen_ms), clock_error_ms = excluded.clock_error_ms,
    last_event_ms = greatest(s.last_event_ms, excluded.last_event_ms),
    watermark_ms = greatest(s.watermark_ms, excluded.watermark_ms), max_span_ms = greatest(s.max_span_ms, excluded.max_span_ms),
    frames = s.frames + excluded.frames, readings = s.readings + excluded.readings,
    duplicates = s.duplicates + excluded.duplicates, late = s.late + excluded.late, gaps = excluded.gaps, latest = excluded.latest`;

/** Adds a batch to what the devices screen shows. */
export async function storeStatus(transaction: Queryable, outcomes: readonly DeviceOutcome[]): Promise<void> {
  const id = (of: (outcome: DeviceOutcome) => string): string[] => outcomes.map(of);
  const column = (of: (outcome: DeviceOutcome) => number): string => numberArray(outcomes, of);
  const latest = new ByteColumn(outcomes.map(({ checkpoint }) => checkpoint.latest));
  await transaction.query(STORE, [
    id(({ arrivals }) => arrivals.device.tenantId),
    id(({ arrivals }) => arrivals.device.deviceId),
    id(({ arrivals }) => arrivals.device.assetId),
    column(({ arrivals }) => maxOf(arrivals.frames, ({ receivedMs }) => receivedMs)),
    column(({ arrivals }) => clockErrorMs(arrivals.frames)),
    column(({ arrivals }) => maxOf(arrivals.frames, ({ maxMs }) => maxMs)),
    column(({ checkpoint }) => finite(checkpoint.watermarkMs)),
    column(({ arrivals }) => maxOf(arrivals.frames, ({ minMs, maxMs }) => maxMs - minMs)),
    column(({ accepted }) => accepted.length),
    column(({ readings }) => readings),
    column(({ duplicates }) => duplicates),
    column(({ late }) => late.reduce((sum, { count }) => sum + count, 0)),
    column(({ checkpoint }) => checkpoint.gaps),
    latest.bytes(),
    numberArray(latest.starts, (start) => start),
    numberArray(latest.lengths, (length) => length),
  ]);
}

/** The device's clock minus the platform's, seen at the newest message: too small by the time that message was under way. */
function clockErrorMs(frames: readonly ArrivedFrame[]): number {
  const newest = frames.reduce((a, b) => (b.receivedMs >= a.receivedMs ? b : a));
  return newest.maxMs - newest.receivedMs;
}

function maxOf(frames: readonly ArrivedFrame[], of: (frame: ArrivedFrame) => number): number {
  return frames.reduce((max, frame) => Math.max(max, of(frame)), -Infinity);
}

/** Before its first reading a device has no watermark; zero is before every reading. */
function finite(watermarkMs: number): number {
  return Number.isFinite(watermarkMs) ? watermarkMs : 0;
}
