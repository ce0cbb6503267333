import type { PoolClient } from 'pg';
import { DEVICE_STATUS_SQL } from './device-status-sql';

/** What has come from all devices of a tenant, and how far event time has come. */
export interface TenantStream {
  readonly frames: number;
  readonly readings: number;
  readonly late: number;
  readonly duplicates: number;
  readonly gaps: number;
  readonly devices: number;
  readonly disabled: number;
  readonly neverSeen: number;
  readonly online: number;
  /** Watermarks of devices that are online; null when none is. */
  readonly newestWatermarkMs: number | null;
  readonly oldestWatermarkMs: number | null;
}

/** `silentSinceMs`: devices last heard before count as silent. */
export async function readTenantStream(
  client: PoolClient,
  tenantId: string,
  silentSinceMs: number,
): Promise<TenantStream> {
  const online = 'NOT d.disabled AND t.last_seen_ms >= $2';
  const { rows } = await client.query<TenantStream>(
    `SELECT coalesce(sum(t.frames), 0) AS frames, coalesce(sum(t.readings), 0) AS readings, coalesce(sum(t.late), 0) AS late,
       coalesce(sum(t.duplicates), 0) AS duplicates, coalesce(sum(t.gaps), 0) AS gaps, count(*)::int AS devices,
       (count(*) FILTER (WHERE d.disabled))::int AS disabled,
       (count(*) FILTER (WHERE NOT d.disabled AND t.last_seen_ms IS NULL))::int AS "neverSeen",
       (count(*) FILTER (WHERE ${online}))::int AS online,
       max(t.watermark_ms) FILTER (WHERE ${online}) AS "newestWatermarkMs",
       min(t.watermark_ms) FILTER (WHERE ${online} AND t.watermark_ms > 0) AS "oldestWatermarkMs"
     FROM devices d LEFT JOIN ${DEVICE_STATUS_SQL} t ON t.device_id = d.id AND t.tenant_id = $1 WHERE d.tenant_id = $1`,
    [tenantId, silentSinceMs],
  );
  return rows[0]!;
}
