import type { ServiceDefinition } from '@fettle/platform';
import { StreamModule } from './stream.module';

/** Stream as a service. */
export const streamService: ServiceDefinition = {
  name: 'stream',
  module: StreamModule,
  // Larger portions cost no less a frame, but hold their transaction longer.
  consumes: { group: 'stream', maxBatchRecords: 2_000, maxBatchBytes: 2 * 1_048_576 },
};
