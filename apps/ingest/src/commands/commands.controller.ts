import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Clock } from '@fettle/kernel';
import { type CommandGiven, TOPICS } from '@fettle/contracts';
import { EventLogContext, type RecordBatch } from '@fettle/event-log';
import { Database, inTransaction } from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { CommandPost } from './command-post';
import { markSent, readPending } from './waiting-commands';

/**
 * Hands new commands to their devices. One whose device does not listen stays pending until its next hello. Killed between
 * handing over and noting it, the same command goes out again: devices know commands by their ids.
 */
@Controller()
export class CommandsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CommandPost) private readonly post: CommandPost,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(TOPICS.commands.name)
  async deliver(@Payload() batch: RecordBatch, @Ctx() context: EventLogContext): Promise<void> {
    const given = batch.records.map(
      ({ value }) => JSON.parse(Buffer.from(value).toString('utf8')) as CommandGiven,
    );
    const pending = await readPending(this.database.pipeline, given, this.clock.nowMs());
    const sent = await this.post.deliver(pending);
    await inTransaction(this.database.pipeline, async (transaction) => {
      await markSent(transaction, sent, this.clock.nowMs());
      await context.position.commit(transaction);
    });
  }
}
