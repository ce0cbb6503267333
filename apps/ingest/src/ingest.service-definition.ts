import type { ServiceDefinition } from '@fettle/platform';
import { IngestModule } from './ingest.module';

/**
 * Ingest as a service. What it reads from the log: its own refusals and what devices said of themselves, to be shown, and
 * commands, to be handed to devices. The group is named after the first of these: its positions are kept under the name.
 */
export const ingestService: ServiceDefinition = {
  name: 'ingest',
  module: IngestModule,
  consumes: { group: 'ingest-rejects' },
};
