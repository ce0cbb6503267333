import { Module } from '@nestjs/common';
import { ForecastController } from './forecast.controller';
import { ForecastService } from './forecast.service';
import { ForecastMetrics } from './forecast.metrics';
import { ForecastRetention } from './forecast-retention';

/** Windows in, health and forecasts out. */
@Module({
  controllers: [ForecastController],
  providers: [ForecastService, ForecastMetrics, ForecastRetention],
})
export class ForecastModule {}
