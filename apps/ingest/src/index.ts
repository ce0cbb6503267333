export { IngestModule } from './ingest.module';
export { ingestService } from './ingest.service-definition';
