import 'reflect-metadata';
import { runAlone } from '@fettle/platform';
import { alertingService } from './alerting.service-definition';

void runAlone(alertingService);
