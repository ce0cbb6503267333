import type { ServiceDefinition } from '@fettle/platform';
import { AlertingModule } from './alerting.module';

/** Alerting as a service: reads windows and forecasts as one group. */
export const alertingService: ServiceDefinition = {
  name: 'alerting',
  module: AlertingModule,
  consumes: { group: 'alerting' },
};
