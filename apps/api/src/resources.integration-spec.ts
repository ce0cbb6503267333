import { HOUR_MS, ManualClock } from '@fettle/kernel';
import {
  assetDetailResponseSchema,
  type AlertDetailResponse,
  type AlertResponse,
  type AlertRuleResponse,
  type AssetDetailResponse,
  type AssetResponse,
  type ChangeAlertsResponse,
  type DeviceCredentialsResponse,
  type DeviceResponse,
  type FleetRowResponse,
  type FleetSummaryResponse,
  type ForecastHistoryResponse,
  type ForecastResponse,
  type Page,
  type PreviewAlertRuleResponse,
  type ReadingResponse,
  type RejectResponse,
  type SearchHit,
  type SeriesResponse,
  type StreamsResponse,
  type WorkOrderResponse,
} from '@fettle/contracts';
import { startTestPostgres, type TestPostgres } from '@fettle/testing';
import {
  type Answer,
  type ApiWorld,
  type CallOptions,
  startApiWorld,
  type TestTenant,
} from './spec-builders/api-world';
import { HOURS, type Past, SAMPLES, seedPast } from './spec-builders/past';

jest.setTimeout(60_000);

const RULE = {
  name: 'Bearing shakes',
  severity: 'warning',
  assetTypeId: 'rail.car',
  condition: {
    kind: 'window',
    signal: 'bearing_1_rms',
    aggregate: 'mean',
    windowMs: HOUR_MS,
    comparison: '>',
    threshold: 7.05,
  },
};

describe('resources', () => {
  const clock = new ManualClock(1_763_798_460_000);
  let postgres: TestPostgres;
  let world: ApiWorld;
  let tenant: TestTenant;
  let past: Past;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    const { urls } = await postgres.createDatabase();
    world = await startApiWorld(urls, clock);
    tenant = await world.makeTenant('rails');
    past = await seedPast(world.parts.database, tenant, clock.nowMs());
  }, 120_000);

  afterAll(async () => {
    await world.stop();
    await postgres.stop();
  }, 60_000);

  const as = async (
    role: 'operator' | 'crew' | 'admin',
    method: string,
    path: string,
    options: CallOptions = {},
  ) => world.call(method, `/api/v1${path}`, { ...options, token: await tenant.token(role) });
  const get = (path: string): Promise<Answer> => as('operator', 'GET', path);
  const post = (path: string, body: unknown): Promise<Answer> => as('operator', 'POST', path, { body });

  it('an asset shows its worst forecast, open alerts and when it was last heard', async () => {
    const { items } = (await get('/assets?domain=rail')).json<Page<AssetResponse>>();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      id: tenant.assetId,
      siteTimeZone: 'Europe/Berlin',
      urgency: 'critical',
      openAlerts: { firing: 1, acknowledged: 0 },
      lastSeenAt: new Date(past.endMs).toISOString(),
      worstForecast: { component: 'bearing_1', p7d: 0.8 },
    });
    expect(items[0]!.health).toBeCloseTo(0.2);
    expect((await get('/assets?domain=wind')).json<Page<AssetResponse>>().items).toEqual([]);
    expect((await get('/assets?urgency=critical&q=car')).json<Page<AssetResponse>>().items).toHaveLength(1);
    expect((await get('/assets?urgency=healthy')).json<Page<AssetResponse>>().items).toEqual([]);
    expect((await get('/assets?q=%25')).json<Page<AssetResponse>>().items).toEqual([]);
  });

  it("an asset's page holds its parts", async () => {
    const detail = (await get(`/assets/${tenant.assetId}`)).json<AssetDetailResponse>();
    expect(assetDetailResponseSchema.parse(detail)).toEqual(detail);
    expect(detail.components.map(({ id }) => id)).toContain('bearing_1');
    expect(detail.devices[0]).toMatchObject({
      id: tenant.deviceId,
      gaps: 4,
      late: 3,
      duplicates: 2,
      state: 'online',
    });
    expect(detail.latest).toEqual([
      {
        signal: 'bearing_1_rms',
        deviceId: tenant.deviceId,
        at: new Date(past.endMs).toISOString(),
        value: 0.59,
      },
    ]);
    expect(detail.forecasts).toHaveLength(1);
  });

  it('the fleet is one row a component, most urgent first, and its counts agree', async () => {
    const rows = (await get('/fleet')).json<Page<FleetRowResponse>>();
    expect(rows.items).toHaveLength(1);
    expect(rows.items[0]).toMatchObject({
      assetId: tenant.assetId,
      alert: { id: past.alertId, state: 'firing', severity: 'critical' },
      workOrder: null,
      forecast: { urgency: 'critical' },
    });
    expect((await get('/fleet/summary')).json<FleetSummaryResponse>()).toMatchObject({
      total: { critical: 1, healthy: 0, learning: 0 },
      domains: [{ domain: 'rail', assets: 1 }],
      openAlerts: { firing: 1, acknowledged: 0 },
    });
  });

  it('forecasts and their history', async () => {
    const now = (await get(`/assets/${tenant.assetId}/forecasts`)).json<Page<ForecastResponse>>();
    expect(now.items[0]).toMatchObject({
      component: 'bearing_1',
      failureMode: 'raceway_spall',
      rul: { p10: 200_000, p50: 400_000, p90: 800_000 },
      drivers: [{ signal: 'bearing_1_rms', share: 1 }],
    });
    const history = (
      await get(`/assets/${tenant.assetId}/forecasts/history?points=10`)
    ).json<ForecastHistoryResponse>();
    const [series] = history.items;
    expect(series!.t.length).toBeLessThanOrEqual(11);
    expect(series!.t).toEqual([...series!.t].sort((a, b) => a - b));
    expect(series!.p7d.at(-1)).toBeCloseTo((HOURS - 1) / HOURS);
  });

  it('a series is columns of equal length, no more points than asked for', async () => {
    const from = new Date(past.endMs - HOURS * HOUR_MS).toISOString();
    const path = `/assets/${tenant.assetId}/series?signal=bearing_1_rms&from=${from}&points=50`;
    const series = (await get(path)).json<SeriesResponse>();
    expect(series.t.length).toBeGreaterThan(5);
    expect(series.t.length).toBeLessThanOrEqual(51);
    for (const column of [series.min, series.mean, series.max, series.count])
      expect(column).toHaveLength(series.t.length);
    expect(series).toMatchObject({ signal: 'bearing_1_rms', unit: 'mm/s' });
    expect(series.resolutionMs % HOUR_MS).toBe(0);
    expect((await get(`/assets/${tenant.assetId}/series?signal=nope`)).problem().code).toBe('SIGNAL.UNKNOWN');
    const backwards = `/assets/${tenant.assetId}/series?signal=bearing_1_rms&from=2000&to=1000`;
    expect((await get(backwards)).problem().code).toBe('RANGE.EMPTY');
  });

  it('raw readings come page by page, each once, not-a-number as null', async () => {
    const readings: ReadingResponse[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Page<ReadingResponse> = (
        await get(`/devices/${tenant.deviceId}/readings?signal=bearing_1_rms&limit=25${more}`)
      ).json();
      readings.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(readings).toHaveLength(SAMPLES);
    expect(readings.map(({ t }) => t)).toEqual(
      Array.from({ length: SAMPLES }, (_, i) => past.endMs - (59 - i) * 1_000),
    );
    expect(readings[1]!.value).toBeNull();
    expect(readings[59]).toMatchObject({ value: 0.59, at: new Date(past.endMs).toISOString() });
    const bad = await get(`/devices/${tenant.deviceId}/readings?cursor=nonsense`);
    expect(bad.status).toBe(400);
  });

  it('rejects: counts by reason on the device, cases newest first', async () => {
    const device = (await get(`/devices/${tenant.deviceId}`)).json<DeviceResponse>();
    expect(device.rejects).toEqual([{ reason: 'SIGNAL.UNKNOWN', count: 7 }]);
    const first = (await get(`/devices/${tenant.deviceId}/rejects?limit=2`)).json<Page<RejectResponse>>();
    expect(first.items.map(({ detail }) => detail)).toEqual(['case 2', 'case 1']);
    expect(first.items[0]!.sample).toBe(Buffer.alloc(256, 2).toString('base64'));
    const rest = (await get(`/rejects?limit=2&cursor=${first.nextCursor!}`)).json<Page<RejectResponse>>();
    expect(rest.items.map(({ detail }) => detail)).toEqual(['case 0']);
    expect(rest.nextCursor).toBeNull();
  });

  it("a device's credentials are shown once, replaced at will, and it can be switched off", async () => {
    const made = (
      await post('/devices', { name: 'Door', assetId: tenant.assetId })
    ).json<DeviceCredentialsResponse>();
    expect(made.mqtt).toMatchObject({ clientId: made.id, username: made.id, port: 1883 });
    expect(made.mqtt.topics.json).toBe(`fettle/v1/${tenant.id}/${made.id}/json`);
    expect(Buffer.from(made.mqtt.password, 'base64url')).toHaveLength(32);
    const stored = await world.parts.database.pipeline.query(
      'SELECT row_to_json(d)::text AS row FROM devices d',
    );
    expect(JSON.stringify(stored.rows)).not.toContain(made.mqtt.password);
    expect((await post('/devices', { name: 'Door', assetId: tenant.assetId })).problem().code).toBe(
      'DEVICE.EXISTS',
    );
    const rotated = (await post(`/devices/${made.id}/rotate`, {})).json<DeviceCredentialsResponse>();
    expect(rotated.mqtt.password).not.toBe(made.mqtt.password);
    expect(rotated.id).toBe(made.id);
    const off = await as('operator', 'PATCH', `/devices/${made.id}`, { body: { disabled: true } });
    expect(off.json<DeviceResponse>()).toMatchObject({ state: 'disabled' });
    expect((await get('/devices?state=disabled')).json<Page<DeviceResponse>>().items).toHaveLength(1);
    expect((await get('/devices?state=online')).json<Page<DeviceResponse>>().items).toHaveLength(1);
    expect((await as('operator', 'DELETE', `/devices/${made.id}`)).status).toBe(204);
    expect((await as('operator', 'DELETE', `/devices/${made.id}`)).problem().code).toBe('DEVICE.NOT_FOUND');
    expect((await as('operator', 'DELETE', `/devices/${tenant.deviceId}`)).problem().code).toBe(
      'DEVICE.HAS_HISTORY',
    );
    expect((await get(`/devices/${tenant.deviceId}`)).status).toBe(200);
  });

  it('a rule is created, changed by version, refused when it could never fire, deleted', async () => {
    const rule = (await post('/alert-rules', RULE)).json<AlertRuleResponse>();
    expect(rule).toMatchObject({ version: 1, enabled: true, pendingMs: 0, assetIds: null });
    const change = { ...RULE, condition: { ...RULE.condition, threshold: 8 } };
    const put = (body: unknown) => as('operator', 'PUT', `/alert-rules/${rule.id}`, { body });
    expect((await put({ ...change, version: 1 })).json<AlertRuleResponse>()).toMatchObject({ version: 2 });
    expect((await put({ ...change, version: 1 })).problem()).toMatchObject({
      status: 409,
      code: 'RULE.VERSION_CONFLICT',
    });
    const unknownSignal = { ...RULE, condition: { ...RULE.condition, signal: 'nope' } };
    expect((await post('/alert-rules', unknownSignal)).problem().code).toBe('SIGNAL.UNKNOWN');
    expect((await post('/alert-rules', { ...RULE, assetTypeId: 'rail.boat' })).problem().code).toBe(
      'ASSET.UNKNOWN_TYPE',
    );
    expect((await as('operator', 'DELETE', `/alert-rules/${rule.id}`)).status).toBe(204);
    expect((await get(`/alert-rules/${rule.id}`)).problem().code).toBe('RULE.NOT_FOUND');
  });

  it('a preview says when the rule would have fired, and compares it with the rule as it is', async () => {
    const current = (await post('/alert-rules', RULE)).json<AlertRuleResponse>();
    const stricter = { ...RULE, condition: { ...RULE.condition, threshold: 3.05 } };
    const answer = await post('/alert-rules/preview', { rule: stricter, compareWithRuleId: current.id });
    const preview = answer.json<PreviewAlertRuleResponse>();
    // The value passes 3.05 in hour 21 and 7.05 in hour 61; a window is known at its end.
    const hourEnd = (hour: number): number => past.endMs - (HOURS - hour - 1) * HOUR_MS;
    expect(preview).toMatchObject({
      assets: 1,
      assetsLeftOut: 0,
      alertCount: 1,
      compared: { alertCount: 1 },
    });
    expect(preview.alerts[0]).toMatchObject({
      assetName: 'Car 1',
      component: 'bearing_1',
      firedAt: new Date(hourEnd(21)).toISOString(),
      resolvedAt: null,
      evidence: { threshold: 3.05 },
    });
    expect(preview.openMs - preview.compared!.openMs).toBe(40 * HOUR_MS);
    await as('operator', 'DELETE', `/alert-rules/${current.id}`);
  });

  it('a preview knows forecasts too, and which confirmed faults it would have caught', async () => {
    const order = (
      await post('/work-orders', { assetId: tenant.assetId, component: 'bearing_1', title: 'Look' })
    ).json<WorkOrderResponse>();
    const foundAt = new Date(past.endMs - HOUR_MS).toISOString();
    await post(`/work-orders/${order.id}/finding`, { kind: 'confirmed_fault', foundAt });
    const rule = (quantity: string, threshold: number) => ({
      ...RULE,
      condition: { kind: 'forecast', quantity, comparison: '>', threshold },
    });
    const caught = (
      await post('/alert-rules/preview', { rule: rule('p7d', 0.5) })
    ).json<PreviewAlertRuleResponse>();
    expect(caught.caught).toEqual([
      expect.objectContaining({ workOrderId: order.id, leadTimeMs: 48 * HOUR_MS }),
    ]);
    const missed = (
      await post('/alert-rules/preview', { rule: rule('p1d', 0.5) })
    ).json<PreviewAlertRuleResponse>();
    expect(missed).toMatchObject({ alertCount: 0, caught: [], missed: [{ leadTimeMs: null }] });
  });

  it('an alert is explained, acknowledged once, resolved, each with its event', async () => {
    const detail = (await get(`/alerts/${past.alertId}`)).json<AlertDetailResponse>();
    expect(detail).toMatchObject({
      assetName: 'Car 1',
      siteName: 'Yard',
      evidence: { value: 10, threshold: 7.1 },
    });
    const events = await tail(world, 'alerts.v1');
    const acknowledge = (): Promise<Answer> =>
      as('crew', 'POST', `/alerts/${past.alertId}/acknowledge`, { body: { note: 'on it' } });
    expect((await acknowledge()).json<AlertResponse>()).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'rails crew',
      revision: 2,
    });
    expect((await acknowledge()).json<AlertResponse>()).toMatchObject({ revision: 2 });
    const bulk = (
      await as('crew', 'POST', '/alerts/resolve', { body: { ids: [past.alertId, tenant.assetId] } })
    ).json<ChangeAlertsResponse>();
    expect(bulk).toEqual({ changed: [past.alertId], unchanged: [tenant.assetId] });
    const after = (await get(`/alerts/${past.alertId}`)).json<AlertDetailResponse>();
    expect(after.history).toMatchObject([
      { state: 'acknowledged', by: 'rails crew', note: 'on it' },
      { state: 'resolved', note: null },
    ]);
    expect((await get('/alerts?state=open')).json<Page<AlertResponse>>().items).toEqual([]);
    expect((await get('/alerts?state=resolved')).json<Page<AlertResponse>>().items).toHaveLength(1);
    expect(await events.take(2)).toMatchObject([
      { state: 'acknowledged' },
      { state: 'resolved', revision: 3 },
    ]);
    // No body at all is fine too.
    expect((await as('crew', 'POST', `/alerts/${past.alertId}/acknowledge`)).status).toBe(200);
  });

  it('pages follow each other without gap or overlap', async () => {
    for (let i = 0; i < 7; i++) await post('/sites', { name: `Site ${i}`, latitude: i, longitude: i });
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page<{ name: string }> = (
        await get(`/sites?limit=3${cursor && `&cursor=${cursor}`}`)
      ).json();
      expect(page.items.length).toBeLessThanOrEqual(3);
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(names).toEqual([...Array.from({ length: 7 }, (_, i) => `Site ${i}`), 'Yard']);
    expect((await get('/sites?cursor=bm9uc2Vuc2U')).problem().code).toBe('CURSOR.INVALID');
    expect((await get('/sites?limit=100000')).problem().code).toBe('INPUT.INVALID');
  });

  it('anything is found by name or id', async () => {
    const hits = (await get('/search?q=car')).json<Page<SearchHit>>().items;
    expect(hits[0]).toMatchObject({ kind: 'asset', id: tenant.assetId, title: 'Car 1' });
    const byId = (await get(`/search?q=${tenant.deviceId}`)).json<Page<SearchHit>>().items;
    expect(byId).toMatchObject([{ kind: 'device', id: tenant.deviceId }]);
  });

  it('the streams page counts what came and what did not', async () => {
    const streams = (await get('/streams')).json<StreamsResponse>();
    expect(streams).toMatchObject({
      totals: { frames: 1, readings: SAMPLES, late: 3, duplicates: 2, gaps: 4 },
      rejects: [{ reason: 'SIGNAL.UNKNOWN', count: 7 }],
      devices: { total: 1, online: 1, silent: 0, neverSeen: 0 },
      watermark: { newestAt: new Date(past.endMs).toISOString() },
    });
    expect(streams.consumers.map(({ group }) => group)).toContain('stream');
  });

  it('people: made, given a role, removed; the last owner stays', async () => {
    const body = { email: 'new@rails.example', name: 'New', role: 'crew' };
    const made = (await as('admin', 'POST', '/users', { body })).json<{ id: string; password: string }>();
    expect(made.password).toHaveLength(20);
    expect((await as('admin', 'POST', '/users', { body })).problem().code).toBe('USER.EXISTS');
    const path = `/users/${made.id}`;
    expect((await as('admin', 'PATCH', path, { body: { role: 'operator' } })).json()).toMatchObject({
      role: 'operator',
    });
    expect((await as('admin', 'PATCH', path, { body: { role: 'owner' } })).problem().code).toBe(
      'ROLE.TOO_LOW',
    );
    expect((await as('admin', 'DELETE', `/users/${tenant.userIds.owner}`)).problem().code).toBe(
      'ROLE.TOO_LOW',
    );
    const owner = await tenant.token('owner');
    const self = await world.call('DELETE', `/api/v1/users/${tenant.userIds.owner}`, { token: owner });
    expect(self.problem().code).toBe('USER.LAST_OWNER');
    expect((await as('admin', 'DELETE', path)).status).toBe(204);
  });
});

async function tail(world: ApiWorld, topic: string): Promise<{ take(count: number): Promise<unknown[]> }> {
  const events: unknown[] = [];
  let wake = (): void => undefined;
  const subscription = await world.parts.eventLog.tail([topic], ({ records }) => {
    for (const { value } of records) events.push(JSON.parse(Buffer.from(value).toString()));
    wake();
  });
  return {
    take: async (count) => {
      while (events.length < count) await new Promise<void>((done) => (wake = done));
      await subscription.close();
      return events;
    },
  };
}
