export { AlertingModule } from './alerting.module';
export { alertingService } from './alerting.service-definition';
