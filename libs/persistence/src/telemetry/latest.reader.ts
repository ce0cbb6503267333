import { decodeLatest, type LatestReading } from '@fettle/windowing';
import type { PoolClient } from 'pg';

/** The newest reading of each signal (by event time) of those devices that have any, by device id. */
export async function readLatest(
  client: PoolClient,
  deviceIds: readonly string[],
): Promise<Map<string, readonly LatestReading[]>> {
  const { rows } = await client.query<{ device_id: string; latest: Buffer }>(
    'SELECT device_id, latest FROM device_status WHERE device_id = ANY($1::uuid[])',
    [deviceIds],
  );
  return new Map(rows.map(({ device_id, latest }) => [device_id, decodeLatest(latest)]));
}

/** Readings of a signal that entered no window, of one day of event time. */
export interface LateCount {
  readonly signalId: number;
  readonly reason: string;
  readonly dayMs: number;
  readonly readings: number;
  /** Event times of the oldest and the newest. */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Why readings of a device are missing from its windows, newest day first. */
export async function readLateCounts(
  client: PoolClient,
  deviceId: string,
  limit: number,
): Promise<LateCount[]> {
  const { rows } = await client.query<LateCount>(
    `SELECT signal_id AS "signalId", reason, day_ms::float8 AS "dayMs", readings::float8 AS readings,
       first_ms::float8 AS "firstMs", last_ms::float8 AS "lastMs"
     FROM late_readings WHERE device_id = $1 ORDER BY day_ms DESC, signal_id, reason LIMIT $2`,
    [deviceId, limit],
  );
  return rows;
}
