import 'reflect-metadata';
import { runAlone } from '@fettle/platform';
import { ingestService } from './ingest.service-definition';

void runAlone(ingestService);
