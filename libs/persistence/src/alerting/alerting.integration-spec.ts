import { uuidv7 } from '@fettle/kernel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asTenant, Database, inTransaction } from '../database';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded/embedded-postgres';
import {
  createAlertRule,
  deleteAlertRule,
  findAlertRuleVersion,
  listAlertRules,
  updateAlertRule,
  type AlertRuleDraft,
} from './alert-rules.repository';
import { acknowledgeAlert, resolveAlert } from './alert-transitions';
import { listAlerts, listAlertSteps } from './alerts.repository';
import { seedDefaultRules } from './default-rules';
import { createWorkOrder, listWorkOrders, reportFinding } from './work-orders.repository';

const DRAFT: AlertRuleDraft = {
  name: 'Hot bearing',
  severity: 'warning',
  enabled: true,
  assetTypeId: 'rail.car',
  assetIds: null,
  pendingMs: 0,
  condition: {
    kind: 'window',
    signal: 'temperature',
    aggregate: 'mean',
    windowMs: 3_600_000,
    comparison: '>',
    threshold: 80,
  },
};
const NOBODY = { by: null, nowMs: 1_763_800_000_000 };

describe('alert rules, alerts and work orders of two tenants', () => {
  const dir = mkdtempSync(join(tmpdir(), 'fettle-alerting-'));
  let postgres: EmbeddedPostgres;
  let db: Database;
  const [a, b] = [uuidv7(1), uuidv7(2)];
  const assets = new Map<string, string>();

  beforeAll(async () => {
    postgres = await startEmbeddedPostgres({ dir, throwAway: true });
    db = new Database(postgres.urls);
    for (const tenant of [a, b]) assets.set(tenant, await makeAsset(db, tenant));
  }, 120_000);
  afterAll(async () => {
    await db.close();
    await postgres.stop();
    rmSync(postgres.dataDir, { recursive: true, force: true });
    rmSync(dir, { recursive: true, force: true });
  });

  const as = asTenant;

  it('a change of a rule is its next version, refused when somebody else was faster', async () => {
    const api = db.api;
    const rule = await as(api, a, (c) => createAlertRule(c, a, DRAFT, NOBODY));
    const next = { ...DRAFT, pendingMs: 60_000 };
    const changed = await as(api, a, (c) =>
      updateAlertRule(c, a, rule.id, next, { by: null, expectedVersion: 1 }),
    );
    expect(changed).toMatchObject({ version: 2, pendingMs: 60_000 });
    await expect(
      as(api, a, (c) => updateAlertRule(c, a, rule.id, DRAFT, { by: null, expectedVersion: 1 })),
    ).rejects.toMatchObject({ code: 'RULE.VERSION_CONFLICT' });
    expect(await as(api, a, (c) => findAlertRuleVersion(c, a, rule.id, 1))).toEqual(DRAFT);
    await as(api, a, (c) => deleteAlertRule(c, a, rule.id, { by: null }));
    await expect(as(api, a, (c) => deleteAlertRule(c, a, rule.id, { by: null }))).rejects.toMatchObject({
      code: 'RULE.NOT_FOUND',
    });
  });

  it('default rules are given once', async () => {
    const { id: _id, ...pack } = {
      id: 'x',
      label: 'x',
      icon: 'x',
      words: { asset: 'a', assets: 'a', site: 's' },
    };
    const { enabled: _enabled, assetTypeId: _type, assetIds: _ids, ...template } = DRAFT;
    const packs = [
      {
        ...pack,
        id: 'rail',
        assetTypes: [{ id: 'rail.car', label: 'Car', components: [], signals: [], defaultRules: [template] }],
      },
    ];
    const seed = (): Promise<unknown[]> => as(db.api, b, (c) => seedDefaultRules(c, b, packs, NOBODY.nowMs));
    expect(await seed()).toHaveLength(1);
    expect(await seed()).toHaveLength(0);
    expect(await as(db.api, b, (c) => listAlertRules(c, b))).toHaveLength(1);
    expect(await as(db.api, a, (c) => listAlertRules(c, b))).toHaveLength(0);
  });

  it('an alert is acknowledged once, resolved once, and by its own tenant only', async () => {
    const api = db.api;
    const alertId = await makeAlert(db, a, assets.get(a)!);
    const strange = await as(api, b, (c) => acknowledgeAlert(c, a, alertId, NOBODY));
    expect(strange.outcome).toBe('not_found');
    const twice = await Promise.all(
      [1, 2].map(() => as(api, a, (c) => acknowledgeAlert(c, a, alertId, { ...NOBODY, note: 'mine' }))),
    );
    expect(twice.map((one) => one.outcome).sort()).toEqual(['changed', 'unchanged']);
    const resolved = await as(api, a, (c) => resolveAlert(c, a, alertId, NOBODY));
    expect(resolved).toMatchObject({ outcome: 'changed', alert: { state: 'resolved', revision: 3 } });
    expect((await as(api, a, (c) => acknowledgeAlert(c, a, alertId, NOBODY))).outcome).toBe('unchanged');
    expect((await as(api, a, (c) => listAlertSteps(c, a, alertId))).map((step) => step.state)).toEqual([
      'acknowledged',
      'resolved',
    ]);
    expect(await as(api, b, (c) => listAlerts(c, a, { limit: 10 }))).toEqual([]);
    expect(await as(api, a, (c) => listAlerts(c, a, { limit: 10, state: 'open' }))).toEqual([]);
  });

  it('a finding closes its work order, told again the later one stands', async () => {
    const api = db.api;
    const draft = { component: 'bearing', alertId: null, title: 'Look', note: '', plannedFor: null };
    const order = await as(api, a, (c) =>
      createWorkOrder(c, a, { ...draft, assetId: assets.get(a)! }, NOBODY),
    );
    await expect(
      as(api, b, (c) => createWorkOrder(c, b, { ...draft, assetId: assets.get(a)! }, NOBODY)),
    ).rejects.toMatchObject({ code: 'ASSET.NOT_FOUND' });
    const found = { failureMode: null, note: '', foundAt: new Date(NOBODY.nowMs) };
    await as(api, a, (c) => reportFinding(c, a, order.id, { ...found, kind: 'other' }, null));
    const done = await as(api, a, (c) =>
      reportFinding(c, a, order.id, { ...found, kind: 'false_alarm' }, null),
    );
    expect(done).toMatchObject({ state: 'done', finding: { kind: 'false_alarm' } });
    expect(await as(api, a, (c) => listWorkOrders(c, a, { limit: 5, state: 'open' }))).toEqual([]);
    await expect(
      as(api, b, (c) => reportFinding(c, b, order.id, { ...found, kind: 'other' }, null)),
    ).rejects.toMatchObject({ code: 'WORK_ORDER.NOT_FOUND' });
  });

  it('the api role sees no row of any table while no tenant is named', async () => {
    const tables = [
      'alerts',
      'alert_rules',
      'alert_events',
      'alert_state',
      'forecasts',
      'work_orders',
      'findings',
    ];
    for (const table of tables) {
      const { rows } = await inTransaction(db.api, (c) => c.query(`SELECT 1 FROM ${table}`));
      expect(rows).toEqual([]);
    }
  });
});

async function makeAsset(db: Database, tenant: string): Promise<string> {
  const [site, asset] = [uuidv7(3), uuidv7(4)];
  await inTransaction(db.pipeline, async (client) => {
    await client.query('INSERT INTO tenants (id, name, slug) VALUES ($1::uuid, $1::text, $1::text)', [
      tenant,
    ]);
    await client.query(
      'INSERT INTO sites (id, tenant_id, name, latitude, longitude) VALUES ($1, $2, $3, 0, 0)',
      [site, tenant, 'Depot'],
    );
    await client.query(
      `INSERT INTO assets (id, tenant_id, site_id, asset_type_id, domain, name) VALUES ($1, $2, $3, 'rail.car', 'rail', 'Car')`,
      [asset, tenant, site],
    );
  });
  return asset;
}

async function makeAlert(db: Database, tenant: string, assetId: string): Promise<string> {
  const id = uuidv7(5);
  await db.pipeline.query(
    `INSERT INTO alerts (id, tenant_id, revision, rule_id, rule_version, rule_name, severity, asset_id, target, state,
       fired_at_ms, changed_at_ms, evidence) VALUES ($1, $2, 1, $3, 1, 'r', 'warning', $4, 'd', 'firing', 1, 1, '{}')`,
    [id, tenant, uuidv7(6), assetId],
  );
  return id;
}
