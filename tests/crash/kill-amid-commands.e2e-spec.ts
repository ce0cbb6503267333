import type {
  DeviceCommandResponse,
  DeviceCredentialsResponse,
  DeviceResponse,
  ReadingResponse,
  SnippetResponse,
} from '@fettle/contracts';
import { seededRandom } from '@fettle/kernel';
import { Pool } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProductProcess, startProduct } from '../../apps/fettle/src/installation/product-process';
import { ApiClient } from '../support/api-client';
import { CommandLedger } from '../support/command-ledger';
import { expectEachOnce, readingsOf } from '../support/expect-everything';
import { expectObeyed, ObedientDevice, ordersFor } from '../support/obedient-device';
import { provisionTenant, type TestTenant, withDatabase } from '../support/provision';
import {
  BOARD_ASSET_TYPE,
  BOARD_PLACE,
  boardTools,
  buildSimulatedBoard,
  type SimulatedBoard,
} from '../support/simulated-board';
import { StubbornDevice } from '../support/stubborn-device';
import { temporaryHome } from '../support/temporary-home';
import { waitFor } from '../support/wait-for';

const KILLS = 2;
const STEP_MS = 1_000;
const SAMPLES = 10;
const RAW_SAMPLES = 8;
/** Bytes of a package that have come when the product dies: its header, and a sector of the board's flash. */
const DIES_AT = [256, 4_096];

const missing = boardTools();
if (missing.length > 0) console.warn(`SKIPPED: a board amid crashes; not there: ${missing.join(', ')}`);
const withBoard = missing.length > 0 ? it.skip : it;

/**
 * What people tell devices, and what devices fetch, while the product is killed again and again: each command that was
 * accepted ends in one state, no device does one twice, a package arrives whole, and what devices say meanwhile counts once.
 */
describe('kill -9 of the product amid commands and a model on its way', () => {
  const home = temporaryHome();
  const random = seededRandom(41);
  let tenant: TestTenant;
  let product: ProductProcess;
  let api: ApiClient;
  let ledger: CommandLedger;
  let board: SimulatedBoard | undefined;
  let mounted: DeviceCredentialsResponse;
  const clients: { close(): Promise<void> }[] = [];

  const kill = async (): Promise<void> => {
    const [httpPort, mqttPort] = [product.url, product.mqttUrl].map((url) => Number(new URL(url).port));
    await product.kill();
    await sleep(random.below(300));
    product = await startProduct({ home: home.dir, httpPort: httpPort!, mqttPort: mqttPort! });
  };
  const created = async <T>(path: string, body: object): Promise<T> => {
    const { status, body: answer } = await api.send<T>('POST', path, body);
    if (status !== 201) throw new Error(`POST ${path} answered ${status}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const deviceOf = async (id: string): Promise<DeviceResponse> =>
    (await api.list<DeviceResponse>('/api/v1/devices')).find((device) => device.id === id)!;

  beforeAll(async () => {
    tenant = await withDatabase(home.dir, (database) =>
      provisionTenant(database, { name: 'orders', devices: 4 }),
    );
    product = await startProduct({ home: home.dir });
    api = await new ApiClient(product.url).signIn(tenant.email, tenant.password);
    ledger = new CommandLedger(api);
    if (missing.length > 0) return;
    const asset = { name: 'Rig', siteId: tenant.siteId, assetTypeId: BOARD_ASSET_TYPE };
    const { id: assetId } = await created<{ id: string }>('/api/v1/assets', asset);
    mounted = await created<DeviceCredentialsResponse>('/api/v1/devices', { name: 'board', assetId });
    board = await buildSimulatedBoard(home.dir, { ...mounted, tenantId: tenant.id }, product.mqttUrl);
    await board.device.switchOn();
    for (const order of [
      { command: 'interval', milliseconds: 500 },
      { command: 'thresholds', anomaly: 1e6, clear: 1e6 },
    ])
      expect(await ledger.give(mounted.id, order)).not.toBeNull();
    await ledger.ends(mounted.id);
  }, 180_000);

  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await board?.device.cutPower();
    await product?.stop();
    await home.remove();
  }, 60_000);

  it('each accepted command ends in one state, readings count once', async () => {
    const [first, second, talker, absent] = tenant.devices;
    const obedient = [first!, second!].map((login) => new ObedientDevice(product.mqttUrl, login));
    const sender = new StubbornDevice(product.mqttUrl, talker!, 1);
    clients.push(...obedient, sender);
    const unheard = await ledger.give(absent!.id, { command: 'identify', expiresInSeconds: 10 });
    let lasts = true;
    const orders = [first!, second!].map(async ({ id }) => {
      for (let i = 0; lasts; i++) {
        await ledger.give(id, ordersFor(i));
        await sleep(100);
      }
    });
    const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000;
    const readings = (async () => {
      for (let i = 0; lasts; i++) await sender.send(startMs + i * SAMPLES * STEP_MS, SAMPLES, STEP_MS);
    })();
    // One at a time, so that each that is carried out is one snippet.
    const snippets = (async () => {
      while (lasts && board !== undefined) {
        await ledger.give(mounted.id, { command: 'send_raw', count: RAW_SAMPLES });
        await ledger.ends(mounted.id);
        await sleep(100);
      }
    })();
    for (let i = 0; i < KILLS; i++) {
      await sleep(300 + random.below(900));
      await kill();
    }
    await sleep(500);
    lasts = false;
    await Promise.all([...orders, readings, snippets]);

    for (const [i, { id }] of [first!, second!].entries()) {
      const ends = await ledger.ends(id);
      expect(ends.length).toBeGreaterThan(KILLS);
      expectObeyed(obedient[i]!, ends);
    }
    const late = new ObedientDevice(product.mqttUrl, absent!);
    clients.push(late);
    expect(await ledger.settled(absent!.id, unheard!)).toMatchObject({ state: 'expired', sentAt: null });
    await waitFor('its hello', async () => (await deviceOf(absent!.id)).software.boot === 1);
    expect(late.heard.get(unheard!)).toBeUndefined();
    await expectEachOnce(api, talker!.id, readingsOf(sender.acknowledged));
  }, 180_000);

  withBoard('a board carried out each order once', async () => {
    const orders = await api.list<DeviceCommandResponse>(`/api/v1/devices/${mounted.id}/commands?limit=100`);
    expect(orders.map(({ state }) => state)).toEqual(orders.map(() => 'done'));
    const raw = orders.filter(({ command }) => command.command === 'send_raw').length;
    expect(raw).toBeGreaterThan(1);
    // An alarm, before the board was told otherwise, sends a whole window.
    const sent = async (): Promise<number> =>
      (await api.list<SnippetResponse>(`/api/v1/devices/${mounted.id}/snippets`)).filter(
        ({ samples }) => samples === RAW_SAMPLES,
      ).length;
    await waitFor('every snippet', async () => (await sent()) >= raw);
    expect(await sent()).toBe(raw);
  });

  withBoard(
    'its new model goes on where it stopped, and ends active',
    async () => {
      const id = await api.uploadPackage(board!.package);
      const install = await ledger.give(mounted.id, { package: id });
      const progress: number[] = [];
      await withDatabase(home.dir, async ({ pipeline }) => {
        for (const bytes of DIES_AT) {
          progress.push(await untilReceived(pipeline, mounted.id, bytes));
          await kill();
        }
      });
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
      const { software } = await waitFor('the end of its trial', async () => {
        const now = await deviceOf(mounted.id);
        const state = now.software.installation?.state;
        return state !== 'receiving' && state !== 'verified' && state !== 'trial' && now;
      });
      expect(software).toMatchObject({ installation: { package: id, state: 'active' }, boot: 1 });
      expect(await ledger.settled(mounted.id, install!)).toMatchObject({ state: 'done' });
      await waitFor('its hello', async () => (await deviceOf(mounted.id)).software.package === id);

      expect(await deviceOf(mounted.id)).toMatchObject({ gaps: 0, rejects: [], software: { slot: 'a' } });
      const readings = await api.list<ReadingResponse>(
        `/api/v1/devices/${mounted.id}/readings?signal=${BOARD_PLACE}rms&limit=10000`,
      );
      expect(readings.length).toBeGreaterThan(0);
      expect(new Set(readings.map(({ t }) => t)).size).toBe(readings.length);
      expect(board!.device.complaints.replace(/^.*Connection refused.*\n/gm, '')).toBe('');
    },
    180_000,
  );
});

/** Looks without a pause: a package of a few sectors is there in a second. Resolves to the bytes that had come. */
async function untilReceived(database: Pool, deviceId: string, bytes: number): Promise<number> {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline;) {
    const { rows } = await database.query<{ state: string; bytes: number }>(
      'SELECT install_state AS state, install_offset::int AS bytes FROM device_software WHERE device_id = $1',
      [deviceId],
    );
    const [now] = rows;
    if (now?.state === 'receiving' && now.bytes >= bytes) return now.bytes;
    if (now !== undefined && now.state !== null && now.state !== 'receiving')
      throw new Error(`the package is ${now.state} before the product could die at ${bytes} bytes`);
    await sleep(5);
  }
  throw new Error(`${bytes} bytes never came`);
}
