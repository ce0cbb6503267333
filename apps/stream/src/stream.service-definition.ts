import type { ServiceDefinition } from '@fettle/platform';
import { StreamModule } from './stream.module';

/** Large portions: what a batch costs beside its frames is shared by more of them. */
export const STREAM_CONSUMER = { group: 'stream', maxBatchRecords: 4_000, maxBatchBytes: 4 * 1_048_576 };

/** Stream as a service. */
export const streamService: ServiceDefinition = {
  name: 'stream',
  module: StreamModule,
  consumes: STREAM_CONSUMER,
};
