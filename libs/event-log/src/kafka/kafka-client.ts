import { Logger } from '@nestjs/common';
import { AppError } from '@fettle/kernel';
import { Kafka, logLevel, type Admin, type ISocketFactory, type KafkaConfig } from 'kafkajs';
import { pause } from '../backoff';
import type { TopicLayout } from '../topic-layout';

/** Where the brokers are and how patiently to ask them. */
export interface KafkaConnection {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Attempts of one request before it fails; with backoff up to 2 s in between. */
  readonly retries: number;
  /** Security settings as kafkajs takes them. */
  readonly security?: Pick<KafkaConfig, 'ssl' | 'sasl'>;
  /** For tests that cut connections. */
  readonly socketFactory?: ISocketFactory;
}

const logger = new Logger('Kafka');

/** A kafkajs client; what it has to say goes to the debug log, since all that matters of it comes back as errors. */
export function openKafka(connection: KafkaConnection): Kafka {
  return new Kafka({
    brokers: [...connection.brokers],
    clientId: connection.clientId,
    ...connection.security,
    ...(connection.socketFactory ? { socketFactory: connection.socketFactory } : {}),
    connectionTimeout: 5_000,
    retry: retryRequests(connection.retries),
    logLevel: logLevel.ERROR,
    logCreator:
      () =>
      ({ namespace, log }) =>
        logger.debug(`${namespace}: ${log.message}`),
  });
}

/** Backoff of single requests. */
export function retryRequests(retries: number): {
  initialRetryTime: number;
  maxRetryTime: number;
  retries: number;
} {
  return { initialRetryTime: 100, maxRetryTime: 2_000, retries };
}

/** Records of at most this size plus their batch fit a topic. */
const BATCH_ROOM_BYTES = 1024 * 1024;

/** Makes the topics that are missing. Throws `LOG.PARTITIONS_DIFFER` when one exists with another number of partitions. */
export async function createTopics(admin: Admin, layout: TopicLayout, maxFlushBytes: number): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = layout.all().filter(({ name }) => !existing.has(name));
  if (missing.length > 0) {
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map(({ name, partitions, retentionMs }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor: -1,
        configEntries: [
          { name: 'retention.ms', value: String(retentionMs) },
          { name: 'max.message.bytes', value: String(maxFlushBytes + BATCH_ROOM_BYTES) },
          { name: 'cleanup.policy', value: 'delete' },
        ],
      })),
    });
  }
  const { topics } = await admin.fetchTopicMetadata({ topics: layout.all().map(({ name }) => name) });
  for (const { name, partitions } of topics) {
    const declared = layout.get(name).partitions;
    if (partitions.length === declared) continue;
    throw new AppError(
      'LOG.PARTITIONS_DIFFER',
      `${name} has ${partitions.length} partitions, not ${declared}`,
    );
  }
}

/** First and next offset of every partition of the topics. */
export async function kafkaBounds(
  admin: Admin,
  topics: readonly string[],
): Promise<{ topic: string; partition: number; start: number; end: number }[]> {
  const bounds = [];
  for (const topic of topics) {
    for (const { partition, low, high } of await patiently(() => admin.fetchTopicOffsets(topic))) {
      bounds.push({ topic, partition, start: Number(low), end: Number(high) });
    }
  }
  return bounds.sort((a, b) =>
    a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1,
  );
}

const ATTEMPTS = 20;
const BETWEEN_ATTEMPTS_MS = 150;

/** A topic that was just made has no leader for a moment; kafkajs does not retry that for administration. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const { name, retriable } = error as { name?: string; retriable?: boolean };
      if (attempt >= ATTEMPTS || name !== 'KafkaJSProtocolError' || retriable !== true) throw error;
      await pause(BETWEEN_ATTEMPTS_MS);
    }
  }
}
