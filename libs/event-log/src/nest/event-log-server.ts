import { AppError } from '@fettle/kernel';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { EventLog, Position, RecordBatch, SubscribeOptions, Subscription } from '../port';
import { EventLogContext } from './event-log-context';

/** Which log, as which group, in what portions; topics and handlers come from `@EventPattern`. */
export interface EventLogServerOptions extends Omit<SubscribeOptions, 'topics' | 'handler'> {
  readonly log: EventLog;
}

/**
 * Nest transport over an event log: `@EventPattern('topic')` handlers get batches (`@Payload() batch: RecordBatch`) and
 * the position to commit (`@Ctx() context: EventLogContext`). A rejection, or an error in a returned observable, goes to the
 * log's retries and dead letters. One handler for a topic. Bind {@link EventLogErrorFilter} to the application, or make it with
 * {@link createEventLogMicroservice}.
 */
export class EventLogServer extends Server implements CustomTransportStrategy {
  private subscription: Subscription | undefined;

  constructor(private readonly options: EventLogServerOptions) {
    super();
  }

  /** Subscribes to every topic that has a handler; calls back once the group is joined, or with the error. */
  listen(callback: (error?: unknown) => void): void {
    this.start().then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  /** Lets the batches in hand finish and leaves the group. */
  async close(): Promise<void> {
    await this.subscription?.close();
    this.subscription = undefined;
  }

  on(): never {
    throw new AppError('LOG.UNSUPPORTED', 'the event log transport emits no events of its own');
  }

  unwrap<T>(): T {
    return this.options.log as T;
  }

  private async start(): Promise<void> {
    for (const [topic, handler] of this.messageHandlers) checkHandler(topic, handler);
    const { log, ...options } = this.options;
    const topics = [...this.messageHandlers.keys()];
    if (topics.length === 0) return;
    this.subscription = await log.subscribe({
      ...options,
      topics,
      handler: (batch, position) => this.dispatch(batch, position),
    });
  }

  private async dispatch(batch: RecordBatch, position: Position): Promise<void> {
    const handler = this.messageHandlers.get(batch.topic);
    if (!handler) throw new AppError('LOG.NO_HANDLER', `nothing handles ${batch.topic}`, { retryable: true });
    try {
      const result: unknown = await handler(batch, new EventLogContext([batch, position]));
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    } catch (error) {
      throw isOpaque(error) ? FILTER_MISSING : error;
    }
  }
}

/** Retryable: better to stand still, loudly, than to bury records for an error that cannot be seen. */
const FILTER_MISSING = new AppError('LOG.FILTER_MISSING', 'bind EventLogErrorFilter: Nest hid the error', {
  retryable: true,
});

/** What Nest's default filter makes of any error. */
function isOpaque(error: unknown): boolean {
  if (error instanceof Error || typeof error !== 'object' || error === null) return false;
  const { status, message } = error as { status?: unknown; message?: unknown };
  return status === 'error' && message === 'Internal server error';
}

function checkHandler(topic: string, handler: MessageHandler): void {
  if (!handler.isEventHandler) {
    throw new AppError('LOG.UNSUPPORTED', `${topic}: a log has no replies, use @EventPattern`);
  }
  if (handler.next) {
    throw new AppError('LOG.UNSUPPORTED', `${topic} has two handlers in one group; give each its own group`);
  }
}
