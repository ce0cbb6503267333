import { AppError, HOUR_MS, seededRandom, systemClock, uuidv7 } from '@fettle/kernel';
import { type AlertChanged, type ForecastMade, TOPICS } from '@fettle/contracts';
import { assetTypeById } from '@fettle/domains';
import { type LogRecord, type Position, PostgresEventLog, type RecordBatch } from '@fettle/event-log';
import {
  acknowledgeAlert,
  type AlertRuleDraft,
  asTenant,
  createAlertRule,
  deleteAlertRule,
  ensureAsset,
  ensureSite,
  inTransaction,
  listAlerts,
  listAlertSteps,
  resolveAlert,
  type StoredAlert,
  type StoredAlertRule,
  updateAlertRule,
} from '@fettle/persistence';
import { eventually, startTestPostgres, type TestDatabase, type TestPostgres } from '@fettle/testing';
import { toWindowsRecord } from '@fettle/windowing';
import { AlertingService } from './alerting.service';
import { RuleChangesService } from './rule-changes.service';

const START_MS = Date.UTC(2026, 0, 5);
const RIG = assetTypeById('wind.bearing_rig')!;
const RMS = RIG.signals.find((signal) => signal.name === 'bearing_1_rms')!;

const HOT: AlertRuleDraft = {
  name: 'Shaking',
  severity: 'critical',
  enabled: true,
  assetTypeId: RIG.id,
  assetIds: null,
  pendingMs: 2 * HOUR_MS,
  condition: {
    kind: 'window',
    signal: RMS.name,
    aggregate: 'mean',
    windowMs: HOUR_MS,
    comparison: '>',
    threshold: 0.2,
    recovery: 0.15,
  },
};

const SOON: AlertRuleDraft['condition'] = {
  kind: 'forecast',
  quantity: 'p7d',
  comparison: '>=',
  threshold: 0.5,
};

interface Rig {
  readonly tenantId: string;
  readonly assetId: string;
  readonly deviceId: string;
}

function record(rig: Rig, hour: number, value: number): LogRecord {
  const same = { min: value, max: value, mean: value, last: value, p50: value, p95: value, p99: value };
  const signals = [{ signalId: RMS.id, count: 6, stddev: 0, ...same }];
  const asset = { assetId: rig.assetId, assetTypeId: RIG.id };
  const window = { sizeMs: HOUR_MS, startMs: START_MS + hour * HOUR_MS, signals };
  return toWindowsRecord(`${rig.tenantId}/${rig.deviceId}`, asset, [window]);
}

const commits: Position = { commit: () => Promise.resolve() };
const crashes: Position = {
  commit: () => Promise.reject(new AppError('TEST.CRASH', 'killed before the commit')),
};

function batchOf(records: readonly LogRecord[], topic: string = TOPICS.windows.name): RecordBatch {
  const stored = records.map((one, offset) => ({ ...one, offset, headers: one.headers ?? {} }));
  return { topic, partition: 0, records: stored, nextOffset: records.length };
}

function forecastBatch({ tenantId, assetId }: Rig, hour: number, p7d: number): RecordBatch {
  const forecast: ForecastMade = {
    ...{ tenantId, assetId, assetTypeId: RIG.id, component: RMS.component!, failureMode: 'wear' },
    ...{ atMs: START_MS + hour * HOUR_MS, health: 0.5, status: 'ready', hoursNeeded: 0, model: 'test/1' },
    ...{ p1d: 0.1, p7d, p30d: 1, rul: { p10: null, p50: null, p90: null }, drivers: [] },
  };
  const value = Buffer.from(JSON.stringify(forecast));
  return batchOf([{ key: `${tenantId}/${assetId}`, value }], TOPICS.forecasts.name);
}

describe('alerting service', () => {
  let postgres: TestPostgres;
  let db: TestDatabase;
  let log: PostgresEventLog;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    db = await postgres.createDatabase();
    log = new PostgresEventLog(db.database.pipeline, Object.values(TOPICS), systemClock);
  }, 120_000);
  afterAll(async () => {
    await log.close();
    await postgres.stop();
  });

  const service = (): AlertingService => new AlertingService(db.database, log, systemClock);

  async function makeTenant(): Promise<string> {
    const tenantId = uuidv7(Date.now());
    await db.database.pipeline.query(
      'INSERT INTO tenants (id, name, slug) VALUES ($1::uuid, $1::text, $1::text)',
      [tenantId],
    );
    return tenantId;
  }

  async function makeRig(tenantId: string): Promise<Rig> {
    const place = { name: 'Lab', latitude: 0, longitude: 0, timeZone: 'UTC' };
    const name = uuidv7(1);
    const assetId = await asTenant(db.database.api, tenantId, async (client) => {
      const siteId = await ensureSite(client, { tenantId, ...place }, 1);
      return ensureAsset(client, { tenantId, siteId, assetTypeId: RIG.id, name }, 1);
    });
    return { tenantId, assetId, deviceId: uuidv7(2) };
  }

  function makeRule(tenantId: string, draft: AlertRuleDraft = HOT): Promise<StoredAlertRule> {
    return asTenant(db.database.api, tenantId, (c) =>
      createAlertRule(c, tenantId, draft, { by: null, nowMs: 1 }),
    );
  }

  function alertsOf(rig: Rig, reader = rig.tenantId): Promise<StoredAlert[]> {
    return asTenant(db.database.api, reader, (c) =>
      listAlerts(c, rig.tenantId, { assetId: rig.assetId, limit: 100 }),
    );
  }

  async function published(tenantId: string): Promise<AlertChanged[]> {
    const seen: AlertChanged[] = [];
    const group = uuidv7(Date.now());
    const subscription = await log.subscribe({
      group,
      topics: [TOPICS.alerts.name],
      handler: async (batch, position) => {
        await inTransaction(db.database.pipeline, (client) => position.commit(client));
        seen.push(...batch.records.map((r) => JSON.parse(Buffer.from(r.value).toString()) as AlertChanged));
      },
    });
    await eventually(async () => {
      const lag = await log.lag(group, [TOPICS.alerts.name]);
      if (lag.length === 0 || lag.some((one) => one.lag > 0)) throw new Error('still reading');
    });
    await subscription.close();
    return seen.filter((alert) => alert.tenantId === tenantId);
  }

  /** Two bouts above the threshold, between them one that recovers only at the second attempt. */
  const VALUES = [0.1, 0.25, 0.1, 0.25, 0.25, 0.25, 0.18, 0.25, 0.1, 0.1, 0.3, 0.3, 0.3, 0.3, 0.1, 0.1];

  it('fires once and resolves once, whatever is killed, delivered again or batched otherwise', async () => {
    const tenantId = await makeTenant();
    await makeRule(tenantId);
    const [plain, rough] = [await makeRig(tenantId), await makeRig(tenantId)];
    await service().evaluate(batchOf(VALUES.map((value, hour) => record(plain, hour, value))), commits);
    const random = seededRandom(3);
    let current = service();
    for (let from = 0; from < VALUES.length;) {
      const size = 1 + random.below(4);
      const batch = batchOf(
        VALUES.slice(from, from + size).map((value, k) => record(rough, from + k, value)),
      );
      from += size;
      if (random.next() < 0.4) {
        await expect(current.evaluate(batch, crashes)).rejects.toMatchObject({ code: 'TEST.CRASH' });
      }
      if (random.next() < 0.4) current = service();
      await current.evaluate(batch, commits);
      await current.evaluate(batch, commits);
    }
    const shape = ({
      firedAtMs,
      resolvedAtMs,
      state,
      revision,
      component,
      evidence,
      resolveReason,
    }: StoredAlert) => ({
      ...{ firedAtMs, resolvedAtMs, state, revision, component, resolveReason },
      ...{ value: evidence.value, heldSinceMs: evidence.heldSinceMs },
    });
    const expected = (await alertsOf(plain)).map(shape);
    expect(expected).toHaveLength(2);
    expect(expected[1]).toMatchObject({
      component: 'bearing_1',
      firedAtMs: START_MS + 6 * HOUR_MS,
      resolvedAtMs: START_MS + 9 * HOUR_MS,
      state: 'resolved',
      resolveReason: 'RULE.RECOVERED',
    });
    expect((await alertsOf(rough)).map(shape)).toEqual(expected);
    const events = await published(tenantId);
    expect(events.filter((e) => e.assetId === rough.assetId).map((e) => [e.revision, e.state])).toEqual([
      [1, 'firing'],
      [2, 'resolved'],
      [1, 'firing'],
      [2, 'resolved'],
    ]);
  }, 60_000);

  it('a threshold that is changed takes effect at once, by the value that is known already', async () => {
    const tenantId = await makeTenant();
    const rule = await makeRule(tenantId, { ...HOT, pendingMs: 0 });
    const rig = await makeRig(tenantId);
    const alerting = service();
    const changes = new RuleChangesService(db.database, alerting);
    await changes.onApplicationBootstrap();
    try {
      const edit = (threshold: number, recovery?: number): Promise<unknown> =>
        asTenant(db.database.api, tenantId, (c) => {
          const condition = { ...HOT.condition, threshold, recovery };
          return updateAlertRule(c, tenantId, rule.id, { ...HOT, pendingMs: 0, condition }, { by: null });
        });
      await alerting.evaluate(batchOf([record(rig, 0, 0.18)]), commits);
      expect(await alertsOf(rig)).toEqual([]);
      await edit(0.16);
      await eventually(async () =>
        expect((await alertsOf(rig))[0]).toMatchObject({ state: 'firing', ruleVersion: 2 }),
      );
      await edit(0.5);
      await eventually(async () =>
        expect((await alertsOf(rig))[0]).toMatchObject({ state: 'resolved', resolveReason: 'RULE.CHANGED' }),
      );
      await edit(0.17);
      await eventually(async () => expect(await alertsOf(rig)).toHaveLength(2));
      await asTenant(db.database.api, tenantId, (c) => deleteAlertRule(c, tenantId, rule.id, { by: null }));
      await eventually(async () =>
        expect((await alertsOf(rig))[0]).toMatchObject({ state: 'resolved', resolveReason: 'RULE.DELETED' }),
      );
    } finally {
      await changes.onApplicationShutdown();
    }
  }, 60_000);

  it('what a person resolved stays silent until it has recovered once', async () => {
    const tenantId = await makeTenant();
    await makeRule(tenantId, { ...HOT, pendingMs: 0 });
    const rig = await makeRig(tenantId);
    const alerting = service();
    const take = (hour: number, value: number): Promise<void> =>
      alerting.evaluate(batchOf([record(rig, hour, value)]), commits);
    await take(0, 0.3);
    const [alert] = await alertsOf(rig);
    const transition = { by: null, nowMs: START_MS + HOUR_MS };
    await asTenant(db.database.api, tenantId, (c) =>
      acknowledgeAlert(c, tenantId, alert!.alertId, transition),
    );
    await take(1, 0.3);
    expect((await alertsOf(rig))[0]).toMatchObject({ state: 'acknowledged' });
    await asTenant(db.database.api, tenantId, (c) => resolveAlert(c, tenantId, alert!.alertId, transition));
    await take(2, 0.3);
    await take(3, 0.1);
    expect(await alertsOf(rig)).toHaveLength(1);
    await take(4, 0.3);
    expect((await alertsOf(rig)).map(({ state }) => state)).toEqual(['firing', 'resolved']);
    const steps = await asTenant(db.database.api, tenantId, (c) =>
      listAlertSteps(c, tenantId, alert!.alertId),
    );
    expect(steps.map(({ reason }) => reason)).toEqual([
      'RULE.FIRED',
      'ALERT.ACKNOWLEDGED_BY_USER',
      'ALERT.RESOLVED_BY_USER',
    ]);
  }, 60_000);

  it('a rule that was changed while a batch waited its turn is the one that the batch is held against', async () => {
    const tenantId = await makeTenant();
    const rule = await makeRule(tenantId, { ...HOT, pendingMs: 0 });
    const rig = await makeRig(tenantId);
    const alerting = service();
    await alerting.evaluate(batchOf([record(rig, 0, 0.1)]), commits);
    const other = await db.database.pipeline.connect();
    await other.query('BEGIN');
    await other.query('SELECT 1 FROM alert_state WHERE asset_id = $1 FOR UPDATE', [rig.assetId]);
    const waiting = alerting.evaluate(batchOf([record(rig, 1, 0.3)]), commits);
    await eventually(async () => {
      const held = await db.database.pipeline.query('SELECT 1 FROM pg_locks WHERE NOT granted');
      expect(held.rowCount).toBeGreaterThan(0);
    });
    const condition = { ...HOT.condition, threshold: 0.5, recovery: 0.4 };
    await asTenant(db.database.api, tenantId, (c) =>
      updateAlertRule(c, tenantId, rule.id, { ...HOT, pendingMs: 0, condition }, { by: null }),
    );
    await other.query('COMMIT');
    other.release();
    await waiting;
    expect(await alertsOf(rig)).toEqual([]);
  }, 60_000);

  it('a rule that now looks at forecasts closes what it opened on windows before it fires anew', async () => {
    const tenantId = await makeTenant();
    const rule = await makeRule(tenantId, { ...HOT, pendingMs: 0 });
    const rig = await makeRig(tenantId);
    const alerting = service();
    await alerting.evaluate(batchOf([record(rig, 0, 0.3)]), commits);
    await asTenant(db.database.api, tenantId, (c) =>
      updateAlertRule(c, tenantId, rule.id, { ...HOT, pendingMs: 0, condition: SOON }, { by: null }),
    );
    await alerting.evaluate(forecastBatch(rig, 2, 0.9), commits);
    await alerting.evaluate(batchOf([record(rig, 2, 0.3)]), commits);
    expect((await alertsOf(rig)).map(({ state, resolveReason }) => [state, resolveReason])).toEqual([
      ['firing', null],
      ['resolved', 'RULE.CHANGED'],
    ]);
  }, 60_000);

  it('a rule looks at its own tenant, and its alerts are seen by nobody else', async () => {
    const [a, b] = [await makeTenant(), await makeTenant()];
    await makeRule(a, { ...HOT, pendingMs: 0 });
    const [own, strange] = [await makeRig(a), await makeRig(b)];
    await service().evaluate(batchOf([record(own, 0, 0.3), record(strange, 0, 0.3)]), commits);
    expect(await alertsOf(own)).toHaveLength(1);
    expect(await alertsOf(own, b)).toEqual([]);
    expect(await alertsOf(strange)).toEqual([]);
  }, 60_000);
});
