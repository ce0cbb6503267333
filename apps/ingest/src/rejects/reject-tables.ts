import { DAY_MS } from '@fettle/kernel';
import type { Queryable } from '@fettle/event-log';
import { type RejectBatch, type RejectCount, SAMPLES_PER_DEVICE } from './reject-batch';

/** Counts older than this go. */
const KEEP_COUNTS_MS = 400 * DAY_MS;

/** Adds to the counts. Sorted by key, since two partitions count into the platform's rows at once and must lock them in one order. */
export async function storeCounts(transaction: Queryable, counts: readonly RejectCount[]): Promise<void> {
  const sorted = [...counts].sort((a, b) => a.hourMs - b.hourMs || a.reason.localeCompare(b.reason));
  const ofTenants = sorted.filter(({ tenantId }) => tenantId !== null);
  const ofNobody = sorted.filter(({ tenantId }) => tenantId === null);
  const columns = (list: readonly RejectCount[]): unknown[][] => [
    list.map(({ hourMs }) => hourMs),
    list.map(({ reason }) => reason),
    list.map(({ messages }) => messages),
    list.map(({ readings }) => readings),
  ];
  if (ofTenants.length > 0) {
    await transaction.query(
      `INSERT INTO reject_counts AS c (tenant_id, device_id, hour, reason, messages, readings)
       SELECT x.tenant_id, x.device_id, to_timestamp(x.hour / 1000.0), x.reason, x.messages, x.readings
       FROM unnest($1::float8[], $2::text[], $3::bigint[], $4::bigint[], $5::uuid[], $6::uuid[])
         AS x (hour, reason, messages, readings, tenant_id, device_id)
       JOIN tenants t ON t.id = x.tenant_id
       ON CONFLICT (tenant_id, device_id, hour, reason)
       DO UPDATE SET messages = c.messages + excluded.messages, readings = c.readings + excluded.readings`,
      [
        ...columns(ofTenants),
        ofTenants.map(({ tenantId }) => tenantId),
        ofTenants.map(({ deviceId }) => deviceId),
      ],
    );
  }
  if (ofTenants.length > 0) {
    const devices = [...new Set(ofTenants.map(({ deviceId }) => deviceId))];
    const newestMs = ofTenants.reduce((newest, { hourMs }) => Math.max(newest, hourMs), 0);
    await transaction.query(
      'DELETE FROM reject_counts WHERE device_id = ANY($1::uuid[]) AND hour < to_timestamp($2::float8 / 1000.0)',
      [devices, newestMs - KEEP_COUNTS_MS],
    );
  }
  if (ofNobody.length > 0) {
    await transaction.query(
      `INSERT INTO platform_reject_counts AS c (hour, reason, messages, readings)
       SELECT to_timestamp(x.hour / 1000.0), x.reason, x.messages, x.readings
       FROM unnest($1::float8[], $2::text[], $3::bigint[], $4::bigint[]) AS x (hour, reason, messages, readings)
       ON CONFLICT (hour, reason)
       DO UPDATE SET messages = c.messages + excluded.messages, readings = c.readings + excluded.readings`,
      columns(ofNobody),
    );
  }
}

/** Adds the cases, and drops those of the same devices that are no longer among their last. */
export async function storeSamples(transaction: Queryable, samples: RejectBatch['samples']): Promise<void> {
  if (samples.length === 0) return;
  const devices = [...new Set(samples.map(({ deviceId }) => deviceId))];
  await transaction.query(
    `INSERT INTO rejects (tenant_id, device_id, at, topic, reason, detail, readings, sample)
     SELECT x.tenant_id, x.device_id, to_timestamp(x.at / 1000.0), x.topic, x.reason, x.detail, x.readings,
       decode(x.sample, 'base64')
     FROM unnest($1::uuid[], $2::uuid[], $3::float8[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::text[])
       WITH ORDINALITY AS x (tenant_id, device_id, at, topic, reason, detail, readings, sample, n)
     JOIN tenants t ON t.id = x.tenant_id ORDER BY x.n`,
    [
      samples.map(({ tenantId }) => tenantId),
      samples.map(({ deviceId }) => deviceId),
      samples.map(({ atMs }) => atMs),
      samples.map(({ topic }) => printable(topic)),
      samples.map(({ reason }) => reason),
      samples.map(({ detail }) => printable(detail)),
      samples.map(({ readings }) => readings),
      samples.map(({ sample }) => sample),
    ],
  );
  await transaction.query(
    `DELETE FROM rejects WHERE id IN (
       SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY device_id ORDER BY id DESC) AS place
                       FROM rejects WHERE device_id = ANY($1::uuid[])) AS ranked
       WHERE place > $2)`,
    [devices, SAMPLES_PER_DEVICE],
  );
}

/** PostgreSQL's text cannot hold the zero character, which a topic or a signal's name may have. */
function printable(text: string): string {
  return text.replaceAll('\0', '␀');
}
