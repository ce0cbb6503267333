import type { PoolClient } from 'pg';

/** Raw samples of one channel of a device, without the samples. */
export interface StoredSnippet {
  readonly id: string;
  readonly deviceId: string;
  readonly channel: number;
  readonly atMs: number;
  readonly sampleRateHz: number;
  readonly unitsPerStep: number;
  readonly samples: number;
  readonly bootId: number;
  readonly sequence: number;
}

const SNIPPET = `
  SELECT id, device_id AS "deviceId", channel, at_ms::float8 AS "atMs", sample_rate_hz AS "sampleRateHz",
    units_per_step AS "unitsPerStep", length(samples) / 2 AS samples, boot_id::float8 AS "bootId", sequence::float8 AS sequence`;

/** Snippets of a device, newest first, after `after`; at most `limit`. */
export async function listSnippets(
  client: PoolClient,
  tenantId: string,
  page: {
    readonly deviceId: string;
    readonly after?: { readonly ms: number; readonly id: string } | undefined;
    readonly limit: number;
  },
): Promise<StoredSnippet[]> {
  const { rows } = await client.query<StoredSnippet>(
    `${SNIPPET} FROM snippets
     WHERE tenant_id = $1 AND device_id = $2 AND ($3::bigint IS NULL OR (at_ms, id) < ($3, $4::uuid))
     ORDER BY at_ms DESC, id DESC LIMIT $5`,
    [tenantId, page.deviceId, page.after?.ms ?? null, page.after?.id ?? null, page.limit],
  );
  return rows;
}

/** A snippet with its samples, 16-bit little endian. Null when the tenant has none of that id. */
export async function findSnippet(
  client: PoolClient,
  tenantId: string,
  id: string,
): Promise<(StoredSnippet & { readonly data: Buffer }) | null> {
  const { rows } = await client.query<StoredSnippet & { data: Buffer }>(
    `${SNIPPET}, snippets.samples AS data FROM snippets WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id],
  );
  return rows[0] ?? null;
}
