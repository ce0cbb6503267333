import type { Queryable, RecordBatch } from '@fettle/event-log';
import { loadStreams } from '../tables/stream-state.table';
import { DeviceStream } from './device-stream';

/** Devices whose streams are kept in memory; of others they are read again when their next frame comes. */
const MAX_STREAMS = 10_000;

interface PartitionStreams {
  /** Where the batch after the last one done begins. */
  nextOffset: number;
  readonly streams: Map<string, DeviceStream>;
}

/**
 * The streams of the devices seen lately, by partition. A batch that does not follow the last one done shows that others
 * have read the partition meanwhile, or that a batch failed: then what is in memory is dropped and read again.
 */
export class DeviceStreams {
  private readonly partitions = new Map<string, PartitionStreams>();

  constructor(private readonly maxStreams = MAX_STREAMS) {}

  get size(): number {
    let size = 0;
    for (const { streams } of this.partitions.values()) size += streams.size;
    return size;
  }

  /** Streams of the given devices as the database has them before the batch; those that it does not know are fresh. */
  async load(
    transaction: Queryable,
    batch: RecordBatch,
    deviceIds: readonly string[],
  ): Promise<Map<string, DeviceStream>> {
    const { streams } = this.partitionOf(batch);
    const missing = deviceIds.filter((deviceId) => !streams.has(deviceId));
    const stored = missing.length > 0 ? await loadStreams(transaction, missing) : new Map<string, never>();
    const result = new Map<string, DeviceStream>();
    for (const deviceId of deviceIds) {
      const found = stored.get(deviceId);
      const stream = streams.get(deviceId) ?? (found ? DeviceStream.restore(found) : DeviceStream.fresh());
      // Moved to the end: the longest unused come first.
      streams.delete(deviceId);
      streams.set(deviceId, stream);
      result.set(deviceId, stream);
    }
    return result;
  }

  /** The batch is committed: what is in memory is what the database has. */
  settle(batch: RecordBatch): void {
    const partition = this.partitionOf(batch);
    partition.nextOffset = batch.nextOffset;
    const { streams } = partition;
    for (const deviceId of streams.keys()) {
      if (this.size <= this.maxStreams) break;
      streams.delete(deviceId);
    }
  }

  /** The batch failed: memory may be ahead of the database. */
  abandon(batch: RecordBatch): void {
    this.partitions.delete(nameOf(batch));
  }

  private partitionOf(batch: RecordBatch): PartitionStreams {
    const name = nameOf(batch);
    const first = batch.records[0]!.offset;
    const known = this.partitions.get(name);
    if (known?.nextOffset === first) return known;
    const made = { nextOffset: first, streams: new Map<string, DeviceStream>() };
    this.partitions.set(name, made);
    return made;
  }
}

function nameOf({ topic, partition }: RecordBatch): string {
  return `${topic}/${partition}`;
}
