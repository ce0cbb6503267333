import type { ServiceDefinition } from '@fettle/platform';
import { IngestModule } from './ingest.module';

/** Ingest as a service. What it reads from the log is its own refusals, to be shown. */
export const ingestService: ServiceDefinition = {
  name: 'ingest',
  module: IngestModule,
  consumes: { group: 'ingest-rejects' },
};
