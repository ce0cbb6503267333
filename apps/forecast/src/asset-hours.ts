import { HOUR_MS } from '@fettle/kernel';
import type { RecordBatch } from '@fettle/event-log';
import { fromWindowsRecord } from '@fettle/windowing';
import { type AssetConditions, conditionsOf } from './asset-conditions';

/** One closed hour of one device: means by signal name, of those signals that forecasts are made from. */
export interface DeviceHour {
  readonly deviceId: string;
  readonly startMs: number;
  readonly values: readonly (readonly [string, number])[];
}

/** What one batch says of one asset. */
export interface AssetHours {
  readonly tenantId: string;
  readonly assetId: string;
  readonly assetTypeId: string;
  readonly conditions: AssetConditions;
  /** By time, so that several devices of the asset advance together. */
  readonly hours: DeviceHour[];
}

/**
 * The batch's hours by asset, in the order of asset ids (the order in which states are locked). Assets of types without
 * failure modes are left out. Throws `WINDOW.MALFORMED` for a record that cannot be read.
 */
export function hoursByAsset(batch: RecordBatch): AssetHours[] {
  const assets = new Map<string, AssetHours>();
  for (const record of batch.records) {
    const conditions = conditionsOf(record.headers['assetType'] ?? '');
    if (!conditions) continue;
    for (const window of fromWindowsRecord(record)) {
      if (window.sizeMs !== HOUR_MS) continue;
      const { tenantId, assetId, assetTypeId, deviceId, startMs } = window;
      const values = window.signals.flatMap(({ signalId, mean }) => {
        const name = conditions.signalNames.get(signalId);
        return name === undefined ? [] : [[name, mean] as const];
      });
      const asset = assets.get(assetId) ?? { tenantId, assetId, assetTypeId, conditions, hours: [] };
      assets.set(assetId, asset);
      asset.hours.push({ deviceId, startMs, values });
    }
  }
  const sorted = [...assets.values()].sort((a, b) => (a.assetId < b.assetId ? -1 : 1));
  for (const { hours } of sorted) hours.sort((a, b) => a.startMs - b.startMs);
  return sorted;
}
