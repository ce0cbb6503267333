import { HOUR_MS } from '@fettle/kernel';
import type { MessageRejected } from '@fettle/contracts';
import type { StoredRecord } from '@fettle/event-log';

/** How often one thing was refused in one hour. */
export interface RejectCount {
  readonly tenantId: string | null;
  readonly deviceId: string | null;
  readonly hourMs: number;
  readonly reason: string;
  messages: number;
  readings: number;
}

/** Cases that are shown for each device. */
export const SAMPLES_PER_DEVICE = 20;

/** Counts of a batch, and of each device the latest cases. Pure. */
export interface RejectBatch {
  readonly counts: readonly RejectCount[];
  /** Oldest first; only those of a known tenant and device. */
  readonly samples: readonly (MessageRejected & { readonly tenantId: string; readonly deviceId: string })[];
}

/** Throws when a record is not a {@link MessageRejected}: the log then puts it aside. */
export function summarise(records: readonly Pick<StoredRecord, 'value'>[]): RejectBatch {
  const counts = new Map<string, RejectCount>();
  const samples = new Map<string, RejectBatch['samples'][number][]>();
  for (const { value } of records) {
    const rejected = JSON.parse(Buffer.from(value).toString('utf8')) as MessageRejected;
    count(counts, rejected);
    const { tenantId, deviceId } = rejected;
    if (tenantId === null || deviceId === null) continue;
    const ofDevice = samples.get(deviceId) ?? [];
    samples.set(deviceId, ofDevice);
    ofDevice.push({ ...rejected, tenantId, deviceId });
    if (ofDevice.length > SAMPLES_PER_DEVICE) ofDevice.shift();
  }
  return { counts: [...counts.values()], samples: [...samples.values()].flat() };
}

function count(counts: Map<string, RejectCount>, rejected: MessageRejected): void {
  const { tenantId, deviceId, reason, readings } = rejected;
  const hourMs = Math.floor(rejected.atMs / HOUR_MS) * HOUR_MS;
  const key = `${tenantId}/${deviceId}/${hourMs}/${reason}`;
  const known = counts.get(key);
  if (known === undefined) counts.set(key, { tenantId, deviceId, hourMs, reason, messages: 1, readings });
  else {
    known.messages += 1;
    known.readings += readings;
  }
}
