import 'reflect-metadata';
import { runAlone } from '@fettle/platform';
import { apiService } from './api.service-definition';

void runAlone(apiService);
