import 'reflect-metadata';
import { runAlone } from '@fettle/platform';
import { streamService } from './stream.service-definition';

void runAlone(streamService);
