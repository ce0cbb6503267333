import type { Admin } from 'kafkajs';
import type { TopicDefinition } from '../port';
import { kafkaBounds } from './kafka-client';

/**
 * Drops, now, what the broker's own retention would drop at its next round: records older than their topic's retention.
 * Returns from how many partitions something was dropped.
 */
export async function trimExpired(
  admin: Admin,
  topics: readonly TopicDefinition[],
  nowMs: number,
): Promise<number> {
  let trimmed = 0;
  for (const { name, retentionMs } of topics) {
    const bounds = await kafkaBounds(admin, [name]);
    const kept = await admin.fetchTopicOffsetsByTimestamp(name, nowMs - retentionMs);
    const expired = kept.filter(({ partition, offset }) => {
      const start = bounds.find((bound) => bound.partition === partition)?.start ?? 0;
      return Number(offset) > start;
    });
    if (expired.length > 0) await admin.deleteTopicRecords({ topic: name, partitions: expired });
    trimmed += expired.length;
  }
  return trimmed;
}
