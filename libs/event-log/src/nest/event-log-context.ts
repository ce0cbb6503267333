import { BaseRpcContext } from '@nestjs/microservices';
import type { Position, RecordBatch } from '../port';

/** What an event handler gets through `@Ctx()` beside its batch. */
export class EventLogContext extends BaseRpcContext<[RecordBatch, Position]> {
  /** Commit it in the transaction of the results; a handler that resolves without is committed for, at least once. */
  get position(): Position {
    return this.args[1];
  }

  get batch(): RecordBatch {
    return this.args[0];
  }

  get topic(): string {
    return this.batch.topic;
  }

  get partition(): number {
    return this.batch.partition;
  }
}
