import { Controller, Inject, Module, type INestMicroservice } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { AppError, systemClock } from '@fettle/kernel';
import { eventually, startTestPostgres, type TestDatabase, type TestPostgres } from '@fettle/testing';
import { throwError, type Observable } from 'rxjs';
import {
  createEventLogMicroservice,
  EVENT_LOG,
  EventLogContext,
  EventLogModule,
  EventLogServer,
  PostgresEventLog,
  type EventLog,
  type RecordBatch,
} from '../index';

const TOPICS = ['nest.good.v1', 'nest.bad.v1', 'nest.stream.v1'].map((name) => ({
  name,
  partitions: 1,
  retentionMs: 1e9,
}));
const seen: string[] = [];
let outages = 0;

@Controller()
class Handlers {
  constructor(@Inject(EVENT_LOG) readonly log: EventLog) {}

  @EventPattern('nest.good.v1')
  async good(@Payload() batch: RecordBatch, @Ctx() context: EventLogContext): Promise<void> {
    if (outages++ < 5) throw new AppError('TEST.AWAY', 'not yet', { retryable: true });
    seen.push(...batch.records.map(({ value }) => `${context.topic} ${Buffer.from(value).toString()}`));
  }

  @EventPattern('nest.bad.v1')
  async bad(@Payload() batch: RecordBatch): Promise<void> {
    const poison = batch.records.some(({ value }) => Buffer.from(value).toString() === 'poison');
    if (poison) throw new AppError('TEST.POISON', 'never');
    seen.push(...batch.records.map(({ value }) => Buffer.from(value).toString()));
  }

  @EventPattern('nest.stream.v1')
  stream(): Observable<never> {
    return throwError(() => new AppError('TEST.STREAM', 'an observable that fails'));
  }
}

describe('Nest transport', () => {
  let postgres: TestPostgres;
  let database: TestDatabase;
  let log: PostgresEventLog;
  let app: INestMicroservice;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.createDatabase();
    const retry = { maxAttempts: 2, firstMs: 1, maxMs: 5 };
    log = new PostgresEventLog(database.database.pipeline, TOPICS, systemClock, { retry });
    @Module({ imports: [EventLogModule.forLog(log)], controllers: [Handlers] })
    class TestModule {}
    const server = new EventLogServer({ log, group: 'nest' });
    app = await createEventLogMicroservice(TestModule, server, { logger: false });
    await app.listen();
  }, 60_000);

  afterAll(async () => {
    await app.close();
    await log.close();
    await postgres.stop();
  }, 60_000);

  it('a retryable rejection is waited for; the code of a handler survives Nest on its way to the dead letters', async () => {
    await log.append('nest.good.v1', [{ key: 'k', value: Buffer.from('v') }]);
    await log.append(
      'nest.bad.v1',
      ['one', 'poison', 'two'].map((value) => ({ key: 'k', value: Buffer.from(value) })),
    );
    await log.append('nest.stream.v1', [{ key: 'k', value: Buffer.from('v') }]);
    const dead: string[] = [];
    await log.subscribe({
      group: 'undertaker',
      topics: TOPICS.map(({ name }) => `${name}.dlq`),
      handler: async (batch) => void dead.push(...batch.records.map(({ headers }) => headers['dlq-code']!)),
    });
    await eventually(() => {
      expect([...seen].sort()).toEqual(['nest.good.v1 v', 'one', 'two']);
      expect([...dead].sort()).toEqual(['TEST.POISON', 'TEST.STREAM']);
    }, 30_000);
    expect(outages).toBe(6);
  }, 60_000);
});
