import type { Queryable } from '@fettle/event-log';
import type { ArrivedFrame, DeviceArrivals } from '../arrivals/arrivals';
import { ByteColumn } from './byte-column';
import { numberArray } from './number-array';

const STORE = `
  WITH input AS MATERIALIZED (
    SELECT ($1::uuid[])[d] AS tenant_id, ($2::uuid[])[d] AS device_id, base_ms, last_ms, boot_id, sequence, samples,
      to_timestamp(received_ms / 1000.0) AS received_at, door, substring($10::bytea FROM start FOR length) AS bytes, n
    FROM unnest($3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::int[], $9::float8[], $11::int[], $12::int[], $13::text[])
      WITH ORDINALITY AS x (d, base_ms, last_ms, boot_id, sequence, samples, received_ms, start, length, door, n)
  ), stored AS (
    INSERT INTO frames (tenant_id, device_id, base_ms, last_ms, boot_id, sequence, samples, received_at, door, bytes)
    SELECT tenant_id, device_id, base_ms, last_ms, boot_id, sequence, samples, received_at, door, bytes FROM input
    ON CONFLICT DO NOTHING RETURNING device_id, base_ms, boot_id, sequence
  )
  SELECT n::int - 1 AS index FROM input i WHERE NOT EXISTS (
    SELECT FROM stored s WHERE s.device_id = i.device_id AND s.base_ms = i.base_ms AND s.boot_id = i.boot_id AND s.sequence = i.sequence)`;

/**
 * Stores frames, as they came. Returns those that were stored before, by this transaction's view the one authority on what
 * is a duplicate. Frames of one device must differ in identity. Partitions for their times must exist.
 */
export async function storeFrames(
  transaction: Queryable,
  devices: readonly DeviceArrivals[],
): Promise<ReadonlySet<ArrivedFrame>> {
  const frames = devices.flatMap((arrivals) => arrivals.frames);
  if (frames.length === 0) return new Set();
  const device: number[] = [];
  devices.forEach((arrivals, index) => arrivals.frames.forEach(() => device.push(index + 1)));
  const bytes = new ByteColumn(frames.map(({ record }) => record.value));
  const { rows } = await transaction.query(STORE, [
    devices.map((arrivals) => arrivals.device.tenantId),
    devices.map((arrivals) => arrivals.device.deviceId),
    numberArray(device, (index) => index),
    numberArray(frames, ({ minMs }) => minMs),
    numberArray(frames, ({ maxMs }) => maxMs),
    numberArray(frames, ({ bootId }) => bootId),
    numberArray(frames, ({ sequence }) => sequence),
    numberArray(frames, ({ samples }) => samples),
    numberArray(frames, ({ receivedMs }) => receivedMs),
    bytes.bytes(),
    numberArray(bytes.starts, (start) => start),
    numberArray(bytes.lengths, (length) => length),
    frames.map(({ door }) => door),
  ]);
  return new Set((rows as { index: number }[]).map(({ index }) => frames[index]!));
}
