import { HOUR_MS, ManualClock, uuidv7 } from '@fettle/kernel';
import { type Problem, type Role, ROLES, roleAllows } from '@fettle/contracts';
import { startTestPostgres, type TestPostgres } from '@fettle/testing';
import { type Answer, type ApiWorld, startApiWorld, type TestTenant } from './spec-builders/api-world';
import { modelPackage } from './spec-builders/model-package';
import { type Past, seedPast } from './spec-builders/past';
import { DENSE_MODEL } from './spec-builders/small-models';

jest.setTimeout(60_000);

/** What two tenants are told apart by: every route with the least role that may call it, and a valid call. */
interface Route {
  readonly method: string;
  readonly path: string;
  /** Null: open to everyone. */
  readonly role: Role | null;
  readonly body?: (ids: Ids) => unknown;
  /** The path names something of the tenant. */
  readonly names?: keyof Ids;
}

interface Ids {
  readonly asset: string;
  readonly device: string;
  readonly alert: string;
  readonly rule: string;
  readonly order: string;
  readonly user: string;
  readonly site: string;
  readonly snippet: string;
  readonly model: string;
  readonly package: string;
}

const rule = {
  name: 'Bearing shakes',
  severity: 'warning',
  assetTypeId: 'rail.car',
  condition: {
    kind: 'window',
    signal: 'bearing_1_rms',
    aggregate: 'mean',
    windowMs: HOUR_MS,
    comparison: '>',
    threshold: 7,
  },
};
const note = { note: 'x' };
let count = 0;

const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/setup', role: null },
  { method: 'POST', path: '/setup', role: null },
  { method: 'POST', path: '/sessions', role: null },
  { method: 'POST', path: '/sessions/link', role: null },
  { method: 'GET', path: '/sessions/current', role: null },
  { method: 'GET', path: '/sessions/me', role: 'viewer' },
  { method: 'DELETE', path: '/sessions/me', role: 'viewer' },
  { method: 'GET', path: '/tenant', role: 'viewer' },
  { method: 'GET', path: '/domains', role: 'viewer' },
  { method: 'GET', path: '/sites', role: 'viewer' },
  {
    method: 'POST',
    path: '/sites',
    role: 'operator',
    body: () => ({ name: `S${count++}`, latitude: 1, longitude: 1 }),
  },
  { method: 'GET', path: '/fleet', role: 'viewer' },
  { method: 'GET', path: '/fleet/summary', role: 'viewer' },
  { method: 'GET', path: '/assets', role: 'viewer' },
  {
    method: 'POST',
    path: '/assets',
    role: 'operator',
    body: ({ site }) => ({ name: `A${count++}`, siteId: site, assetTypeId: 'rail.car' }),
  },
  { method: 'GET', path: '/assets/{id}', role: 'viewer', names: 'asset' },
  { method: 'GET', path: '/assets/{id}/series?signal=bearing_1_rms', role: 'viewer', names: 'asset' },
  { method: 'GET', path: '/assets/{id}/forecasts', role: 'viewer', names: 'asset' },
  { method: 'GET', path: '/assets/{id}/forecasts/history', role: 'viewer', names: 'asset' },
  { method: 'GET', path: '/devices', role: 'viewer' },
  {
    method: 'POST',
    path: '/devices',
    role: 'operator',
    body: ({ asset }) => ({ name: `D${count++}`, assetId: asset }),
  },
  { method: 'GET', path: '/devices/{id}', role: 'viewer', names: 'device' },
  {
    method: 'PATCH',
    path: '/devices/{id}',
    role: 'operator',
    names: 'device',
    body: () => ({ disabled: false }),
  },
  { method: 'DELETE', path: '/devices/{id}', role: 'operator', names: 'device' },
  { method: 'POST', path: '/devices/{id}/rotate', role: 'operator', names: 'device' },
  { method: 'GET', path: '/devices/{id}/readings', role: 'viewer', names: 'device' },
  { method: 'GET', path: '/devices/{id}/rejects', role: 'viewer', names: 'device' },
  { method: 'GET', path: '/devices/{id}/commands', role: 'viewer', names: 'device' },
  {
    method: 'POST',
    path: '/devices/{id}/commands',
    role: 'operator',
    names: 'device',
    body: () => ({ command: 'reboot' }),
  },
  {
    method: 'POST',
    path: '/devices/{id}/model',
    role: 'operator',
    names: 'device',
    body: (ids) => ({ package: ids.package }),
  },
  { method: 'GET', path: '/devices/{id}/snippets', role: 'viewer', names: 'device' },
  { method: 'GET', path: '/snippets/{id}', role: 'viewer', names: 'snippet' },
  { method: 'GET', path: '/models', role: 'viewer' },
  { method: 'POST', path: '/models?name=dense', role: 'operator', body: () => DENSE_MODEL },
  { method: 'GET', path: '/models/packages', role: 'viewer' },
  { method: 'POST', path: '/models/packages', role: 'operator', body: () => modelPackage() },
  { method: 'DELETE', path: '/models/packages/{id}', role: 'operator', names: 'package' },
  { method: 'GET', path: '/models/{id}', role: 'viewer', names: 'model' },
  { method: 'DELETE', path: '/models/{id}', role: 'operator', names: 'model' },
  { method: 'GET', path: '/models/{id}/c', role: 'viewer', names: 'model' },
  { method: 'GET', path: '/models/{id}/report', role: 'viewer', names: 'model' },
  { method: 'GET', path: '/models/{id}/tflite', role: 'viewer', names: 'model' },
  {
    method: 'POST',
    path: '/models/{id}/run',
    role: 'viewer',
    names: 'model',
    body: () => ({ input: [1, 2, 3, 4] }),
  },
  { method: 'GET', path: '/rejects', role: 'viewer' },
  { method: 'GET', path: '/streams', role: 'viewer' },
  { method: 'GET', path: '/alert-rules', role: 'viewer' },
  { method: 'POST', path: '/alert-rules', role: 'operator', body: () => rule },
  { method: 'POST', path: '/alert-rules/preview', role: 'viewer', body: () => ({ rule }) },
  { method: 'GET', path: '/alert-rules/{id}', role: 'viewer', names: 'rule' },
  { method: 'PUT', path: '/alert-rules/{id}', role: 'operator', names: 'rule', body: () => rule },
  { method: 'DELETE', path: '/alert-rules/{id}', role: 'operator', names: 'rule' },
  { method: 'GET', path: '/alerts', role: 'viewer' },
  { method: 'GET', path: '/alerts/{id}', role: 'viewer', names: 'alert' },
  { method: 'POST', path: '/alerts/acknowledge', role: 'crew', body: ({ alert }) => ({ ids: [alert] }) },
  { method: 'POST', path: '/alerts/resolve', role: 'crew', body: ({ alert }) => ({ ids: [alert] }) },
  { method: 'POST', path: '/alerts/{id}/acknowledge', role: 'crew', names: 'alert', body: () => note },
  { method: 'POST', path: '/alerts/{id}/resolve', role: 'crew', names: 'alert', body: () => note },
  { method: 'GET', path: '/work-orders', role: 'viewer' },
  {
    method: 'POST',
    path: '/work-orders',
    role: 'crew',
    body: ({ asset }) => ({ assetId: asset, title: 'Look' }),
  },
  { method: 'GET', path: '/work-orders/{id}', role: 'viewer', names: 'order' },
  {
    method: 'POST',
    path: '/work-orders/{id}/finding',
    role: 'crew',
    names: 'order',
    body: () => ({ kind: 'other' }),
  },
  { method: 'GET', path: '/search?q=car', role: 'viewer' },
  { method: 'GET', path: '/users', role: 'admin' },
  {
    method: 'POST',
    path: '/users',
    role: 'admin',
    body: () => ({ email: `u${count++}@x.example`, name: 'U', role: 'viewer', password: 'long enough 1' }),
  },
  { method: 'PATCH', path: '/users/{id}', role: 'admin', names: 'user', body: () => ({ name: 'New name' }) },
  { method: 'DELETE', path: '/users/{id}', role: 'admin', names: 'user' },
];

const GUARDED = ROUTES.filter((route) => route.role !== null);
const NAMING = ROUTES.filter((route) => route.names !== undefined);
const label = ({ method, path }: Route): string => `${method} ${path}`;

describe('access', () => {
  const clock = new ManualClock(1_763_798_460_000);
  let postgres: TestPostgres;
  let world: ApiWorld;
  let a: TestTenant;
  let b: TestTenant;
  const ids = new Map<TestTenant, Ids>();

  beforeAll(async () => {
    postgres = await startTestPostgres();
    const { urls } = await postgres.createDatabase();
    world = await startApiWorld(urls, clock);
    [a, b] = [await world.makeTenant('alpha'), await world.makeTenant('beta')];
    for (const tenant of [a, b])
      ids.set(tenant, await idsOf(tenant, await seedPast(world.parts.database, tenant, clock.nowMs())));
  }, 120_000);

  afterAll(async () => {
    await world.stop();
    await postgres.stop();
  }, 60_000);

  async function idsOf(tenant: TestTenant, past: Past): Promise<Ids> {
    const token = await tenant.token('operator');
    const make = async (path: string, body: unknown): Promise<string> =>
      (await world.call('POST', `/api/v1${path}`, { token, body })).json<{ id: string }>().id;
    return {
      asset: tenant.assetId,
      device: tenant.deviceId,
      site: tenant.siteId,
      alert: past.alertId,
      user: tenant.userIds.viewer,
      rule: await make('/alert-rules', rule),
      order: await make('/work-orders', { assetId: tenant.assetId, title: 'Secret plan' }),
      snippet: past.snippetId,
      model: await make('/models?name=dense', DENSE_MODEL),
      // Of content of its own: a package's name is its content's.
      package: await make('/models/packages', modelPackage(tenant.id)),
    };
  }

  function call(route: Route, named: Ids, options: { token?: string; sent?: Ids } = {}): Promise<Answer> {
    const path = `/api/v1${route.path.replace('{id}', route.names ? named[route.names] : '')}`;
    const body = route.body?.(options.sent ?? named);
    return world.call(route.method, path, {
      ...(options.token === undefined ? {} : { token: options.token }),
      ...(body === undefined ? {} : { body }),
    });
  }

  /** Everything of a tenant, as the database has it. */
  async function rowsOf(tenant: TestTenant): Promise<string> {
    const tables = [
      'users',
      'sites',
      'assets',
      'devices',
      'alert_rules',
      'alerts',
      'alert_events',
      'work_orders',
      'findings',
      'device_commands',
      'device_software',
      'snippets',
      'models',
      'model_packages',
    ];
    const parts = tables.map(
      (table) =>
        `SELECT '${table}' AS t, to_jsonb(x)::text AS row FROM ${table} x WHERE tenant_id = '${tenant.id}'`,
    );
    const { rows } = await world.parts.database.pipeline.query(`${parts.join(' UNION ALL ')} ORDER BY 1, 2`);
    return JSON.stringify(rows);
  }

  it('the OpenAPI document lists every route, and these specs know each of them', async () => {
    const answer = await world.call('GET', '/api/openapi.json');
    const document = answer.json<{ openapi: string; paths: Record<string, Record<string, unknown>> }>();
    expect(document.openapi).toBe('3.1.0');
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    );
    const known = ROUTES.map((route) => label({ ...route, path: route.path.split('?')[0]! }));
    expect(listed.sort()).toEqual(known.sort());
    expect(answer.text).not.toMatch(/zod|x-nestjs/i);
    const operation = document.paths['/api/v1/devices']!['post'] as {
      requestBody: unknown;
      responses: object;
    };
    expect(operation.requestBody).toBeDefined();
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['201', 'default']));
  });

  it.each(GUARDED.map((route) => [label(route), route] as const))(
    '%s: nobody without a session',
    async (_, route) => {
      const answer = await call(route, ids.get(a)!);
      expect(answer.problem()).toMatchObject({ status: 401, code: 'SESSION.REQUIRED' });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    },
  );

  it.each(GUARDED.map((route) => [label(route), route] as const))(
    '%s: no role below its own',
    async (_, route) => {
      for (const role of ROLES.filter((one) => !roleAllows(one, route.role!))) {
        const answer = await call(route, ids.get(a)!, { token: await a.token(role) });
        expect([role, answer.problem().code]).toEqual([role, 'ROLE.TOO_LOW']);
      }
    },
  );

  it.each(NAMING.map((route) => [label(route), route] as const))(
    "%s: another tenant's is as good as missing, and stays as it is",
    async (_, route) => {
      const before = await rowsOf(a);
      const token = await b.token('owner');
      const foreign = await call(route, ids.get(a)!, { token });
      const missing = await call(route, missingIds(), { token });
      expect(foreign.status).toBe(404);
      expect(foreign.text).toBe(missing.text);
      expect(await rowsOf(a)).toBe(before);
    },
  );

  it("bodies that name another tenant's things are refused as if those were missing", async () => {
    const token = await b.token('owner');
    const before = await rowsOf(a);
    const theirs = ids.get(a)!;
    const mine = ids.get(b)!;
    const post = async (path: string, body: unknown): Promise<Problem> =>
      (await world.call('POST', `/api/v1${path}`, { token, body })).problem();
    expect(await post('/devices', { name: 'Spy', assetId: theirs.asset })).toMatchObject({
      status: 404,
      code: 'ASSET.NOT_FOUND',
    });
    expect(
      await post('/assets', { name: 'Spy', siteId: theirs.site, assetTypeId: 'rail.car' }),
    ).toMatchObject({ code: 'SITE.NOT_FOUND' });
    expect(await post('/work-orders', { assetId: theirs.asset, title: 'x' })).toMatchObject({
      code: 'ASSET.NOT_FOUND',
    });
    expect(
      await post('/work-orders', { assetId: mine.asset, alertId: theirs.alert, title: 'x' }),
    ).toMatchObject({ code: 'ALERT.NOT_FOUND' });
    expect(await post('/alert-rules', { ...rule, assetIds: [theirs.asset] })).toMatchObject({
      code: 'ASSET.NOT_FOUND',
    });
    expect(await post('/alert-rules/preview', { rule: { ...rule, assetIds: [theirs.asset] } })).toMatchObject(
      { code: 'ASSET.NOT_FOUND' },
    );
    expect(await post('/alert-rules/preview', { rule, compareWithRuleId: theirs.rule })).toMatchObject({
      code: 'RULE.NOT_FOUND',
    });
    const bulk = await world.call('POST', '/api/v1/alerts/acknowledge', {
      token,
      body: { ids: [theirs.alert] },
    });
    expect(bulk.json()).toEqual({ changed: [], unchanged: [theirs.alert] });
    expect(await post(`/devices/${mine.device}/model`, { package: theirs.package })).toMatchObject({
      code: 'PACKAGE.NOT_FOUND',
    });
    expect(await rowsOf(a)).toBe(before);
  });

  it.each(
    ROUTES.filter(({ method, names, role }) => method === 'GET' && names === undefined && role !== null).map(
      (route) => [label(route), route] as const,
    ),
  )("%s: nothing of another tenant's in it", async (_, route) => {
    const answer = await call(route, ids.get(b)!, { token: await b.token('owner') });
    expect(answer.status).toBe(200);
    for (const secret of [a.id, ...Object.values(ids.get(a)!), 'alpha', ...Object.values(a.emails)]) {
      expect(answer.text).not.toContain(secret);
    }
  });

  it('filters cannot reach over either', async () => {
    const token = await b.token('owner');
    const { asset, site } = ids.get(a)!;
    for (const path of [
      `/devices?assetId=${asset}`,
      `/alerts?assetId=${asset}`,
      `/work-orders?assetId=${asset}`,
      `/assets?siteId=${site}`,
      `/fleet?siteId=${site}`,
      `/search?q=${asset}`,
    ]) {
      const answer = await world.call('GET', `/api/v1${path}`, { token });
      expect([path, answer.json()]).toEqual([path, { items: [], nextCursor: null }]);
    }
  });

  it('the database shows nothing to a transaction that names no tenant', async () => {
    const { rows } = await world.parts.database.pipeline.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid AND t.attname = 'tenant_id'
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND has_table_privilege('fettle_api', c.oid, 'SELECT')`,
    );
    expect(rows.length).toBeGreaterThan(15);
    for (const { name } of rows) {
      const all = await world.parts.database.api.query(`SELECT count(*)::int AS n FROM ${name}`);
      expect([name, all.rows]).toEqual([name, [{ n: 0 }]]);
    }
  });

  it('what is not understood is a problem document, whatever it is', async () => {
    const token = await a.token('operator');
    const send = async (
      method: string,
      path: string,
      options: { body?: unknown; headers?: Record<string, string> } = {},
    ) => world.call(method, path, { token, ...options });
    const cases: [Answer, number, string][] = [
      [await send('GET', '/api/v1/nowhere'), 404, 'ROUTE.NOT_FOUND'],
      [await send('GET', '/api/v1/assets/not-an-id'), 400, 'INPUT.INVALID'],
      [await send('POST', '/api/v1/sites', { body: '{"name":' }), 400, 'INPUT.MALFORMED'],
      [
        await send('POST', '/api/v1/sites', { body: { name: 'x'.repeat(2_000_000) } }),
        413,
        'INPUT.TOO_LARGE',
      ],
      [await send('POST', '/api/v1/sites', { body: { name: '', latitude: 91 } }), 400, 'INPUT.INVALID'],
      [
        await send('POST', '/api/v1/sites', {
          body: { name: 'x', latitude: 1, longitude: 1, timeZone: 'Mars/X' },
        }),
        400,
        'INPUT.INVALID',
      ],
      [await send('GET', '/api/v1/assets?limit=0'), 400, 'INPUT.INVALID'],
      [await send('GET', '/api/v1/alerts?state=burning'), 400, 'INPUT.INVALID'],
      [await send('GET', '/api/v1/assets?q[$gt]='), 200, ''],
    ];
    for (const [answer, status, code] of cases) {
      expect(answer.status).toBe(status);
      if (status === 200) continue;
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.problem()).toMatchObject({ status, code, retryable: false });
    }
    const { issues } = cases[4]![0].problem();
    expect(issues!.map(({ path }) => path)).toEqual(['name', 'latitude', 'longitude']);
  });

  it('health, metrics and headers', async () => {
    expect((await world.call('GET', '/health/live')).status).toBe(200);
    expect((await world.call('GET', '/health/ready')).json()).toMatchObject({ ready: true });
    world.parts.health.register('broken', () => Promise.reject(new Error('out of order')));
    const broken = await world.call('GET', '/health/ready', {
      headers: { 'x-forwarded-for': '203.0.113.9' },
    });
    expect(broken.status).toBe(503);
    expect(broken.text).not.toContain('out of order');
    expect((await world.call('GET', '/metrics')).text).toContain('fettle_process_cpu');
    const forwarded = { 'x-forwarded-for': '203.0.113.9' };
    expect((await world.call('GET', '/metrics', { headers: forwarded })).problem().code).toBe(
      'METRICS.FORBIDDEN',
    );
    expect(
      (await world.call('GET', '/metrics', { headers: forwarded, token: 'metrics-secret' })).status,
    ).toBe(200);
    expect((await world.call('GET', '/metrics', { token: 'wrong' })).status).toBe(403);
    const { headers } = await world.call('GET', '/api/v1/setup');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    const domains = await world.call('GET', '/api/v1/domains', { token: await a.token('viewer') });
    expect(domains.headers.get('content-encoding')).toMatch(/gzip|br/);
  });
});

function missingIds(): Ids {
  const id = uuidv7(1);
  const [snippet, model] = [id, id];
  return {
    ...{ asset: id, device: id, alert: id, rule: id, order: id, user: id, site: id },
    ...{ snippet, model, package: '0'.repeat(32) },
  };
}
