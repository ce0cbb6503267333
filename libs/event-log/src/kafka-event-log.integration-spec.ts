import {
  appendUntilStopped,
  describeEventLogConformance,
  eventually,
  expectOnce,
  kafkaRuntime,
  startTestKafka,
  type TestKafka,
} from '@fettle/testing';
import { systemClock } from '@fettle/kernel';
import { Client } from 'pg';
import { KafkaEventLog } from './index';

const RETRY = { maxAttempts: 3, firstMs: 5, maxMs: 50 };
const runtime = kafkaRuntime();
let kafka: TestKafka;

if ('missing' in runtime) {
  process.stderr.write(`\n*** SKIPPED: event log over Kafka: ${runtime.missing}\n\n`);
  describe.skip('event log: Kafka', () => {
    it('passes the conformance suite', () => undefined);
  });
} else {
  describeEventLogConformance(
    'Kafka',
    {
      start: async () => {
        kafka = await startTestKafka(runtime);
      },
      stop: () => kafka.stop(),
      maxAttempts: RETRY.maxAttempts,
      open: ({ pool, topics, clock, network }) =>
        new KafkaEventLog(
          { brokers: kafka.brokers, pool, topics, clock },
          {
            sessionTimeoutMs: 2_000,
            heartbeatMs: 300,
            relayLeaseMs: 2_000,
            maxWaitMs: 50,
            retries: 4,
            retry: RETRY,
            socketFactory: network.kafkaSocket,
          },
        ),
    },
    (world) => {
      it('a broker that is killed and comes back has lost nothing that was acknowledged, and nothing counts twice', async () => {
        const topic = world().topic(4);
        const group = world().group();
        const [writer, reader] = [world().member([topic], systemClock), world().member([topic], systemClock)];
        const handler = world().recorder(group, 'r', reader.pool);
        await reader.log.subscribe({ group, topics: [topic.name], handler });
        const writing = appendUntilStopped(writer.log, topic.name);
        const seen = async (): Promise<number> => (await world().results(group, topic.name)).length;
        for (let round = 0; round < 2; round++) {
          const before = await seen();
          await eventually(async () => expect(await seen()).toBeGreaterThan(before + 50));
          await kafka.kill();
          await kafka.restart();
          const after = await seen();
          await eventually(async () => expect(await seen()).toBeGreaterThan(after + 50));
        }
        await expectOnce(world(), group, topic.name, await writing.stop());
      }, 400_000);

      it('an outbox record that the relay publishes twice is handled once', async () => {
        const topic = world().topic(2);
        const group = world().group();
        const { log, pool } = world().member([topic], systemClock);
        const owner = new Client({ connectionString: world().database.urls.owner });
        await owner.connect();
        // The first three times, the relay's transaction fails after it has published.
        await owner.query(`
          CREATE SEQUENCE relay_failures; GRANT USAGE ON relay_failures TO fettle_pipeline;
          CREATE FUNCTION fail_relay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF nextval('relay_failures') <= 3 THEN RAISE EXCEPTION 'injected' USING ERRCODE = '40001'; END IF;
            RETURN NULL; END $$;
          CREATE TRIGGER fail_relay AFTER DELETE ON log_batches FOR EACH STATEMENT EXECUTE FUNCTION fail_relay()`);
        try {
          const values: string[] = [];
          await log.subscribe({
            group,
            topics: [topic.name],
            handler: world().recorder(group, 'r', world().pool),
          });
          for (let i = 0; i < 60; i++) {
            const client = await pool.connect();
            await client.query('BEGIN');
            const value = String(i);
            values.push(value);
            await log.appendIn(client, topic.name, [{ key: `k${i % 4}`, value: Buffer.from(value) }]);
            await client.query('COMMIT');
            client.release();
          }
          await expectOnce(world(), group, topic.name, values);
          const rows = await world().results(group, topic.name);
          const ends = await log.lag(group, [topic.name]);
          expect(rows.map(({ value }) => value).sort()).toEqual([...values].sort());
          expect(ends.reduce((sum, { end }) => sum + end, 0)).toBeGreaterThan(values.length);
        } finally {
          await owner.query('DROP TRIGGER fail_relay ON log_batches');
          await owner.end();
        }
      });

      it('the outbox outlives the process that wrote it', async () => {
        const topic = world().topic(2);
        const group = world().group();
        const writer = world().member([topic], systemClock);
        await writer.log.ping();
        const client = await world().pool.connect();
        await client.query('BEGIN');
        await writer.log.appendIn(client, topic.name, [{ key: 'k', value: Buffer.from('v') }]);
        writer.crash();
        await client.query('COMMIT');
        client.release();
        const heir = world().member([topic], systemClock);
        await heir.log.subscribe({
          group,
          topics: [topic.name],
          handler: world().recorder(group, 'heir', world().pool),
        });
        await eventually(async () => {
          expect((await world().results(group, topic.name)).map(({ value }) => value)).toEqual(['v']);
        });
      });
    },
  );
}
