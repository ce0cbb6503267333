import type { RejectReason } from '@fettle/contracts';
import type { PoolClient } from 'pg';

/** A message that did not count, and why. */
export interface StoredReject {
  /** Rises with every case. */
  readonly id: string;
  readonly at: Date;
  readonly deviceId: string;
  readonly topic: string;
  readonly reason: RejectReason;
  readonly detail: string;
  readonly readings: number;
  /** Its first bytes, base64. */
  readonly sample: string;
}

/** The last cases kept of one device, or of all the tenant's; newest first, older than `before`; at most `limit`. */
export async function listRejects(
  client: PoolClient,
  tenantId: string,
  filter: {
    readonly deviceId?: string | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  },
): Promise<StoredReject[]> {
  const { rows } = await client.query<StoredReject>(
    `SELECT id::text, at, device_id AS "deviceId", topic, reason, detail, readings,
       translate(encode(sample, 'base64'), E'\\n', '') AS sample
     FROM rejects WHERE tenant_id = $1 AND ($2::uuid IS NULL OR device_id = $2) AND ($3::bigint IS NULL OR id < $3)
     ORDER BY rejects.id DESC LIMIT $4`,
    [tenantId, filter.deviceId ?? null, filter.before ?? null, filter.limit],
  );
  return rows;
}

/** Messages refused since, by reason, most first. */
export async function countRejects(
  client: PoolClient,
  tenantId: string,
  sinceMs: number,
): Promise<{ reason: RejectReason; count: number }[]> {
  const { rows } = await client.query<{ reason: RejectReason; count: number }>(
    `SELECT reason, sum(messages)::float8 AS count FROM reject_counts WHERE tenant_id = $1 AND hour >= $2
     GROUP BY reason ORDER BY count DESC, reason`,
    [tenantId, new Date(sinceMs)],
  );
  return rows;
}

/** Messages of every tenant and of nobody refused since, by reason, most first. For the pipeline's role. */
export async function countAllRejects(
  database: Pick<PoolClient, 'query'>,
  sinceMs: number,
): Promise<{ reason: RejectReason; count: number }[]> {
  const { rows } = await database.query<{ reason: RejectReason; count: number }>(
    `SELECT reason, sum(messages)::float8 AS count
     FROM (SELECT reason, messages, hour FROM reject_counts
           UNION ALL SELECT reason, messages, hour FROM platform_reject_counts) AS refused
     WHERE hour >= $1 GROUP BY reason ORDER BY count DESC, reason`,
    [new Date(sinceMs)],
  );
  return rows;
}
