import { systemClock } from '@fettle/kernel';
import {
  createDevices,
  createTenant,
  createUser,
  Database,
  ensureAsset,
  ensureSite,
  inTransaction,
  makeSecret,
  startEmbeddedPostgres,
} from '@fettle/persistence';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProductProcess, startProduct } from '../../installation/product-process';
import { quantile } from '../quantile';
import { probeBrowserLatency } from './browser-probe';
import { checkLedger } from './ledger';
import { type LoadResult, runLoad, SIGNAL_COUNT } from './load';
import type { PublisherDevice } from './publisher';
import { residentBytes } from './resident-memory';

export interface PathBenchOptions {
  readonly messagesPerSecond: number;
  readonly readingsPerFrame: number;
  readonly seconds: number;
  readonly door: 'frames' | 'json';
  readonly devices: number;
  readonly progress: (line: string) => void;
}

export interface PathBenchResult {
  readonly framesPerSecond: number;
  readonly readingsPerSecond: number;
  /** Until the last window of the load was durable: acknowledgement is not the end of the path. */
  readonly endToEndFramesPerSecond: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly pubackMs: { readonly p50: number; readonly p99: number };
  readonly browserMs: { readonly p50: number; readonly p99: number };
  readonly bytesPerReading: number;
  readonly rssBytes: number;
}

interface Bed {
  readonly assetId: string;
  readonly load: readonly (PublisherDevice & { id: string })[];
  readonly probe: PublisherDevice;
  readonly email: string;
  readonly password: string;
}

/** Publishes through a product of its own, from MQTT to windows and a dashboard's socket, and counts what arrived. */
export async function runPathBench(options: PathBenchOptions): Promise<PathBenchResult> {
  const home = mkdtempSync(join(tmpdir(), 'fettle-bench-'));
  const server = await startEmbeddedPostgres({ dir: join(home, 'postgres') });
  const database = new Database(server.urls);
  let product: ProductProcess | null = null;
  try {
    const bed = await prepare(database, options.devices);
    options.progress('starting the product on a home of its own');
    product = await startProduct({ home });
    options.progress(
      `publishing ${options.messagesPerSecond || 'as many as it takes'} messages/s for ${options.seconds} s`,
    );
    return await measure(options, product, database, bed, server.dataDir);
  } finally {
    await product?.stop();
    await database.close();
    await server.stop();
    rmSync(server.dataDir, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
}

async function prepare(database: Database, devices: number): Promise<Bed> {
  const password = makeSecret();
  const email = 'bench@bench.example';
  return inTransaction(database.pipeline, async (client) => {
    const nowMs = systemClock.nowMs();
    const tenantId = await createTenant(client, { name: 'Bench' }, nowMs);
    await createUser(client, { tenantId, email, name: 'Bench', role: 'viewer', password }, nowMs);
    await client.query(
      'UPDATE tenants SET messages_per_second = 10000000, readings_per_second = 100000000 WHERE id = $1',
      [tenantId],
    );
    const site = { tenantId, name: 'Bench', latitude: 0, longitude: 0, timeZone: 'UTC' };
    const siteId = await ensureSite(client, site, nowMs);
    const asset = (name: string): Promise<string> =>
      ensureAsset(client, { tenantId, siteId, assetTypeId: 'generic.sensor', name }, nowMs);
    const [assetId, watchedId] = [await asset('Load'), await asset('Watched')];
    const names = Array.from({ length: devices }, (_, i) => ({ tenantId, assetId, name: `load ${i}` }));
    const made = await createDevices(
      client,
      [...names, { tenantId, assetId: watchedId, name: 'probe' }],
      nowMs,
    );
    const [probe, ...load] = [made.at(-1)!, ...made.slice(0, -1)];
    const toPublisher = (device: (typeof made)[number], door: string): PublisherDevice & { id: string } => ({
      ...device.mqtt,
      id: device.id,
      topic: `fettle/v1/${tenantId}/${device.id}/${door}`,
    });
    return {
      assetId: watchedId,
      load: load.map((device) => toPublisher(device, 'frames')),
      probe: toPublisher(probe!, 'frames'),
      email,
      password,
    };
  });
}

async function measure(
  options: PathBenchOptions,
  product: ProductProcess,
  database: Database,
  bed: Bed,
  dataDir: string,
): Promise<PathBenchResult> {
  const broker = new URL(product.mqttUrl);
  const where = { host: broker.hostname, port: Number(broker.port) };
  const abort = new AbortController();
  const token = await signIn(product.url, bed);
  const probing = probeBrowserLatency({
    ...where,
    url: product.url,
    token,
    assetId: bed.assetId,
    device: bed.probe,
    intervalMs: 100,
    signal: abort.signal,
  });
  const samples =
    options.door === 'json' ? 1 : Math.max(1, Math.round(options.readingsPerFrame / SIGNAL_COUNT));
  const devices = bed.load.map((device) => ({
    ...device,
    topic: device.topic.replace(/frames$/, options.door),
  }));
  const load = await runLoad({ ...where, ...options, devices, samplesPerFrame: samples, inFlight: 16 });
  const rssBytes = residentBytes([product.pid, postmasterPid(dataDir)]);
  options.progress('waiting until every window is durable');
  const perDevice = new Array<number>(devices.length).fill(0);
  for (const { device } of load.acknowledged) perDevice[device]!++;
  const ledger = await checkLedger(
    database.pipeline,
    bed.load.map(({ id }) => id),
    perDevice,
  );
  abort.abort();
  return summarise(load, ledger, await probing, samples * SIGNAL_COUNT, rssBytes);
}

function summarise(
  load: LoadResult,
  ledger: Awaited<ReturnType<typeof checkLedger>>,
  browser: readonly number[],
  readingsPerMessage: number,
  rssBytes: number,
): PathBenchResult {
  const acknowledged = load.acknowledged.length;
  const perSecond = acknowledged / (load.elapsedMs / 1_000);
  const puback = load.acknowledged.map(({ millis }) => millis);
  return {
    framesPerSecond: perSecond,
    readingsPerSecond: perSecond * readingsPerMessage,
    endToEndFramesPerSecond: ledger.stored / ((load.elapsedMs + ledger.drainedMs) / 1_000),
    acknowledged,
    lost: ledger.lost,
    duplicated: ledger.duplicated,
    pubackMs: { p50: quantile(puback, 0.5), p99: quantile(puback, 0.99) },
    browserMs: { p50: quantile(browser, 0.5), p99: quantile(browser, 0.99) },
    bytesPerReading: load.payloadBytes / (load.sent * readingsPerMessage),
    rssBytes,
  };
}

async function signIn(url: string, bed: Bed): Promise<string> {
  const response = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: bed.email, password: bed.password }),
  });
  return ((await response.json()) as { token: string }).token;
}

function postmasterPid(dataDir: string): number {
  const data = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8');
  return Number(data.split('\n')[0]);
}
