import { systemClock } from '@fettle/kernel';
import {
  LIVE,
  type LiveChanges,
  liveChangesSchema,
  type LiveSnapshot,
  liveSnapshotSchema,
  TOPICS,
  type WatchReply,
} from '@fettle/contracts';
import { startTestPostgres, type TestPostgres } from '@fettle/testing';
import { io, type Socket } from 'socket.io-client';
import { type ApiWorld, startApiWorld, type TestTenant } from '../spec-builders/api-world';
import { forecastOf, frameBytes, SAMPLES, seedPast } from '../spec-builders/past';

jest.setTimeout(60_000);

/** A browser as far as the socket goes; keeps everything it was sent. */
class Browser {
  readonly snapshots: LiveSnapshot[] = [];
  readonly changes: LiveChanges[] = [];
  private readonly waiting: (() => void)[] = [];

  constructor(readonly socket: Socket) {
    socket.on(LIVE.snapshot, (body: unknown) => this.keep(this.snapshots, liveSnapshotSchema.parse(body)));
    socket.on(LIVE.changes, (body: unknown) => this.keep(this.changes, liveChangesSchema.parse(body)));
  }

  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((done) => this.waiting.push(done));
  }

  ask(event: string, body: unknown): Promise<WatchReply> {
    return this.socket.emitWithAck(event, body) as Promise<WatchReply>;
  }

  private keep<T>(list: T[], item: T): void {
    list.push(item);
    for (const wake of this.waiting.splice(0)) wake();
  }
}

describe('live events', () => {
  let postgres: TestPostgres;
  let world: ApiWorld;
  let a: TestTenant;
  let b: TestTenant;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    postgres = await startTestPostgres();
    const { urls } = await postgres.createDatabase();
    world = await startApiWorld(urls, systemClock);
    [a, b] = [await world.makeTenant('alpha'), await world.makeTenant('beta')];
    for (const tenant of [a, b]) await seedPast(world.parts.database, tenant, systemClock.nowMs());
  }, 120_000);

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.disconnect();
  });

  afterAll(async () => {
    await world.stop();
    await postgres.stop();
  }, 60_000);

  function open(options: { token?: string; headers?: Record<string, string> }): Socket {
    const socket = io(world.origin, {
      path: LIVE.path,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      ...(options.token === undefined ? {} : { auth: { token: options.token } }),
      ...(options.headers === undefined ? {} : { extraHeaders: options.headers }),
    });
    sockets.push(socket);
    return socket;
  }

  async function connect(tenant: TestTenant): Promise<Browser> {
    const browser = new Browser(open({ token: await tenant.token('viewer') }));
    await browser.until(() => browser.snapshots.length > 0);
    return browser;
  }

  async function refusal(options: { token?: string; headers?: Record<string, string> }): Promise<string> {
    const socket = open(options);
    return new Promise((done) => {
      socket.on('connect_error', (error) => done(error.message));
      socket.on('connect', () => done('connected'));
    });
  }

  async function publish(tenant: TestTenant, atMs: number, p7d: number): Promise<void> {
    const value = Buffer.from(JSON.stringify(forecastOf(tenant, atMs, p7d)));
    await world.parts.eventLog.append(TOPICS.forecasts.name, [
      { key: `${tenant.id}/${tenant.assetId}`, value },
    ]);
  }

  it('a handshake without a session, or with the cookie from another site, is refused', async () => {
    const cookie = `fettle_session=${await a.token('viewer')}`;
    expect(await refusal({})).toBe('SESSION.REQUIRED');
    expect(await refusal({ token: 'x'.repeat(43) })).toBe('SESSION.REQUIRED');
    expect(await refusal({ headers: { cookie, origin: 'https://evil.example' } })).toBe('ORIGIN.REFUSED');
    expect(await refusal({ headers: { cookie, origin: world.origin } })).toBe('connected');
  });

  it('a client starts from a snapshot of its own tenant, and may ask for another', async () => {
    const browser = await connect(a);
    expect(browser.snapshots[0]).toMatchObject({
      reason: 'connected',
      summary: { total: { critical: 1 }, openAlerts: { firing: 1 } },
      forecasts: [{ assetId: a.assetId, component: 'bearing_1' }],
      alerts: [{ assetId: a.assetId, state: 'firing' }],
    });
    expect(JSON.stringify(browser.snapshots)).not.toContain(b.assetId);
    expect(await browser.ask(LIVE.resume, {})).toEqual({ ok: true });
    await browser.until(() => browser.snapshots.length === 2);
    expect(browser.snapshots[1]!.reason).toBe('resumed');
  });

  it('changes reach the own tenant and nobody else', async () => {
    const [ours, theirs] = [await connect(a), await connect(b)];
    await publish(a, 1_000, 0.31);
    await publish(b, 2_000, 0.62);
    await ours.until(() => ours.changes.some(({ forecasts }) => forecasts.length > 0));
    await theirs.until(() => theirs.changes.some(({ forecasts }) => forecasts.length > 0));
    expect(ours.changes.flatMap(({ forecasts }) => forecasts)).toMatchObject([
      { assetId: a.assetId, p7d: 0.31, urgency: 'warning' },
    ]);
    expect(theirs.changes.flatMap(({ forecasts }) => forecasts)).toMatchObject([
      { assetId: b.assetId, p7d: 0.62 },
    ]);
    expect(JSON.stringify(ours.changes)).not.toContain(b.assetId);
  });

  it('an acknowledgement over REST is seen by everyone of the tenant', async () => {
    const browser = await connect(a);
    const { id } = browser.snapshots[0]!.alerts[0]!;
    await world.call('POST', `/api/v1/alerts/${id}/acknowledge`, { token: await a.token('crew') });
    await browser.until(() => browser.changes.some(({ alerts }) => alerts.length > 0));
    expect(browser.changes.flatMap(({ alerts }) => alerts)).toMatchObject([
      { id, state: 'acknowledged', revision: 2 },
    ]);
  });

  it('of one thing only the newest state within a batch is sent', async () => {
    const browser = await connect(a);
    const value = (p7d: number) => Buffer.from(JSON.stringify(forecastOf(a, 5_000 + p7d * 1_000, p7d)));
    const records = Array.from({ length: 500 }, (_, i) => ({
      key: `${a.id}/${a.assetId}`,
      value: value(i / 1_000),
    }));
    await world.parts.eventLog.append(TOPICS.forecasts.name, records);
    await browser.until(() =>
      browser.changes.some(({ forecasts }) => forecasts.some(({ p7d }) => p7d === 0.499)),
    );
    expect(browser.changes.flatMap(({ forecasts }) => forecasts).length).toBeLessThan(20);
  });

  it('live values come for watched assets only, to those who may see them', async () => {
    const [ours, theirs, idle] = [await connect(a), await connect(b), await connect(a)];
    expect(await ours.ask(LIVE.watch, { assetId: a.assetId })).toEqual({ ok: true });
    expect(await theirs.ask(LIVE.watch, { assetId: a.assetId })).toEqual({
      ok: false,
      code: 'ASSET.NOT_FOUND',
    });
    expect(await ours.ask(LIVE.watch, { assetId: 'x' })).toEqual({ ok: false, code: 'INPUT.INVALID' });
    expect(await ours.ask(LIVE.watch, null)).toEqual({ ok: false, code: 'INPUT.INVALID' });
    const endMs = systemClock.nowMs();
    await world.parts.eventLog.append(TOPICS.frames.name, [
      { key: `${a.id}/${a.deviceId}`, value: frameBytes(endMs, 2) },
    ]);
    await ours.until(() => ours.changes.some(({ values }) => values.length > 0));
    const [values] = ours.changes.flatMap((changes) => changes.values);
    expect(values).toMatchObject({ assetId: a.assetId, deviceId: a.deviceId, signal: 'bearing_1_rms' });
    expect(values!.t).toHaveLength(SAMPLES);
    expect(values!.t.at(-1)).toBe(endMs);
    expect(values!.v.slice(0, 3)).toEqual([0, null, 0.02]);
    await idle.until(() => idle.changes.some(({ devices }) => devices.length > 0));
    expect(idle.changes.flatMap(({ devices }) => devices)).toMatchObject([{ deviceId: a.deviceId }]);
    expect(idle.changes.flatMap((changes) => changes.values)).toEqual([]);
    expect(theirs.changes).toEqual([]);
  });

  it('signing out ends the connection', async () => {
    const answer = await world.call('POST', '/api/v1/sessions', {
      body: { email: a.emails.crew, password: a.password },
    });
    const { token } = answer.json<{ token: string }>();
    const browser = new Browser(open({ token }));
    await browser.until(() => browser.snapshots.length > 0);
    const gone = new Promise<string>((done) => browser.socket.on('disconnect', done));
    await world.call('DELETE', '/api/v1/sessions/me', { token });
    expect(await gone).toMatch(/disconnect|close/);
  });

  it('a client that was cut off while the database was away comes back by itself', async () => {
    const token = await a.token('viewer');
    const socket = io(world.origin, {
      path: LIVE.path,
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
      auth: { token },
    });
    sockets.push(socket);
    const browser = new Browser(socket);
    await browser.until(() => browser.snapshots.length === 1);
    const cut = new Promise<string>((done) => socket.once('disconnect', done));
    await postgres.kill();
    socket.emit(LIVE.resume, {});
    expect(await cut).toBe('transport close');
    await postgres.restart();
    await browser.until(() => browser.snapshots.length === 2);
    expect(browser.snapshots[1]!.reason).toBe('connected');
  });

  it('a client that asks too often is told so', async () => {
    const browser = await connect(a);
    const replies = await Promise.all(
      Array.from({ length: 30 }, () => browser.ask(LIVE.unwatch, { assetId: a.assetId })),
    );
    expect(replies).toContainEqual({ ok: false, code: 'LIVE.TOO_FAST' });
  });
});
