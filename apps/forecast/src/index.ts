export { ForecastModule } from './forecast.module';
export { forecastService } from './forecast.service-definition';
