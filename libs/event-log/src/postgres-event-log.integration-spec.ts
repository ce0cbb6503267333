import { ManualClock, systemClock } from '@fettle/kernel';
import { describeEventLogConformance } from '@fettle/testing';
import { PostgresEventLog } from './index';

const RETRY = { maxAttempts: 3, firstMs: 5, maxMs: 50 };
const ALERTS = { name: 'alerts.v1', partitions: 2, retentionMs: 1e9 };
const FRAMES = { name: 'telemetry.frames.v1', partitions: 2, retentionMs: 1e9 };

describeEventLogConformance(
  'Postgres',
  {
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    maxAttempts: RETRY.maxAttempts,
    open: ({ pool, topics, clock }) =>
      new PostgresEventLog(pool, topics, clock, {
        leaseMs: 2_000,
        heartbeatMs: 300,
        pollMs: 10,
        retry: RETRY,
      }),
  },
  (world) => {
    it("the API's role may append to alerts alone and read no record of anybody", async () => {
      const { log } = world().member([ALERTS, FRAMES], systemClock);
      const { api } = world().database.database;
      await log.append(FRAMES.name, [{ key: 'k', value: Buffer.from('secret') }]);
      await log.appendIn(api, ALERTS.name, [{ key: 'k', value: Buffer.from('acknowledged') }]);
      const ends = await log.lag('nobody', [ALERTS.name, FRAMES.name]);
      expect(ends.reduce((sum, { end }) => sum + end, 0)).toBe(2);
      const record = { key: 'k', value: Buffer.from('forged') };
      await expect(log.appendIn(api, FRAMES.name, [record])).rejects.toThrow(/may append to/);
      await expect(api.query('SELECT payload FROM log_batches')).rejects.toThrow(/permission denied/);
      await expect(api.query('UPDATE log_positions SET next_offset = 0')).rejects.toThrow(
        /permission denied/,
      );
      const seen = await api.query('SELECT next_offset FROM log_partitions WHERE topic = $1', [ALERTS.name]);
      expect(seen.rowCount).toBe(ALERTS.partitions);
    });

    it('an append is durable on commit even where the session has asked for less', async () => {
      const { log } = world().member([FRAMES], new ManualClock(1));
      const client = await world().pool.connect();
      await client.query('BEGIN');
      await client.query('SET LOCAL synchronous_commit = off');
      await log.appendIn(client, FRAMES.name, [{ key: 'k', value: Buffer.alloc(1) }]);
      const { rows } = await client.query<{ synchronous_commit: string }>('SHOW synchronous_commit');
      await client.query('ROLLBACK');
      client.release();
      expect(rows).toEqual([{ synchronous_commit: 'on' }]);
    });
  },
);
