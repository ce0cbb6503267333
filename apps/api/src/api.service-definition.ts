import type { ServiceDefinition } from '@fettle/platform';
import { ApiModule } from './api.module';
import { startApiApplication } from './application';

/** The API as a service: REST, live events and the dashboard, on FETTLE_HTTP_PORT. */
export const apiService: ServiceDefinition = { name: 'api', module: ApiModule, create: startApiApplication };
