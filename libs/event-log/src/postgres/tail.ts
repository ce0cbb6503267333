import { pause } from '../backoff';
import type { RecordBatch } from '../port';
import type { BatchStore, PartitionBounds } from './batch-store';
import type { EndWatcher } from './end-watcher';
import { toBatch } from './partition-reader';

const AFTER_ERROR_MS = 500;

/** Follows one partition from its present end until the signal aborts; a fetch that fails is tried again. */
export async function tailPartition(
  store: BatchStore,
  watcher: EndWatcher,
  bounds: PartitionBounds,
  options: { readonly maxBatchBytes: number; readonly onBatch: (batch: RecordBatch) => void },
  signal: AbortSignal,
): Promise<void> {
  const { topic, partition } = bounds;
  let offset = bounds.end;
  while (!signal.aborted) {
    await watcher.beyond(topic, partition, offset, signal);
    if (signal.aborted) return;
    const records = await store.fetch(topic, partition, offset, options.maxBatchBytes).catch(() => undefined);
    if (!records || records.length === 0) await pause(AFTER_ERROR_MS, signal);
    else {
      const batch = toBatch(topic, partition, records);
      offset = batch.nextOffset;
      if (!signal.aborted) options.onBatch(batch);
    }
  }
}
