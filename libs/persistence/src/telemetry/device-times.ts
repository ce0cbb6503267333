import type { PoolClient } from 'pg';

/** How far a device's stream has come. */
export interface DeviceTimes {
  readonly deviceId: string;
  /** Windows that end at or before it are closed and stored. */
  readonly watermarkMs: number;
  /** Longest time between the first and the last reading of one of its frames. */
  readonly maxSpanMs: number;
}

/** Of those devices that have ever sent something. */
export async function timesOf(client: PoolClient, deviceIds: readonly string[]): Promise<DeviceTimes[]> {
  const { rows } = await client.query<DeviceTimes>(
    `SELECT device_id AS "deviceId", watermark_ms::float8 AS "watermarkMs", max_span_ms::float8 AS "maxSpanMs"
     FROM device_status WHERE device_id = ANY($1::uuid[]) ORDER BY device_id`,
    [deviceIds],
  );
  return rows;
}

/** The longest frame of a device in ms; 0 for one that never sent any. */
export async function spanOf(client: PoolClient, deviceId: string): Promise<number> {
  const [times] = await timesOf(client, [deviceId]);
  return times?.maxSpanMs ?? 0;
}
