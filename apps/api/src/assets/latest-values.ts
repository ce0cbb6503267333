import type { LatestValue } from '@fettle/contracts';
import { readLatest } from '@fettle/persistence';
import type { PoolClient } from 'pg';
import { iso } from '../http/instants';
import type { KnownSignal } from './asset-signals';

/** The newest value of each signal of these devices, by signal name. */
export async function latestValues(
  client: PoolClient,
  deviceIds: readonly string[],
  signals: readonly KnownSignal[],
): Promise<LatestValue[]> {
  const names = new Map(signals.map(({ id, name }) => [id, name]));
  const latest = await readLatest(client, deviceIds);
  const values = [...latest].flatMap(([deviceId, readings]) =>
    readings.flatMap(({ signalId, atMs, value }) => {
      const signal = names.get(signalId);
      return signal === undefined
        ? []
        : [{ signal, deviceId, at: iso(atMs), value: Number.isFinite(value) ? value : null }];
    }),
  );
  return values.sort((a, b) => a.signal.localeCompare(b.signal) || a.deviceId.localeCompare(b.deviceId));
}
