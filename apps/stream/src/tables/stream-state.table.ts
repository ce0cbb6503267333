import type { Queryable } from '@fettle/event-log';
import type { DeviceOutcome, StoredStream } from '../devices/device-stream';
import { ByteColumn } from './byte-column';

/** The streams of those devices that have one. */
export async function loadStreams(
  transaction: Queryable,
  deviceIds: readonly string[],
): Promise<Map<string, StoredStream>> {
  const { rows } = await transaction.query(
    `SELECT s.device_id, s.base, s.sequences, r.rollups FROM device_stream_state s
     LEFT JOIN device_stream_rollups r USING (device_id) WHERE s.device_id = ANY($1::uuid[])`,
    [deviceIds],
  );
  return new Map((rows as (StoredStream & { device_id: string })[]).map((row) => [row.device_id, row]));
}

const STORE_BASE = `
  INSERT INTO device_stream_state (tenant_id, device_id, base, sequences)
  SELECT tenant_id, device_id, substring($3::bytea FROM start FOR length), sequences
  FROM unnest($1::uuid[], $2::uuid[], $4::int[], $5::int[], $6::text[]) AS x (tenant_id, device_id, start, length, sequences)
  ON CONFLICT (device_id) DO UPDATE SET base = excluded.base, sequences = excluded.sequences`;

const STORE_ROLLUPS = `
  INSERT INTO device_stream_rollups (tenant_id, device_id, rollups)
  SELECT tenant_id, device_id, substring($3::bytea FROM start FOR length)
  FROM unnest($1::uuid[], $2::uuid[], $4::int[], $5::int[]) AS x (tenant_id, device_id, start, length)
  ON CONFLICT (device_id) DO UPDATE SET rollups = excluded.rollups`;

/** Stores where each device's stream stands; the longer windows only of those in which a window closed. */
export async function storeStreams(
  transaction: Queryable,
  outcomes: readonly DeviceOutcome[],
): Promise<void> {
  const base = new ByteColumn(outcomes.map(({ checkpoint }) => checkpoint.base));
  const sequences = outcomes.map(({ checkpoint }) => checkpoint.sequences);
  await transaction.query(STORE_BASE, [
    ...identities(outcomes),
    base.bytes(),
    base.starts,
    base.lengths,
    sequences,
  ]);
  const changed = outcomes.filter(({ checkpoint }) => checkpoint.rollups !== null);
  if (changed.length === 0) return;
  const rollups = new ByteColumn(changed.map(({ checkpoint }) => checkpoint.rollups!));
  await transaction.query(STORE_ROLLUPS, [
    ...identities(changed),
    rollups.bytes(),
    rollups.starts,
    rollups.lengths,
  ]);
}

function identities(outcomes: readonly DeviceOutcome[]): [string[], string[]] {
  return [
    outcomes.map(({ arrivals }) => arrivals.device.tenantId),
    outcomes.map(({ arrivals }) => arrivals.device.deviceId),
  ];
}
