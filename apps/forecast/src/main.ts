import 'reflect-metadata';
import { runAlone } from '@fettle/platform';
import { forecastService } from './forecast.service-definition';

void runAlone(forecastService);
