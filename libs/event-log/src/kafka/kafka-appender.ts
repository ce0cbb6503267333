import type { Kafka, Producer } from 'kafkajs';
import type { AppendGroup } from '../append-queue';
import type { TopicLayout } from '../topic-layout';

/**
 * Writes groups with an idempotent producer, acknowledged by all in-sync replicas. A producer that has failed is replaced: its
 * sequence numbers may no longer agree with the broker's. What failed may still have been stored: appending again repeats it.
 */
export class KafkaAppender {
  private producer: Promise<Producer> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly layout: TopicLayout,
  ) {}

  async write(group: AppendGroup, nowMs: number): Promise<void> {
    const timestamp = String(nowMs);
    const topicMessages = [...group].map(([topic, records]) => ({
      topic,
      messages: records.map(({ key, value, headers }) => ({
        key,
        value: Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.length),
        partition: this.layout.partitionFor(topic, key),
        timestamp,
        ...(headers ? { headers: { ...headers } } : {}),
      })),
    }));
    this.producer ??= this.open();
    const used = this.producer;
    try {
      await (await used).sendBatch({ acks: -1, topicMessages });
    } catch (error) {
      if (this.producer === used) await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const used = this.producer;
    this.producer = undefined;
    await used?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  private async open(): Promise<Producer> {
    const producer = this.kafka.producer({ idempotent: true, allowAutoTopicCreation: false });
    await producer.connect();
    return producer;
  }
}
