import { ManualClock } from '@fettle/kernel';
import { startTestPostgres, type TestPostgres } from '@fettle/testing';
import { createSetupLink, createSignInLink, dropExpiredSessions } from '@fettle/persistence';
import { type ApiWorld, startApiWorld, type TestTenant } from '../spec-builders/api-world';
import { SESSION_MS } from './session.service';
import { SIGN_IN_LIMITS } from './sign-in-throttle';

jest.setTimeout(60_000);

describe('sessions', () => {
  const clock = new ManualClock(1_763_800_000_000);
  let postgres: TestPostgres;
  let world: ApiWorld;
  let tenant: TestTenant;
  let setupLink: string;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    const { urls } = await postgres.createDatabase();
    world = await startApiWorld(urls, clock);
    setupLink = await createSetupLink(world.parts.database.identity, new Date(clock.nowMs() + 3_600_000));
  }, 120_000);

  afterAll(async () => {
    await world.stop();
    await postgres.stop();
  }, 60_000);

  const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
    world.call('POST', '/api/v1/sessions', { body: { email, password }, headers });

  it('an empty installation is set up once, with its link, and its owner finds the default rules', async () => {
    expect((await world.call('GET', '/api/v1/setup')).json()).toEqual({ needed: true });
    const body = {
      link: setupLink,
      tenantName: 'Acme',
      name: 'Ada',
      email: 'Ada@Acme.example',
      password: 'a long enough password',
    };
    const wrong = await world.call('POST', '/api/v1/setup', { body: { ...body, link: 'x'.repeat(43) } });
    expect(wrong.problem()).toMatchObject({ status: 401, code: 'LINK.INVALID' });
    const made = await world.call('POST', '/api/v1/setup', { body });
    expect(made.status).toBe(201);
    const { token } = made.json<{ token: string }>();
    const me = await world.call('GET', '/api/v1/sessions/me', { token });
    expect(me.json()).toMatchObject({
      user: { email: 'ada@acme.example', role: 'owner' },
      tenant: { name: 'Acme', slug: 'acme' },
    });
    const rules = await world.call('GET', '/api/v1/alert-rules', { token });
    expect(rules.json<{ items: unknown[] }>().items.length).toBeGreaterThan(0);
    expect((await world.call('POST', '/api/v1/setup', { body })).problem().code).toBe('LINK.INVALID');
    expect((await world.call('GET', '/api/v1/setup')).json()).toEqual({ needed: false });
    const second = await createSetupLink(world.parts.database.identity, new Date(clock.nowMs() + 3_600_000));
    const again = await world.call('POST', '/api/v1/setup', {
      body: { ...body, link: second, email: 'b@b.example' },
    });
    expect(again.problem()).toMatchObject({ status: 409, code: 'SETUP.DONE' });
    tenant = await world.makeTenant('rails');
  });

  it('the same token works as cookie and as bearer, and the database has neither', async () => {
    const answer = await signIn(tenant.emails.crew, tenant.password);
    expect(answer.status).toBe(201);
    const { token, expiresAt } = answer.json<{ token: string; expiresAt: string }>();
    expect(Date.parse(expiresAt)).toBe(clock.nowMs() + SESSION_MS);
    const cookie = answer.headers.get('set-cookie')!;
    expect(cookie).toContain(`fettle_session=${token}`);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const byCookie = await world.call('GET', '/api/v1/sessions/me', {
      headers: { cookie: `other=1; fettle_session=${token}` },
    });
    expect(byCookie.json()).toMatchObject({ user: { role: 'crew' } });
    expect((await world.call('GET', '/api/v1/sessions/me', { token })).status).toBe(200);
    const stored = await world.parts.database.identity.query('SELECT token_hash::text AS t FROM sessions');
    expect(JSON.stringify(stored.rows)).not.toContain(token);
  });

  it('whoever asks for the current session is told it, or that there is none; never refused', async () => {
    const current = (options?: { token?: string; headers?: Record<string, string> }) =>
      world.call('GET', '/api/v1/sessions/current', options);
    const token = await tenant.token('crew');
    for (const options of [{ token }, { headers: { cookie: `fettle_session=${token}` } }]) {
      expect((await current(options)).json()).toMatchObject({ session: { user: { role: 'crew' } } });
    }
    for (const options of [{}, { token: 'x'.repeat(43) }, { headers: { cookie: 'fettle_session=old' } }]) {
      const answer = await current(options);
      expect([answer.status, answer.json()]).toEqual([200, { session: null }]);
    }
  });

  it('signing out ends the session, and so does time', async () => {
    const out = (await signIn(tenant.emails.viewer, tenant.password)).json<{ token: string }>().token;
    expect((await world.call('DELETE', '/api/v1/sessions/me', { token: out })).status).toBe(204);
    expect((await world.call('GET', '/api/v1/sessions/me', { token: out })).problem().code).toBe(
      'SESSION.REQUIRED',
    );
    const old = (await signIn(tenant.emails.viewer, tenant.password)).json<{ token: string }>().token;
    clock.advance(SESSION_MS);
    expect((await world.call('GET', '/api/v1/sessions/me', { token: old })).status).toBe(401);
  });

  it('a wrong password and an unknown address look the same', async () => {
    const wrong = await signIn(tenant.emails.viewer, 'not the password');
    const unknown = await signIn('nobody@rails.example', 'not the password');
    expect(wrong.status).toBe(401);
    expect(wrong.text).toBe(unknown.text);
    expect(wrong.headers.get('content-type')).toContain('application/problem+json');
  });

  it('guessing is slowed down for the guesser and not for the person', async () => {
    const email = tenant.emails.admin;
    for (let i = 0; i < SIGN_IN_LIMITS.perPair; i++) await signIn(email, `guess ${i}`);
    const throttled = await signIn(email, tenant.password);
    expect(throttled.problem()).toMatchObject({ status: 429, code: 'SIGN_IN.THROTTLED', retryable: true });
    expect(Number(throttled.headers.get('retry-after'))).toBeGreaterThan(0);
    clock.advance(SIGN_IN_LIMITS.windowMs);
    expect((await signIn(email, tenant.password)).status).toBe(201);
  });

  it('a sign-in link works once and not after its time', async () => {
    const { identity } = world.parts.database;
    const user = { tenantId: tenant.id, email: tenant.emails.owner };
    const link = (await createSignInLink(identity, user, new Date(clock.nowMs() + 60_000)))!;
    const first = await world.call('POST', '/api/v1/sessions/link', { body: { link } });
    expect(first.status).toBe(201);
    expect((await world.call('POST', '/api/v1/sessions/link', { body: { link } })).problem().code).toBe(
      'LINK.INVALID',
    );
    const late = (await createSignInLink(identity, user, new Date(clock.nowMs() + 60_000)))!;
    clock.advance(60_000);
    expect((await world.call('POST', '/api/v1/sessions/link', { body: { link: late } })).status).toBe(401);
    expect(
      await createSignInLink(identity, { ...user, email: 'nobody@rails.example' }, new Date()),
    ).toBeNull();
  });

  it('what has expired is forgotten, what holds is not', async () => {
    const held = (await signIn(tenant.emails.viewer, tenant.password)).json<{ token: string }>().token;
    const { identity } = world.parts.database;
    await createSignInLink(
      identity,
      { tenantId: tenant.id, email: tenant.emails.owner },
      new Date(clock.nowMs()),
    );
    const gone = await dropExpiredSessions(identity, clock.nowMs());
    expect(gone).toBeGreaterThan(0);
    const left = await identity.query(
      `SELECT (SELECT min(expires_at) > $1 FROM sessions) AS sessions, (SELECT count(*)::int FROM sign_in_links WHERE expires_at <= $1) AS links`,
      [new Date(clock.nowMs())],
    );
    expect(left.rows).toEqual([{ sessions: true, links: 0 }]);
    expect((await world.call('GET', '/api/v1/sessions/me', { token: held })).status).toBe(200);
  });

  it("another site's page can neither use the cookie nor sign its visitor in", async () => {
    const token = await tenant.token('operator');
    const cookie = `fettle_session=${token}`;
    const body = { name: 'Yard 2', latitude: 0, longitude: 0 };
    const from = (headers: Record<string, string>) =>
      world.call('POST', '/api/v1/sites', { body, headers: { cookie, ...headers } });
    expect((await from({ origin: 'https://evil.example' })).problem().code).toBe('ORIGIN.REFUSED');
    expect((await from({ origin: 'null' })).status).toBe(403);
    expect((await from({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await from({ origin: world.origin, 'sec-fetch-site': 'same-origin' })).status).toBe(201);
    const elsewhere = await signIn(tenant.emails.viewer, tenant.password, { origin: 'https://evil.example' });
    expect(elsewhere.problem().code).toBe('ORIGIN.REFUSED');
  });
});
