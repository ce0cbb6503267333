import { DAY_MS } from '@fettle/kernel';

/** Every topic of the event log: name, number of partitions, how long records are kept. Names never change; a new shape is a new version. */
export const TOPICS = {
  frames: { name: 'telemetry.frames.v1', partitions: 8, retentionMs: 7 * DAY_MS },
  rejected: { name: 'telemetry.rejected.v1', partitions: 4, retentionMs: 30 * DAY_MS },
  windows: { name: 'telemetry.windows.v1', partitions: 8, retentionMs: 7 * DAY_MS },
  forecasts: { name: 'forecasts.v1', partitions: 4, retentionMs: 30 * DAY_MS },
  alerts: { name: 'alerts.v1', partitions: 4, retentionMs: 30 * DAY_MS },
  deviceStatus: { name: 'devices.status.v1', partitions: 4, retentionMs: 7 * DAY_MS },
  snippets: { name: 'devices.snippets.v1', partitions: 4, retentionMs: 2 * DAY_MS },
  commands: { name: 'devices.commands.v1', partitions: 4, retentionMs: 7 * DAY_MS },
} as const;

export type TopicName = (typeof TOPICS)[keyof typeof TOPICS]['name'];

/**
 * Every consumer group and what it reads, in the order of a reading's path. `ingest-rejects` reads more than its name says:
 * positions are kept under a group's name.
 */
export const CONSUMERS = [
  { group: 'stream', topics: [TOPICS.frames.name] },
  { group: 'forecast', topics: [TOPICS.windows.name] },
  { group: 'alerting', topics: [TOPICS.windows.name, TOPICS.forecasts.name] },
  {
    group: 'ingest-rejects',
    topics: [TOPICS.rejected.name, TOPICS.deviceStatus.name, TOPICS.snippets.name, TOPICS.commands.name],
  },
] as const satisfies readonly { readonly group: string; readonly topics: readonly TopicName[] }[];

/** Where records go that a handler could not take after its retries. */
export function deadLetterTopic(topic: string): string {
  return `${topic}.dlq`;
}
