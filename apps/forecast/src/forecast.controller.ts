import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { TOPICS } from '@fettle/contracts';
import type { EventLogContext, RecordBatch } from '@fettle/event-log';
import { ForecastService } from './forecast.service';

/** Where windows come in. */
@Controller()
export class ForecastController {
  constructor(@Inject(ForecastService) private readonly forecasts: ForecastService) {}

  @EventPattern(TOPICS.windows.name)
  windows(@Payload() batch: RecordBatch, @Ctx() context: EventLogContext): Promise<void> {
    return this.forecasts.take(batch, context.position);
  }
}
