import { DAY_MS } from '@fettle/kernel';
import { inTransaction } from '@fettle/persistence';
import type { Pool } from 'pg';

const TABLES = [
  { table: 'frames', time: 'last_ms', first: 'base_ms' },
  { table: 'windows', time: 'start_ms', first: 'start_ms' },
  { table: 'late_readings', time: 'day_ms', first: 'day_ms' },
] as const;

/**
 * Removes what is past its tenant's retention, in event time: tables that no tenant needs any more go whole, then the rows
 * of tenants that keep less than the others. Returns how many tables went. Does nothing while another session does it.
 */
export async function applyRetention(pool: Pool, nowMs: number): Promise<number> {
  return inTransaction(pool, async (client) => {
    const lock = await client.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_xact_lock(hashtext('fettle.retention')) AS mine",
    );
    const { rows } = await client.query<{ id: string; days: number }>(
      'SELECT id, retention_days AS days FROM tenants ORDER BY id',
    );
    if (!lock.rows[0]?.mine || rows.length === 0) return 0;
    const longestDays = Math.max(...rows.map(({ days }) => days));
    const shorter = rows.filter(({ days }) => days < longestDays);
    for (const { table, time, first } of TABLES) {
      await client.query(
        `DELETE FROM ${table} t USING unnest($1::uuid[], $2::bigint[]) AS x (tenant_id, before_ms)
         WHERE t.tenant_id = x.tenant_id AND t.${time} < x.before_ms AND t.${first} < $3`,
        [
          shorter.map(({ id }) => id),
          shorter.map(({ days }) => nowMs - days * DAY_MS),
          nowMs - Math.min(...rows.map(({ days }) => days)) * DAY_MS,
        ],
      );
    }
    const dropped = await client.query<{ tables: number }>('SELECT drop_telemetry_partitions($1) AS tables', [
      nowMs - longestDays * DAY_MS,
    ]);
    return dropped.rows[0]!.tables;
  });
}
