import { makeSigningKeys, readSigningKey, signPackage } from '@fettle/board';
import {
  type AlertResponse,
  type AlertRuleResponse,
  type DeviceCredentialsResponse,
  LIVE,
  type LiveAlert,
  type LiveChanges,
  type LiveSnapshot,
  type SeriesResponse,
} from '@fettle/contracts';
import { type Random, seededRandom } from '@fettle/kernel';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { io, type Socket } from 'socket.io-client';
import { ApiClient } from '../support/api-client';
import { type ApartPart, apartRuntime, type ApartTopology, startApart } from '../support/apart-topology';
import { CommandLedger } from '../support/command-ledger';
import { untilDrained } from '../support/drained';
import { expectEachOnce, expectSameWindows, readingsOf } from '../support/expect-everything';
import { expectObeyed, ObedientDevice, ordersFor } from '../support/obedient-device';
import { type SentFrame, StubbornDevice } from '../support/stubborn-device';
import { waitFor } from '../support/wait-for';

const DEVICES = 4;
const SAMPLES = 12;
const STEP_MS = 1_000;
const ORDER_EVERY_MS = 500;
/** Of each image of the package: some forty requests long, which outlast several kills. */
const IMAGE_BYTES = 80_000;
/** Mosquitto acknowledges before it has a message on disk: what it acknowledged last may die with it. */
const MOSQUITTO_FORGETS_MS = 1_000;

interface Tenant {
  readonly id: string;
  readonly owner: { readonly email: string; readonly password: string };
}

const runtime = apartRuntime();
if ('missing' in runtime) {
  process.stderr.write(`\n*** SKIPPED: every part as its own process: ${runtime.missing}\n\n`);
}

/** The deployment of docker-compose.yml without Docker: the main journey through it, then kill -9 of each part in turn under load. */
('missing' in runtime ? describe.skip : describe)('every part as its own process', () => {
  const random = seededRandom(8_091);
  const heard: LiveAlert[] = [];
  const devices: StubbornDevice[] = [];
  let apart: ApartTopology;
  let pool: Pool;
  let tenant: Tenant;
  let api: ApiClient;
  let socket: Socket;
  let assetId: string;
  let credentials: DeviceCredentialsResponse[];
  /** Beside those that measure: one that is told what to do, and given a package. */
  let told: DeviceCredentialsResponse;
  let obedient: ObedientDevice | undefined;
  let ledger: CommandLedger;
  const file = signedNoise();

  beforeAll(async () => {
    apart = await startApart(runtime as { libraries: string });
    pool = new Pool({ connectionString: apart.pipelineUrl, max: 2 });
    pool.on('error', () => undefined);
    tenant = JSON.parse(await apart.fettle('tenant', 'create', 'Yard', '--json')) as Tenant;
    api = await new ApiClient(apart.apiUrl).signIn(tenant.owner.email, tenant.owner.password);
    assetId = await provisionAsset(api);
    credentials = await provisionDevices(api, assetId);
    await apart.admit(credentials.map(({ mqtt }) => mqtt));
    socket = listen(apart.apiUrl, api.bearer, heard);
    told = credentials.pop()!;
    ledger = new CommandLedger(api);
    obedient = new ObedientDevice(apart.mqttUrl, loginOf(told, tenant));
  }, 300_000);

  afterAll(async () => {
    socket?.close();
    await Promise.all([...devices, ...(obedient ? [obedient] : [])].map((device) => device.close()));
    await pool?.end();
    const statuses = await apart?.stop();
    keepLog(apart?.output() ?? '');
    expect(Object.values(statuses ?? {})).toEqual([0, 0, 0, 0, 0]);
  }, 120_000);

  it('a reading goes in by MQTT; readings, windows, an alert and its acknowledgement come out by REST and socket', async () => {
    await createRule(api, 'warm', assetId);
    devices.push(
      ...credentials.map((each, i) => new StubbornDevice(apart.mqttUrl, loginOf(each, tenant), i + 1)),
    );
    await Promise.all(devices.map((device, d) => sendFrames(device, d, 0, 20)));
    for (const [d, device] of devices.entries()) {
      await expectEachOnce(api, credentials[d]!.id, readingsOf(device.acknowledged));
    }
    const { t } = await api.get<SeriesResponse>(
      `/api/v1/assets/${assetId}/series?signal=temperature&from=${START_MS}&to=${START_MS + 240_000}`,
    );
    expect(t.length).toBeGreaterThanOrEqual(3);
    const alert = await openAlert(api, 'warm');
    await waitFor('the socket to hear it fire', async () => knows(heard, alert.id, 'firing'));
    await api.send('POST', `/api/v1/alerts/${alert.id}/acknowledge`, { note: 'on my way' });
    expect(await api.get(`/api/v1/alerts/${alert.id}`)).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'Owner',
    });
    await waitFor('the socket to hear of it', async () => knows(heard, alert.id, 'acknowledged'));
  }, 180_000);

  it('kill -9 of each part in turn under load loses nothing acknowledged, counts nothing twice, closes the very windows', async () => {
    let publishing = true;
    const runs = devices.map(async (device, d) => {
      for (let i = 20; publishing; i++) {
        await sendFrames(device, d, i, i + 1);
        await sleep(50);
      }
    });
    const orders = (async () => {
      for (let i = 0; publishing; i++) {
        await ledger.give(told.id, ordersFor(i));
        await sleep(ORDER_EVERY_MS);
      }
    })();
    expect(await ledger.give(told.id, { package: await api.uploadPackage(file) })).not.toBeNull();
    const outage = await killEach(apart.parts, random);
    await sleep(1_000);
    publishing = false;
    await Promise.all([...runs, orders]);
    await untilDrained(api);
    for (const [d, { acknowledged }] of devices.entries()) {
      expect(acknowledged.length).toBeGreaterThan(20 + apart.parts.length);
      const mayBeLost = ({ acknowledgedMs }: SentFrame): boolean =>
        acknowledgedMs > outage.fromMs - MOSQUITTO_FORGETS_MS && acknowledgedMs < outage.toMs;
      const must = readingsOf(acknowledged.filter((frame) => !mayBeLost(frame)));
      const may = readingsOf(acknowledged.filter(mayBeLost));
      const there = await expectEachOnce(api, credentials[d]!.id, must, may);
      await expectSameWindows(pool, credentials[d]!.id, there);
    }
  }, 420_000);

  it('meanwhile each accepted command ended in one state, and a package came whole', async () => {
    const ends = await ledger.ends(told.id);
    expect(ends.length).toBeGreaterThan(apart.parts.length);
    expectObeyed(obedient!, ends);
    await waitFor('the whole package', async () => obedient!.installed !== null);
    expect(obedient!.installed!.equals(file)).toBe(true);
    // It went on where it stopped: what came twice is what was on its way when something died.
    expect(obedient!.wastedBytes).toBeLessThan(file.length / 2);
  }, 120_000);

  it('afterwards a new rule fires, and the socket that was cut hears it', async () => {
    await createRule(api, 'still warm', assetId);
    const next = devices[0]!.acknowledged.length;
    await sendFrames(devices[0]!, 0, next, next + 20);
    const alert = await openAlert(api, 'still warm');
    await waitFor('the socket to hear it fire', async () => knows(heard, alert.id, 'firing'));
  }, 120_000);
});

/** kill -9 of each part at a moment and in an order drawn by chance; each is back before the next dies. Returns when Mosquitto was away. */
async function killEach(
  parts: readonly ApartPart[],
  random: Random,
): Promise<{ readonly fromMs: number; readonly toMs: number }> {
  const left = [...parts];
  let outage = { fromMs: Number.NaN, toMs: Number.NaN };
  while (left.length > 0) {
    const [part] = left.splice(random.below(left.length), 1);
    await sleep(300 + random.below(1_200));
    const fromMs = performance.now();
    await part!.kill();
    await sleep(random.below(800));
    if (part!.name === 'mosquitto') outage = { fromMs, toMs: performance.now() };
    await part!.restart();
  }
  return outage;
}

/** Kept as an artefact of the run: what the services said while their neighbours were killed. */
function keepLog(text: string): void {
  const dir = join(__dirname, '..', '..', 'artefacts', 'apart');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'services.log'), text);
}

/** A package as good as any for who only fetches it. */
function signedNoise(): Buffer {
  const random = seededRandom(3);
  const image = (): Uint8Array => Uint8Array.from({ length: IMAGE_BYTES }, () => random.below(256));
  const content = { name: 'noise', version: 1, counter: 1, target: 'cortex-m4' } as const;
  const key = readSigningKey(makeSigningKeys().privatePem);
  return Buffer.from(signPackage({ ...content, images: [image(), image()] }, key).bytes);
}

const START_MS = Math.floor((Date.now() - 40 * 3_600_000) / 60_000) * 60_000;

async function sendFrames(device: StubbornDevice, d: number, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i++) {
    await device.send(START_MS + d * 77 + i * SAMPLES * STEP_MS, SAMPLES, STEP_MS);
  }
}

async function created<T>(api: ApiClient, path: string, body: unknown): Promise<T> {
  const reply = await api.send<T>('POST', path, body);
  if (reply.status !== 201)
    throw new Error(`POST ${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  return reply.body;
}

async function provisionAsset(api: ApiClient): Promise<string> {
  const place = { name: 'Yard', latitude: 52, longitude: 13, timeZone: 'Europe/Berlin' };
  const site = await created<{ id: string }>(api, '/api/v1/sites', place);
  const asset = { name: 'Shed', siteId: site.id, assetTypeId: 'generic.sensor' };
  return (await created<{ id: string }>(api, '/api/v1/assets', asset)).id;
}

function provisionDevices(api: ApiClient, assetId: string): Promise<DeviceCredentialsResponse[]> {
  const names = Array.from({ length: DEVICES + 1 }, (_, i) => ({ name: `device ${i}`, assetId }));
  return Promise.all(names.map((body) => created<DeviceCredentialsResponse>(api, '/api/v1/devices', body)));
}

function createRule(api: ApiClient, name: string, assetId: string): Promise<AlertRuleResponse> {
  const condition = {
    kind: 'window',
    signal: 'temperature',
    aggregate: 'mean',
    windowMs: 60_000,
    comparison: '>',
    threshold: 10,
  };
  const rule = { name, severity: 'warning', condition, assetTypeId: 'generic.sensor', assetIds: [assetId] };
  return created<AlertRuleResponse>(api, '/api/v1/alert-rules', rule);
}

function openAlert(api: ApiClient, ruleName: string): Promise<AlertResponse> {
  return waitFor(`an alert of the rule "${ruleName}"`, async () =>
    (await api.list<AlertResponse>('/api/v1/alerts?state=open')).find((alert) => alert.ruleName === ruleName),
  );
}

function loginOf({ id, mqtt }: DeviceCredentialsResponse, tenant: Tenant) {
  const { clientId, username, password } = mqtt;
  return { id, tenantId: tenant.id, mqtt: { clientId, username, password } };
}

function listen(url: string, token: string, heard: LiveAlert[]): Socket {
  const socket = io(url, { path: LIVE.path, transports: ['websocket'], auth: { token } });
  socket.on(LIVE.changes, ({ alerts }: LiveChanges) => heard.push(...alerts));
  socket.on(LIVE.snapshot, ({ alerts }: LiveSnapshot) => heard.push(...alerts));
  return socket;
}

function knows(heard: readonly LiveAlert[], id: string, state: LiveAlert['state']): boolean {
  return heard.some((alert) => alert.id === id && alert.state === state);
}
