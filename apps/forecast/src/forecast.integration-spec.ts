import { AppError, HOUR_MS, seededRandom, systemClock, uuidv7 } from '@fettle/kernel';
import { type ForecastMade, TOPICS } from '@fettle/contracts';
import { assetTypeById } from '@fettle/domains';
import { type LogRecord, type Position, PostgresEventLog, type RecordBatch } from '@fettle/event-log';
import {
  asTenant,
  ensureAsset,
  ensureSite,
  forecastHistory,
  inTransaction,
  latestForecasts,
} from '@fettle/persistence';
import { MetricsRegistry } from '@fettle/platform';
import { eventually, startTestPostgres, type TestDatabase, type TestPostgres } from '@fettle/testing';
import { toWindowsRecord } from '@fettle/windowing';
import { ForecastMetrics } from './forecast.metrics';
import { ForecastService } from './forecast.service';

const START_MS = Date.UTC(2026, 0, 5);
const RIG = assetTypeById('wind.bearing_rig')!;

interface Rig {
  readonly tenantId: string;
  readonly assetId: string;
  readonly devices: readonly string[];
}

/** Hours of one device of a rig whose first bearing wears out; the second device reports the last two bearings. */
function recordsOf(rig: Rig, device: number, hours: number): LogRecord[] {
  const random = seededRandom(device + 1);
  const bearings = device === 0 ? [1, 2] : [3, 4];
  return Array.from({ length: hours }, (_, n) => {
    const signals = bearings.map((b) => {
      const wear = b === 1 ? Math.max(0, n - 60) / 100 : 0;
      const value = 0.075 * 4 ** wear * Math.exp(0.03 * random.normal());
      const same = { min: value, max: value, mean: value, last: value, p50: value, p95: value, p99: value };
      const signalId = RIG.signals.find((s) => s.name === `bearing_${b}_rms`)!.id;
      return { signalId, count: 6, stddev: 0, ...same };
    });
    const window = { sizeMs: HOUR_MS, startMs: START_MS + n * HOUR_MS, signals };
    const asset = { assetId: rig.assetId, assetTypeId: RIG.id };
    return toWindowsRecord(`${rig.tenantId}/${rig.devices[device]!}`, asset, [window]);
  });
}

function serviceOn(db: TestDatabase, log: PostgresEventLog): ForecastService {
  return new ForecastService(db.database, log, new ForecastMetrics(new MetricsRegistry()));
}

describe('forecast service', () => {
  let postgres: TestPostgres;
  let db: TestDatabase;
  let log: PostgresEventLog;
  const tenants = [uuidv7(1), uuidv7(2)] as const;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    db = await postgres.createDatabase();
    log = new PostgresEventLog(db.database.pipeline, Object.values(TOPICS), systemClock, {
      retry: { maxAttempts: 30, firstMs: 1, maxMs: 5 },
    });
    for (const tenant of tenants) {
      await db.database.pipeline.query(
        'INSERT INTO tenants (id, name, slug) VALUES ($1::uuid, $1::text, $1::text)',
        [tenant],
      );
    }
  }, 120_000);
  afterAll(async () => {
    await log.close();
    await postgres.stop();
  });

  async function makeRig(tenantId: string, name: string): Promise<Rig> {
    const place = { name: 'Lab', latitude: 0, longitude: 0, timeZone: 'UTC' };
    const assetId = await asTenant(db.database.api, tenantId, async (client) => {
      const siteId = await ensureSite(client, { tenantId, ...place }, 1);
      return ensureAsset(client, { tenantId, siteId, assetTypeId: RIG.id, name }, 1);
    });
    return { tenantId, assetId, devices: [uuidv7(3), uuidv7(4)] };
  }

  /** Hands records over in batches of the given sizes; `disturb` may replace service and position. */
  async function feed(
    records: readonly LogRecord[],
    sizes: () => number,
    take: (batch: RecordBatch) => Promise<void>,
  ): Promise<void> {
    for (let from = 0; from < records.length;) {
      const part = records.slice(from, from + sizes());
      const stored = part.map((record, k) => ({
        ...record,
        offset: from + k,
        headers: record.headers ?? {},
      }));
      from += part.length;
      await take({ topic: TOPICS.windows.name, partition: 0, records: stored, nextOffset: from });
    }
  }

  const commits: Position = { commit: () => Promise.resolve() };
  const crashes: Position = {
    commit: () => Promise.reject(new AppError('TEST.CRASH', 'killed before the commit')),
  };

  async function published(): Promise<ForecastMade[]> {
    const seen: ForecastMade[] = [];
    const group = uuidv7(Date.now());
    const subscription = await log.subscribe({
      group,
      topics: [TOPICS.forecasts.name],
      handler: async (batch, position) => {
        await inTransaction(db.database.pipeline, (client) => position.commit(client));
        seen.push(...batch.records.map((r) => JSON.parse(Buffer.from(r.value).toString()) as ForecastMade));
      },
    });
    await eventually(async () => {
      const lag = await log.lag(group, [TOPICS.forecasts.name]);
      if (lag.length === 0 || lag.some((one) => one.lag > 0)) throw new Error('still reading');
    });
    await subscription.close();
    return seen;
  }

  async function storedOf(rig: Rig): Promise<unknown> {
    return asTenant(db.database.api, rig.tenantId, async (client) => ({
      latest: (await latestForecasts(client, rig.tenantId, rig.assetId)).map(
        ({ assetId: _, ...rest }) => rest,
      ),
      past: await forecastHistory(client, rig.tenantId, {
        ...{ assetId: rig.assetId, fromMs: START_MS, toMs: START_MS + 400 * HOUR_MS, points: 1_000 },
      }),
    }));
  }

  it('restarts, crashes before the commit, redelivery and batching change no forecast, and none is published twice', async () => {
    const [plain, rough] = [await makeRig(tenants[0], 'plain'), await makeRig(tenants[0], 'rough')];
    const service = serviceOn(db, log);
    const both = (rig: Rig): LogRecord[] => {
      const [a, b] = [recordsOf(rig, 0, 150), recordsOf(rig, 1, 150)];
      return a.flatMap((record, n) => [record, b[n]!]);
    };
    await feed(
      both(plain),
      () => 1_000,
      (batch) => service.take(batch, commits),
    );
    const random = seededRandom(5);
    let current = serviceOn(db, log);
    await feed(
      both(rough),
      () => 1 + random.below(40),
      async (batch) => {
        if (random.next() < 0.3)
          await expect(current.take(batch, crashes)).rejects.toMatchObject({ code: 'TEST.CRASH' });
        if (random.next() < 0.3) current = serviceOn(db, log);
        await current.take(batch, commits);
        if (random.next() < 0.2) await current.take(batch, commits);
      },
    );
    expect(await storedOf(rough)).toEqual(await storedOf(plain));
    const events = await published();
    expect(events.length).toBeGreaterThan(200);
    const identity = (f: ForecastMade): string => [f.assetId, f.component, f.failureMode, f.atMs].join('/');
    expect(new Set(events.map(identity)).size).toBe(events.length);
    const shape = (rig: Rig): unknown[] =>
      events.filter((f) => f.assetId === rig.assetId).map(({ assetId: _, ...rest }) => rest);
    expect(shape(rough)).toEqual(shape(plain));
  }, 120_000);

  it('sees the worn bearing coming and leaves the healthy ones alone', async () => {
    const rig = await makeRig(tenants[0], 'worn');
    const service = serviceOn(db, log);
    await feed(
      recordsOf(rig, 0, 130),
      () => 50,
      (batch) => service.take(batch, commits),
    );
    const latest = await asTenant(db.database.api, rig.tenantId, (client) =>
      latestForecasts(client, rig.tenantId, rig.assetId),
    );
    const of = (component: string): ForecastMade => latest.find((f) => f.component === component)!;
    expect(of('bearing_1').p7d).toBeGreaterThan(0.9);
    expect(of('bearing_1').health).toBeLessThan(0.5);
    expect(of('bearing_1').drivers).toEqual([{ signal: 'bearing_1_rms', share: 1 }]);
    expect(of('bearing_2')).toMatchObject({ status: 'ready', health: expect.closeTo(1, 1) });
    expect(of('bearing_2').p30d).toBeLessThan(0.05);
    expect(of('bearing_3')).toMatchObject({ status: 'insufficient_data', hoursNeeded: 24, p7d: null });
  }, 60_000);

  it('devices on different partitions, taken at the same time by different processes, lose nothing', async () => {
    const [rig, reference] = [
      await makeRig(tenants[0], 'two-partitions'),
      await makeRig(tenants[0], 'one-partition'),
    ];
    await Promise.all(
      [0, 1].map(async (device) => {
        const service = serviceOn(db, log);
        await feed(
          recordsOf(rig, device, 60),
          () => 6,
          (batch) => service.take(batch, commits),
        );
      }),
    );
    const service = serviceOn(db, log);
    for (const device of [0, 1]) {
      await feed(
        recordsOf(reference, device, 60),
        () => 60,
        (batch) => service.take(batch, commits),
      );
    }
    // A last hour of both, so that both rigs are forecast with everything in.
    for (const one of [rig, reference]) {
      const last = [0, 1].flatMap((device) => recordsOf(one, device, 84).slice(60));
      await feed(
        last,
        () => 1_000,
        (batch) => service.take(batch, commits),
      );
    }
    const latest = async (one: Rig): Promise<unknown> =>
      ((await storedOf(one)) as { latest: unknown }).latest;
    expect(await latest(rig)).toEqual(await latest(reference));
  }, 60_000);

  it('another tenant sees no row, and readings of a deleted asset are no error', async () => {
    const rig = await makeRig(tenants[1], 'private');
    const service = serviceOn(db, log);
    await feed(
      recordsOf(rig, 0, 30),
      () => 30,
      (batch) => service.take(batch, commits),
    );
    const seenBy = (tenant: string): Promise<ForecastMade[]> =>
      asTenant(db.database.api, tenant, (client) => latestForecasts(client, rig.tenantId, rig.assetId));
    expect(await seenBy(tenants[1])).toHaveLength(4);
    expect(await seenBy(tenants[0])).toEqual([]);
    await db.database.pipeline.query('DELETE FROM assets WHERE id = $1', [rig.assetId]);
    await feed(
      recordsOf(rig, 0, 60).slice(30),
      () => 30,
      (batch) => service.take(batch, commits),
    );
    expect(await seenBy(tenants[1])).toEqual([]);
  }, 60_000);
});
