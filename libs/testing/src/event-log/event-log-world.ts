import type { BatchHandler, EventLog, RecordBatch, TopicDefinition } from '@fettle/event-log';
import type { Clock } from '@fettle/kernel';
import { Client, Pool, type PoolClient } from 'pg';
import { CutSwitch } from '../cut-switch';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '../postgres/test-postgres';

/** What a log is made of in a test. */
export interface MemberParts {
  readonly pool: Pool;
  readonly topics: readonly TopicDefinition[];
  readonly clock: Clock;
  readonly network: CutSwitch;
}

/** One process of a deployment, as far as the log is concerned. */
export interface TestMember {
  readonly log: EventLog;
  /** Loses the network for good, as if killed: nothing is given back. */
  crash(): void;
}

/** How an adapter is put under the suite. */
export interface EventLogSubject {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Calls of a handler with the same whole batch before it is divided, as `open` configures them. */
  readonly maxAttempts: number;
  open(parts: MemberParts): EventLog;
}

/** A row that a handler has written: which record, by whom. */
export interface ResultRow {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: string;
  readonly member: string;
}

const RESULTS = `
  CREATE TABLE results (id bigserial, grp text, topic text, partition int, "offset" bigint, key text, value text, member text);
  GRANT INSERT, SELECT ON results TO fettle_pipeline; GRANT USAGE ON results_id_seq TO fettle_pipeline`;

/** Postgres for results, topics of their own for each test, members that can crash, and what handlers have written. */
export class EventLogWorld {
  /** Never cut: what the test itself looks through. */
  readonly pool: Pool;
  private readonly opened: { log: EventLog; pool: Pool; network: CutSwitch }[] = [];
  private names = 0;

  private constructor(
    private readonly postgres: TestPostgres,
    readonly database: TestDatabase,
    private readonly subject: EventLogSubject,
  ) {
    this.pool = database.database.pipeline;
  }

  static async start(subject: EventLogSubject): Promise<EventLogWorld> {
    const postgres = await startTestPostgres();
    const database = await postgres.createDatabase();
    const owner = new Client({ connectionString: database.urls.owner });
    await owner.connect();
    await owner.query(RESULTS);
    await owner.end();
    await subject.start();
    return new EventLogWorld(postgres, database, subject);
  }

  /** A topic that no other test uses. */
  topic(partitions: number, retentionMs = 86_400_000): TopicDefinition {
    return { name: `test.t${++this.names}.v1`, partitions, retentionMs };
  }

  group(): string {
    return `group-${++this.names}`;
  }

  /** One more process: its own connections, its own log. */
  member(topics: readonly TopicDefinition[], clock: Clock): TestMember & { readonly pool: Pool } {
    const network = new CutSwitch();
    const pool = new Pool({
      connectionString: this.database.urls.pipeline,
      max: 12,
      stream: network.postgresStream,
    });
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    const log = this.subject.open({ pool, topics, clock, network });
    this.opened.push({ log, pool, network });
    return { log, pool, crash: () => network.cut() };
  }

  /** Writes what it is given and moves the position, in one transaction on `pool`; `before` runs ahead of the commit. */
  recorder(
    group: string,
    member: string,
    pool: Pool,
    before: (batch: RecordBatch, transaction: PoolClient) => Promise<void> | void = () => undefined,
  ): BatchHandler {
    return async (batch, position) => {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('BEGIN');
        await client.query(
          `INSERT INTO results (grp, topic, partition, "offset", key, value, member)
           SELECT $1, $2, $3, o, k, v, $4 FROM unnest($5::bigint[], $6::text[], $7::text[]) AS r (o, k, v)`,
          [
            group,
            batch.topic,
            batch.partition,
            member,
            batch.records.map(({ offset }) => offset),
            batch.records.map(({ key }) => key),
            batch.records.map(({ value }) => Buffer.from(value).toString()),
          ],
        );
        await before(batch, client);
        await position.commit(client);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK').catch((reason: Error) => (broken = reason));
        throw error;
      } finally {
        client.release(broken);
      }
    };
  }

  /** What a group's handlers have committed, in the order of writing. */
  async results(group: string, topic: string): Promise<ResultRow[]> {
    const { rows } = await this.pool.query<ResultRow & { offset: string }>(
      'SELECT partition, "offset", key, value, member FROM results WHERE grp = $1 AND topic = $2 ORDER BY id',
      [group, topic],
    );
    return rows.map((row) => ({ ...row, offset: Number(row.offset) }));
  }

  /** Ends every member of the test before. */
  async closeMembers(): Promise<void> {
    await Promise.all(
      this.opened.splice(0).map(async ({ log, pool }) => {
        await log.close();
        await pool.end();
      }),
    );
  }

  async stop(): Promise<void> {
    await this.closeMembers();
    await this.subject.stop();
    await this.postgres.stop();
  }
}
