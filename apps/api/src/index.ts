export { ApiModule } from './api.module';
export { apiService } from './api.service-definition';
export { createApiApplication, startApiApplication, type ApiApplicationOptions } from './application';
