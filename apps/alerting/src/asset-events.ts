import { AppError } from '@fettle/kernel';
import { type ForecastMade, TOPICS } from '@fettle/contracts';
import type { AlertingEvent } from '@fettle/alerting';
import type { RecordBatch } from '@fettle/event-log';
import { fromWindowsRecord } from '@fettle/windowing';

/** Events of one asset, in the order in which they were appended. */
export interface AssetEvents {
  readonly tenantId: string;
  readonly assetId: string;
  readonly assetTypeId: string;
  readonly events: AlertingEvent[];
}

/** The batch's events by asset. Throws `FORECAST.MALFORMED` or `WINDOW.MALFORMED` for a record that cannot be read. */
export function eventsByAsset(batch: RecordBatch): AssetEvents[] {
  const assets = new Map<string, AssetEvents>();
  for (const record of batch.records) {
    for (const event of batch.topic === TOPICS.windows.name
      ? windowsOf(record)
      : [forecastOf(record.value)]) {
      const { tenantId, assetId, assetTypeId } = event.event;
      const known = assets.get(assetId);
      if (known) known.events.push(event);
      else assets.set(assetId, { tenantId, assetId, assetTypeId, events: [event] });
    }
  }
  return [...assets.values()];
}

function windowsOf(record: RecordBatch['records'][number]): AlertingEvent[] {
  return fromWindowsRecord(record).map((event) => ({ source: 'window', event }));
}

function forecastOf(value: Uint8Array): AlertingEvent {
  try {
    return { source: 'forecast', event: JSON.parse(Buffer.from(value).toString('utf8')) as ForecastMade };
  } catch (cause) {
    throw new AppError('FORECAST.MALFORMED', 'a forecast event is not JSON', { cause });
  }
}
