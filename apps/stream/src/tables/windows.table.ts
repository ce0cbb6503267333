import type { Queryable } from '@fettle/event-log';
import { encodeWindowRow } from '@fettle/windowing';
import type { DeviceOutcome } from '../devices/device-stream';
import { ByteColumn } from './byte-column';
import { numberArray } from './number-array';

const STORE = `
  INSERT INTO windows (tenant_id, device_id, size_ms, start_ms, aggregates)
  SELECT ($1::uuid[])[d], ($2::uuid[])[d], size_ms, start_ms, substring($6::bytea FROM start FOR length)
  FROM unnest($3::int[], $4::int[], $5::bigint[], $7::int[], $8::int[]) AS x (d, size_ms, start_ms, start, length)
  ON CONFLICT (device_id, size_ms, start_ms) DO UPDATE SET aggregates = excluded.aggregates`;

/**
 * Stores closed windows. Each closes once; only a device whose state was lost (a backup put back in parts) closes one again,
 * and then the newer result stands. Partitions must exist.
 */
export async function storeWindows(
  transaction: Queryable,
  outcomes: readonly DeviceOutcome[],
): Promise<void> {
  const windows = outcomes.flatMap(({ closed }) => closed);
  if (windows.length === 0) return;
  const devices = outcomes.flatMap(({ closed }, index) => closed.map(() => index + 1));
  const bytes = new ByteColumn(windows.map(({ signals }) => encodeWindowRow(signals)));
  await transaction.query(STORE, [
    outcomes.map(({ arrivals }) => arrivals.device.tenantId),
    outcomes.map(({ arrivals }) => arrivals.device.deviceId),
    numberArray(devices, (index) => index),
    numberArray(windows, ({ sizeMs }) => sizeMs),
    numberArray(windows, ({ startMs }) => startMs),
    bytes.bytes(),
    numberArray(bytes.starts, (start) => start),
    numberArray(bytes.lengths, (length) => length),
  ]);
}
