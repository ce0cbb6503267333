import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Clock } from '@fettle/kernel';
import { TOPICS } from '@fettle/contracts';
import { EventLogContext, type RecordBatch } from '@fettle/event-log';
import { Database, inTransaction } from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { dropSnippets, readSnippets, storeSnippets } from './snippet-tables';

/** Keeps raw snippets, each once, and only so many; the position moves in the same transaction. */
@Controller()
export class SnippetsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(TOPICS.snippets.name)
  async store(@Payload() batch: RecordBatch, @Ctx() context: EventLogContext): Promise<void> {
    const snippets = readSnippets(batch.records);
    await inTransaction(this.database.pipeline, async (transaction) => {
      await storeSnippets(transaction, snippets);
      await dropSnippets(transaction, snippets, this.clock.nowMs());
      await context.position.commit(transaction);
    });
  }
}
