import type { InTransaction } from '../claimed-partition';
import { OUTBOX_HEADER } from '../headers';
import type { BatchHandler, LogRecord, RecordBatch } from '../port';

/** The consumer group of the relay, in every process that opens the log. */
export const OUTBOX_GROUP = 'fettle-outbox-relay';

/**
 * Handler that moves records from the outbox (the log's tables in Postgres, written by `appendIn`) to Kafka: in order by partition,
 * at least once, numbered so that readers can leave repetitions out. What is published is deleted with the commit of the position.
 */
export function outboxRelay(
  publish: (topic: string, records: readonly LogRecord[]) => Promise<void>,
  inTransaction: InTransaction,
): BatchHandler {
  return async (batch, position) => {
    await publish(batch.topic, numbered(batch));
    await inTransaction(async (transaction) => {
      await position.commit(transaction);
      await transaction.query(
        'DELETE FROM log_batches WHERE topic = $1 AND partition = $2 AND base_offset + record_count <= $3',
        [batch.topic, batch.partition, batch.nextOffset],
      );
    });
  };
}

function numbered(batch: RecordBatch): LogRecord[] {
  return batch.records.map(({ key, value, headers, offset }) => ({
    key,
    value,
    headers: { ...headers, [OUTBOX_HEADER]: String(offset) },
  }));
}
