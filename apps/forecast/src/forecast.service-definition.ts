import type { ServiceDefinition } from '@fettle/platform';
import { ForecastModule } from './forecast.module';

/** Forecasting as a service: reads closed windows. */
export const forecastService: ServiceDefinition = {
  name: 'forecast',
  module: ForecastModule,
  consumes: { group: 'forecast' },
};
