import type { Pool } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LedgerCheck {
  /** Acknowledged messages that the store does not have. */
  readonly lost: number;
  /** Messages that the store has more than once, or counted more than once in windows. */
  readonly duplicated: number;
  readonly stored: number;
  /** From the last acknowledgement until the store had everything, milliseconds. */
  readonly drainedMs: number;
}

const DRAIN_TIMEOUT_MS = 120_000;

/** Waits until the store stands still or has everything, then compares it with what was acknowledged. */
export async function checkLedger(
  pool: Pool,
  deviceIds: readonly string[],
  acknowledgedPerDevice: readonly number[],
): Promise<LedgerCheck> {
  const startedAt = performance.now();
  const expected = acknowledgedPerDevice.reduce((sum, count) => sum + count, 0);
  let counts = await storedPerDevice(pool, deviceIds);
  for (let stillSince = performance.now(), before = -1; performance.now() - startedAt < DRAIN_TIMEOUT_MS;) {
    const total = sum(counts);
    if (total >= expected || (total === before && performance.now() - stillSince > 10_000)) break;
    if (total !== before) stillSince = performance.now();
    before = total;
    await sleep(100);
    counts = await storedPerDevice(pool, deviceIds);
  }
  const drainedMs = performance.now() - startedAt;
  let lost = 0;
  let duplicated = 0;
  deviceIds.forEach((id, i) => {
    const difference = (counts.get(id) ?? 0) - acknowledgedPerDevice[i]!;
    if (difference < 0) lost -= difference;
    else duplicated += difference;
  });
  return { lost, duplicated, stored: sum(counts), drainedMs };
}

async function storedPerDevice(pool: Pool, deviceIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ device_id: string; frames: string }>(
    'SELECT device_id, count(*) AS frames FROM frames WHERE device_id = ANY($1) GROUP BY device_id',
    [deviceIds],
  );
  return new Map(rows.map((row) => [row.device_id, Number(row.frames)]));
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}
