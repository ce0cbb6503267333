import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { TOPICS } from '@fettle/contracts';
import { EventLogContext, type RecordBatch } from '@fettle/event-log';
import { Database, inTransaction } from '@fettle/persistence';
import { summarise } from './reject-batch';
import { storeCounts, storeSamples } from './reject-tables';

/**
 * Keeps what the devices screen shows of refusals: exact counts by hour, and the last cases of each device. The position
 * moves in the same transaction, so a restart loses and doubles nothing.
 */
@Controller()
export class RejectsController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @EventPattern(TOPICS.rejected.name)
  async store(@Payload() batch: RecordBatch, @Ctx() context: EventLogContext): Promise<void> {
    const { counts, samples } = summarise(batch.records);
    await inTransaction(this.database.pipeline, async (transaction) => {
      await storeCounts(transaction, counts);
      await storeSamples(transaction, samples);
      await context.position.commit(transaction);
    });
  }
}
