import { LIVE, type LiveChanges, type LiveSnapshot } from '@fettle/contracts';
import { connectAsync, type MqttClient } from 'mqtt';
import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { type ProductProcess, startProduct } from '../../apps/fettle/src/installation/product-process';
import { ApiClient } from '../support/api-client';
import { provisionTenant, type TestTenant, withDatabase } from '../support/provision';
import { temporaryHome } from '../support/temporary-home';
import { waitFor } from '../support/wait-for';

jest.setTimeout(60_000);

interface OpenApi {
  readonly paths: Record<string, Record<string, unknown>>;
}

/** Promise 3: neither tenant can tell that the other exists; through REST, sockets and MQTT, row by row. */
describe('two tenants', () => {
  const home = temporaryHome();
  let product: ProductProcess;
  let ours: TestTenant;
  let theirs: TestTenant;
  let us: ApiClient;
  let them: ApiClient;
  const clients: MqttClient[] = [];

  const device = async (tenant: TestTenant): Promise<MqttClient> => {
    const client = await connectAsync(product.mqttUrl, { ...tenant.devices[0]!.mqtt, reconnectPeriod: 0 });
    clients.push(client);
    return client;
  };
  const json = (tenant: TestTenant): string => `fettle/v1/${tenant.id}/${tenant.devices[0]!.id}/json`;
  const message = (atMs: number, temperature: number): string =>
    JSON.stringify({ ts: atMs, values: { temperature } });

  beforeAll(async () => {
    [ours, theirs] = await withDatabase(home.dir, async (database) => [
      await provisionTenant(database, { name: 'ours', devices: 1 }),
      await provisionTenant(database, { name: 'theirs', devices: 1 }),
    ]);
    product = await startProduct({ home: home.dir });
    us = await new ApiClient(product.url).signIn(ours.email, ours.password);
    them = await new ApiClient(product.url).signIn(theirs.email, theirs.password);
    const [a, b] = [await device(ours), await device(theirs)];
    const startMs = Date.now() - 1_200_000;
    for (let i = 0; i < 20; i++) {
      await a.publishAsync(json(ours), message(startMs + i * 30_000, 11), { qos: 1 });
      await b.publishAsync(json(theirs), message(startMs + i * 30_000, 22), { qos: 1 });
    }
    await waitFor(
      'both devices to have readings',
      async () => (await readings(us, ours)).length === 20 && (await readings(them, theirs)).length === 20,
    );
  }, 180_000);

  afterAll(async () => {
    await Promise.all(clients.map((client) => client.endAsync(true)));
    await product?.stop();
    await home.remove();
  }, 60_000);

  const readings = (client: ApiClient, tenant: TestTenant): Promise<{ value: number }[]> =>
    client.list(`/api/v1/devices/${tenant.devices[0]!.id}/readings?signal=temperature`);

  it('each sees its own readings and no others', async () => {
    expect(new Set((await readings(us, ours)).map(({ value }) => value))).toEqual(new Set([11]));
    expect(new Set((await readings(them, theirs)).map(({ value }) => value))).toEqual(new Set([22]));
  });

  it('every GET of the API, with every id of theirs, answers us as if it did not exist, and no list holds a row of theirs', async () => {
    const rules = await them.list<{ id: string }>('/api/v1/alert-rules');
    const foreign = [theirs.id, theirs.siteId, theirs.assetId, theirs.devices[0]!.id, rules[0]!.id];
    const unknown = '01900000-0000-7000-8000-000000000000';
    const { paths } = await us.get<OpenApi>('/api/openapi.json');
    const gets = Object.entries(paths).filter(
      ([path, methods]) => 'get' in methods && path.startsWith('/api/v1'),
    );
    expect(gets.length).toBeGreaterThan(10);
    for (const [path] of gets) {
      for (const id of path.includes('{') ? foreign : [undefined]) {
        const query = path.endsWith('/series') ? '?signal=temperature' : '';
        const concrete = (value?: string): string => path.replaceAll(/\{[^}]+\}/g, value ?? '') + query;
        const reply = await us.send<unknown>('GET', concrete(id));
        const text = JSON.stringify(reply.body);
        if (id === undefined) for (const each of foreign) expect(text).not.toContain(each);
        else {
          const absent = await us.send<unknown>('GET', concrete(unknown));
          expect([path, reply.status]).toEqual([path, absent.status]);
          expect(text.replaceAll(id, '')).toEqual(JSON.stringify(absent.body).replaceAll(unknown, ''));
        }
      }
    }
  });

  it('every change of a thing of theirs is refused as if it did not exist, and changes nothing', async () => {
    const [rule] = await them.list<Record<string, unknown>>('/api/v1/alert-rules');
    const id = theirs.devices[0]!.id;
    const attempts: [string, string, unknown?][] = [
      ['PUT', `/api/v1/alert-rules/${String(rule!['id'])}`, rule],
      ['DELETE', `/api/v1/alert-rules/${String(rule!['id'])}`],
      ['DELETE', `/api/v1/devices/${id}`],
      ['POST', '/api/v1/devices', { name: 'spy', assetId: theirs.assetId }],
      ['POST', `/api/v1/devices/${id}/commands`, { command: 'reboot' }],
      ['POST', `/api/v1/devices/${id}/model`, { package: 'ab'.repeat(16) }],
      ['POST', '/api/v1/work-orders', { assetId: theirs.assetId, component: 'sensor', title: 'spy' }],
    ];
    for (const [method, path, body] of attempts) {
      const { status } = await us.send(method, path, body);
      expect([method, path, status >= 400 && status < 500]).toEqual([method, path, true]);
    }
    expect(await them.list('/api/v1/alert-rules')).toContainEqual(rule);
    expect(await them.list(`/api/v1/devices/${id}/commands`)).toEqual([]);
    expect((await them.list<{ id: string }>('/api/v1/devices')).map((each) => each.id)).toEqual([id]);
  });

  it('a socket of ours hears nothing of theirs, even when it asks', async () => {
    const socket: Socket = io(product.url, {
      path: LIVE.path,
      transports: ['websocket'],
      auth: { token: us.bearer },
    });
    const heard: string[] = [];
    socket.on(LIVE.changes, (changes: LiveChanges) => heard.push(JSON.stringify(changes)));
    socket.on(LIVE.snapshot, (snapshot: LiveSnapshot) => heard.push(JSON.stringify(snapshot)));
    await new Promise<void>((done, failed) => socket.once('connect', done).once('connect_error', failed));
    expect(await socket.emitWithAck(LIVE.watch, { assetId: theirs.assetId })).toMatchObject({ ok: false });
    expect(await socket.emitWithAck(LIVE.watch, { assetId: ours.assetId })).toEqual({ ok: true });
    await clients[0]!.publishAsync(json(ours), message(Date.now(), 12), { qos: 1 });
    await clients[1]!.publishAsync(json(theirs), message(Date.now(), 23), { qos: 1 });
    await waitFor(
      'our own reading',
      async () => heard.some((text) => text.includes(ours.devices[0]!.id)),
      20_000,
    );
    await sleep(500);
    const all = heard.join('');
    for (const secret of [theirs.assetId, theirs.devices[0]!.id, theirs.id])
      expect(all).not.toContain(secret);
    socket.close();
  });

  it('a socket without a credential is refused', async () => {
    const socket = io(product.url, { path: LIVE.path, transports: ['websocket'], reconnection: false });
    await expect(
      new Promise((done, failed) => socket.once('connect', () => done(null)).once('connect_error', failed)),
    ).rejects.toBeInstanceOf(Error);
    socket.close();
  });

  it('a command of theirs reaches their device and not ours; what ours says of itself is ours', async () => {
    const heard: string[] = [];
    for (const [i, tenant] of [ours, theirs].entries()) {
      const own = `fettle/v1/${tenant.id}/${tenant.devices[0]!.id}`;
      clients[i]!.on('message', (topic) => heard.push(topic));
      await clients[i]!.subscribeAsync(`${own}/commands`, { qos: 1 });
    }
    const theirDevice = theirs.devices[0]!.id;
    const { status } = await them.send('POST', `/api/v1/devices/${theirDevice}/commands`, {
      command: 'identify',
    });
    expect(status).toBe(201);
    await waitFor('the command', async () => heard.length > 0, 20_000);
    const hello = { type: 'hello', firmware: 'ours', model: 'm@1', package: '', slot: '-', boot: 1 };
    const foreign = `fettle/v1/${theirs.id}/${theirDevice}/status`;
    const spy = await device(ours);
    await spy.publishAsync(foreign, JSON.stringify(hello), { qos: 1 }).catch(() => undefined);
    const own = `fettle/v1/${ours.id}/${ours.devices[0]!.id}/status`;
    await spy.publishAsync(own, JSON.stringify(hello), { qos: 1 });
    const firmware = async (client: ApiClient, tenant: TestTenant): Promise<string | null> =>
      (await client.get<{ firmware: string | null }>(`/api/v1/devices/${tenant.devices[0]!.id}`)).firmware;
    await waitFor('our hello', async () => (await firmware(us, ours)) === 'ours', 20_000);
    expect(await firmware(them, theirs)).toBeNull();
    // Nothing but the one command, to the one device.
    expect(heard).toEqual([`fettle/v1/${theirs.id}/${theirDevice}/commands`]);
  });

  it('our device can neither publish for theirs nor listen to it', async () => {
    const spy = await device(ours);
    const before = (await readings(them, theirs)).length;
    await spy.publishAsync(json(theirs), message(Date.now(), 66), { qos: 1 }).catch(() => undefined);
    const grants = await spy
      .subscribeAsync([
        '#',
        `fettle/v1/${theirs.id}/#`,
        `fettle/v1/${theirs.id}/${theirs.devices[0]!.id}/commands`,
        '$SYS/#',
      ])
      .catch(() => []);
    for (const { qos } of grants) expect(qos).toBe(128);
    await sleep(1_000);
    expect((await readings(them, theirs)).length).toBe(before);
    expect(JSON.stringify(await them.get(`/api/v1/devices/${theirs.devices[0]!.id}/rejects`))).not.toContain(
      ours.id,
    );
  });
});
