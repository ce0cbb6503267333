import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { TOPICS } from '@fettle/contracts';
import { EventLogContext, type RecordBatch } from '@fettle/event-log';
import { FrameBatches } from './frame-batches';

/** Takes frames off the log. */
@Controller()
export class FramesController {
  constructor(@Inject(FrameBatches) private readonly batches: FrameBatches) {}

  @EventPattern(TOPICS.frames.name)
  async take(@Payload() batch: RecordBatch, @Ctx() context: EventLogContext): Promise<void> {
    await this.batches.process(batch, context.position);
  }
}
