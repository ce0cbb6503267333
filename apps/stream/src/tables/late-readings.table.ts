import type { Queryable } from '@fettle/event-log';
import { DAY_MS } from '@fettle/kernel';
import type { LateReadings } from '@fettle/windowing';
import type { DeviceOutcome } from '../devices/device-stream';

const STORE = `
  INSERT INTO late_readings AS l (tenant_id, device_id, signal_id, reason, day_ms, readings, first_ms, last_ms, received_at)
  SELECT tenant_id, device_id, signal_id, reason, day_ms, readings, first_ms, last_ms, now()
  FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
    AS x (tenant_id, device_id, signal_id, reason, day_ms, readings, first_ms, last_ms)
  ON CONFLICT (device_id, day_ms, signal_id, reason) DO UPDATE SET readings = l.readings + excluded.readings,
    first_ms = least(l.first_ms, excluded.first_ms), last_ms = greatest(l.last_ms, excluded.last_ms), received_at = now()`;

interface LateRow extends LateReadings {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly dayMs: number;
}

/** Adds readings that entered no window, by device, day of the oldest of them, signal and reason. */
export async function storeLate(transaction: Queryable, outcomes: readonly DeviceOutcome[]): Promise<void> {
  const rows = lateRows(outcomes);
  if (rows.length === 0) return;
  await transaction.query(STORE, [
    rows.map(({ tenantId }) => tenantId),
    rows.map(({ deviceId }) => deviceId),
    rows.map(({ signalId }) => signalId),
    rows.map(({ reason }) => reason),
    rows.map(({ dayMs }) => dayMs),
    rows.map(({ count }) => count),
    rows.map(({ firstMs }) => firstMs),
    rows.map(({ lastMs }) => lastMs),
  ]);
}

/** One row for each key: a statement may touch a row only once. */
function lateRows(outcomes: readonly DeviceOutcome[]): LateRow[] {
  const rows = new Map<string, LateRow>();
  for (const { arrivals, late } of outcomes) {
    const { tenantId, deviceId } = arrivals.device;
    for (const part of late) {
      const dayMs = Math.floor(part.firstMs / DAY_MS) * DAY_MS;
      const key = `${deviceId}/${dayMs}/${part.signalId}/${part.reason}`;
      const known = rows.get(key);
      rows.set(key, {
        ...{ tenantId, deviceId, dayMs, reason: part.reason, signalId: part.signalId },
        count: part.count + (known?.count ?? 0),
        firstMs: Math.min(part.firstMs, known?.firstMs ?? Infinity),
        lastMs: Math.max(part.lastMs, known?.lastMs ?? -Infinity),
      });
    }
  }
  return [...rows.values()];
}
