import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { type Clock, MINUTE_MS } from '@fettle/kernel';
import { TOPICS } from '@fettle/contracts';
import { EventLogContext, type RecordBatch } from '@fettle/event-log';
import { Database, inTransaction } from '@fettle/persistence';
import { CLOCK } from '@fettle/platform';
import { CommandPost } from '../commands/command-post';
import { markSent, readWaiting, storeAnswers } from '../commands/waiting-commands';
import { ChunkSender } from '../packages/chunk-sender';
import { type ReportBatch, settleByHello, sortReports } from './report-batch';
import { storeHellos, storeProgress } from './report-tables';

/** A device whose chunks have not come by then asks again. */
const CHUNKS_WANTED_FOR_MS = MINUTE_MS;

/**
 * Keeps what devices say of themselves, and answers: a hello with the time and the commands that wait, a request for chunks
 * with chunks. Answers go out first; what was said, that commands were sent, and the position are one transaction, so that
 * after a kill the same is answered once more rather than never.
 */
@Controller()
export class ReportsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CommandPost) private readonly post: CommandPost,
    @Inject(ChunkSender) private readonly chunks: ChunkSender,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @EventPattern(TOPICS.deviceStatus.name)
  async store(@Payload() batch: RecordBatch, @Ctx() context: EventLogContext): Promise<void> {
    const reports = sortReports(batch.records);
    this.requestChunks(reports);
    const devices = reports.hellos.map(({ deviceId }) => deviceId);
    const waiting = await readWaiting(this.database.pipeline, devices, this.clock.nowMs());
    const { due, proven } = settleByHello(reports, waiting);
    await Promise.all(reports.hellos.map((hello) => this.post.tellTime(hello)));
    const sent = await this.post.deliver(due);
    await inTransaction(this.database.pipeline, async (transaction) => {
      await storeHellos(transaction, reports.hellos);
      await storeProgress(transaction, reports.progress);
      await storeAnswers(transaction, [...reports.answers, ...proven]);
      await markSent(transaction, sent, this.clock.nowMs());
      await context.position.commit(transaction);
    });
  }

  private requestChunks({ chunkRequests }: ReportBatch): void {
    const sinceMs = this.clock.nowMs() - CHUNKS_WANTED_FOR_MS;
    for (const { atMs, status, tenantId, deviceId } of chunkRequests) {
      if (atMs < sinceMs) continue;
      const { package: packageId, offset, count } = status;
      this.chunks.request({ tenantId, deviceId }, { packageId, offset, count });
    }
  }
}
