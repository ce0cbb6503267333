import { DAY_MS, parseDeviceKey, uuidv7 } from '@fettle/kernel';
import type { Queryable, StoredRecord } from '@fettle/event-log';
import { decodeSnippet, type Snippet } from '../doors/events/snippet';

/** Snippets kept of each device, and of all of a tenant's: the newest. */
export const KEPT_SNIPPETS = { device: 200, tenant: 5_000 } as const;

/** A snippet with whose it is. */
export interface DeviceSnippet extends Snippet {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly receivedMs: number;
}

/** Throws when a record is not a snippet under a device's key: the log then puts it aside. */
export function readSnippets(
  records: readonly Pick<StoredRecord, 'key' | 'value' | 'headers'>[],
): DeviceSnippet[] {
  return records.map(({ key, value, headers }) => {
    const snippet = decodeSnippet(value);
    if (typeof snippet === 'string') throw new TypeError(`not a snippet: ${snippet}`);
    return { ...parseDeviceKey(key), ...snippet, receivedMs: Number(headers['receivedMs'] ?? 0) };
  });
}

/** Adds snippets. One of the same device, start and sequence is the same, sent again. */
export async function storeSnippets(
  transaction: Queryable,
  snippets: readonly DeviceSnippet[],
): Promise<void> {
  await transaction.query(
    `INSERT INTO snippets (id, tenant_id, device_id, boot_id, sequence, channel, at_ms, sample_rate_hz, units_per_step,
       samples, received_ms)
     SELECT x.* FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::integer[], $7::bigint[],
         $8::real[], $9::real[], $10::bytea[], $11::bigint[])
       AS x (id, tenant_id, device_id, boot_id, sequence, channel, at_ms, sample_rate_hz, units_per_step, samples, received_ms)
     JOIN devices d ON d.id = x.device_id AND d.tenant_id = x.tenant_id
     ON CONFLICT (device_id, boot_id, sequence) DO NOTHING`,
    [
      snippets.map(({ receivedMs }) => uuidv7(receivedMs)),
      snippets.map(({ tenantId }) => tenantId),
      snippets.map(({ deviceId }) => deviceId),
      snippets.map(({ bootId }) => bootId),
      snippets.map(({ sequence }) => sequence),
      snippets.map(({ channel }) => channel),
      snippets.map(({ timeMs }) => timeMs),
      snippets.map(({ sampleRateHz }) => sampleRateHz),
      snippets.map(({ unitsPerStep }) => unitsPerStep),
      snippets.map(({ samples }) => Buffer.from(samples)),
      snippets.map(({ receivedMs }) => receivedMs),
    ],
  );
}

/**
 * Drops what is beyond the bounds: by number, of the devices and tenants that just sent; by age, what is past its tenant's
 * retention in event time, whoever's it is.
 */
export async function dropSnippets(
  transaction: Queryable,
  snippets: readonly DeviceSnippet[],
  nowMs: number,
): Promise<void> {
  const devices = [...new Set(snippets.map(({ deviceId }) => deviceId))];
  const tenants = [...new Set(snippets.map(({ tenantId }) => tenantId))];
  await transaction.query(
    `DELETE FROM snippets WHERE id IN (
       SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY device_id ORDER BY at_ms DESC, id DESC) AS place
                       FROM snippets WHERE device_id = ANY($1::uuid[])) AS ranked
       WHERE place > $2)`,
    [devices, KEPT_SNIPPETS.device],
  );
  await transaction.query(
    `DELETE FROM snippets WHERE id IN (
       SELECT s.id FROM tenants t CROSS JOIN LATERAL (
         SELECT id FROM snippets WHERE tenant_id = t.id ORDER BY at_ms DESC, id DESC OFFSET $2) AS s
       WHERE t.id = ANY($1::uuid[]))`,
    [tenants, KEPT_SNIPPETS.tenant],
  );
  // Every partition does this: what another has locked, it drops.
  await transaction.query(
    `DELETE FROM snippets WHERE id IN (
       SELECT s.id FROM snippets s JOIN tenants t ON t.id = s.tenant_id
       WHERE s.at_ms < $1::bigint - t.retention_days * $2::bigint FOR UPDATE OF s SKIP LOCKED)`,
    [nowMs, DAY_MS],
  );
}
