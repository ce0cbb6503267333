import { Module, type Provider } from '@nestjs/common';
import { EVENT_LOG, type EventLog } from '@fettle/event-log';
import { Database, DeviceDirectory } from '@fettle/persistence';
import { MetricsRegistry } from '@fettle/platform';
import { ArrivalReader } from './arrivals/arrival-reader';
import { DeviceStreams } from './devices/device-streams';
import { FrameBatches } from './frame-batches';
import { FramesController } from './frames.controller';
import { RetentionService } from './retention/retention.service';
import { StreamMetrics } from './stream.metrics';
import { Partitions } from './tables/partitions';

const FRAME_BATCHES: Provider = {
  provide: FrameBatches,
  useFactory: (
    database: Database,
    directory: DeviceDirectory,
    eventLog: EventLog,
    registry: MetricsRegistry,
  ) => {
    const streams = new DeviceStreams();
    const metrics = new StreamMetrics(registry);
    metrics.observe(() => streams.size);
    const arrivals = new ArrivalReader(directory);
    const partitions = new Partitions(database.pipeline);
    return new FrameBatches({ database, eventLog, arrivals, streams, partitions, metrics });
  },
  inject: [Database, DeviceDirectory, EVENT_LOG, MetricsRegistry],
};

/** Frames in, windows out. Expects the platform, persistence and event log modules beside it. */
@Module({ controllers: [FramesController], providers: [FRAME_BATCHES, RetentionService] })
export class StreamModule {}
