import { deadLetterTopic } from '@fettle/contracts';
import { AppError } from '@fettle/kernel';
import { partitionOf } from './murmur2';
import type { TopicDefinition } from './port';

const MAX_CACHED_KEYS = 200_000;

/** The declared topics, each with its dead-letter topic, and where a key goes in them. */
export class TopicLayout {
  private readonly definitions = new Map<string, TopicDefinition>();
  /** Partition by key, per number of partitions: a fleet's keys repeat, hashing each once is enough. */
  private readonly cache = new Map<number, Map<string, number>>();

  constructor(topics: readonly TopicDefinition[]) {
    for (const topic of topics) {
      this.definitions.set(topic.name, topic);
      const dead = deadLetterTopic(topic.name);
      this.definitions.set(dead, { name: dead, partitions: 1, retentionMs: topic.retentionMs });
    }
  }

  /** Every topic, dead-letter topics included. */
  all(): TopicDefinition[] {
    return [...this.definitions.values()];
  }

  /** Throws `LOG.UNKNOWN_TOPIC` for a topic that was not declared. */
  get(topic: string): TopicDefinition {
    const definition = this.definitions.get(topic);
    if (definition) return definition;
    throw new AppError('LOG.UNKNOWN_TOPIC', `topic ${topic} is not declared`, { details: { topic } });
  }

  /** Partition numbers 0 … n-1 of each topic, in the order given. */
  partitionsOf(topics: readonly string[]): { topic: string; partition: number }[] {
    return topics.flatMap((topic) =>
      Array.from({ length: this.get(topic).partitions }, (_, partition) => ({ topic, partition })),
    );
  }

  /** Where a key goes: always the same partition of a topic. Throws `LOG.UNKNOWN_TOPIC`. */
  partitionFor(topic: string, key: string): number {
    const { partitions } = this.get(topic);
    if (partitions === 1) return 0;
    const keys = this.cache.get(partitions) ?? new Map<string, number>();
    const known = keys.get(key);
    if (known !== undefined) return known;
    const partition = partitionOf(key, partitions);
    if (keys.size >= MAX_CACHED_KEYS) keys.clear();
    this.cache.set(partitions, keys.set(key, partition));
    return partition;
  }
}
