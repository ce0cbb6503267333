import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { TOPICS } from '@fettle/contracts';
import type { EventLogContext, RecordBatch } from '@fettle/event-log';
import { AlertingService } from './alerting.service';

/** Where windows and forecasts come in. */
@Controller()
export class AlertingController {
  constructor(@Inject(AlertingService) private readonly alerting: AlertingService) {}

  @EventPattern(TOPICS.windows.name)
  windows(@Payload() batch: RecordBatch, @Ctx() context: EventLogContext): Promise<void> {
    return this.alerting.evaluate(batch, context.position);
  }

  @EventPattern(TOPICS.forecasts.name)
  forecasts(@Payload() batch: RecordBatch, @Ctx() context: EventLogContext): Promise<void> {
    return this.alerting.evaluate(batch, context.position);
  }
}
