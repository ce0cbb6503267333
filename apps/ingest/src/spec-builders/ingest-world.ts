import { createServer } from 'node:net';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { type Clock, deviceKey, uuidv7 } from '@fettle/kernel';
import { type MessageRejected, TOPICS } from '@fettle/contracts';
import type { EventLog, LogRecord, StoredRecord } from '@fettle/event-log';
import {
  createDevices,
  createTenant,
  type DatabaseUrls,
  type DeviceCredentials,
  ensureAsset,
  ensureSite,
  inTransaction,
} from '@fettle/persistence';
import { type FettleConfig, openParts, type OpenParts, startService } from '@fettle/platform';
import { ingestService } from '../ingest.service-definition';

/** A log whose appends can be held back, as by a database that does not answer. */
export class HoldableLog {
  private gate: Promise<void> = Promise.resolve();
  private open: () => void = () => undefined;
  /** Records that callers wait for. */
  waiting = 0;

  constructor(private readonly log: EventLog) {}

  hold(): void {
    this.gate = new Promise((resolve) => (this.open = resolve));
  }

  release(): void {
    this.open();
    this.gate = Promise.resolve();
  }

  asEventLog(): EventLog {
    const held = this;
    return new Proxy(this.log, {
      get(target, property): unknown {
        if (property === 'append') {
          return async (topic: string, records: readonly LogRecord[]): Promise<void> => {
            held.waiting += records.length;
            await held.gate;
            held.waiting -= records.length;
            await target.append(topic, records);
          };
        }
        const value: unknown = Reflect.get(target, property);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }
}

/** A tenant with one machine and devices on it. */
export interface TestTenant {
  readonly id: string;
  readonly assetId: string;
  readonly devices: readonly DeviceCredentials[];
}

/** Ingest as it runs, on a free port, over a real database. */
export interface IngestWorld {
  readonly port: number;
  readonly parts: OpenParts;
  readonly log: HoldableLog;
  makeTenant(name: string, devices?: number): Promise<TestTenant>;
  /** Every record of a topic so far. */
  records(topic: string): Promise<StoredRecord[]>;
  rejected(deviceId: string): Promise<MessageRejected[]>;
  /** Frames of a device so far. */
  frames(device: DeviceCredentials): Promise<Uint8Array[]>;
  connect(options: IClientOptions): Promise<MqttClient>;
  connectAs(device: DeviceCredentials, options?: IClientOptions): Promise<MqttClient>;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export async function startIngestWorld(
  urls: DatabaseUrls,
  clock: Clock,
  mqttUrl: string | null = null,
): Promise<IngestWorld> {
  const port = await freePort();
  const parts = openParts(configOf(port, mqttUrl), clock, urls);
  const log = new HoldableLog(parts.eventLog);
  const service = await startService(ingestService, { ...parts, eventLog: log.asEventLog() });
  const clients: MqttClient[] = [];
  const connect = async (options: IClientOptions): Promise<MqttClient> => {
    const client = await connectAsync({
      host: '127.0.0.1',
      port,
      reconnectPeriod: 0,
      protocolVersion: 4,
      ...options,
    });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };
  const records = (topic: string): Promise<StoredRecord[]> => readTopic(parts.eventLog, topic);
  return {
    port,
    parts,
    log,
    connect,
    records,
    connectAs: (device, options) => connect({ ...device.mqtt, ...options }),
    makeTenant: (name, devices = 1) => makeTenant(parts, clock, name, devices),
    rejected: async (deviceId) => {
      const all = await records(TOPICS.rejected.name);
      const parsed = all.map(
        ({ value }) => JSON.parse(Buffer.from(value).toString('utf8')) as MessageRejected,
      );
      return parsed.filter((rejected) => rejected.deviceId === deviceId);
    },
    frames: async (device) => {
      const all = await records(TOPICS.frames.name);
      const key = deviceKey(device.tenantId, device.id);
      return all.filter((record) => record.key === key).map(({ value }) => value);
    },
    stop: async () => {
      for (const client of clients) client.stream.destroy();
      await Promise.all(clients.map((client) => client.endAsync(true)));
      await service.stop();
      await parts.close();
    },
  };
}

function configOf(mqttPort: number, mqttUrl: string | null): FettleConfig {
  return {
    home: '',
    host: '127.0.0.1',
    httpPort: 0,
    mqttPort,
    databaseUrl: null,
    kafkaBrokers: null,
    mqttUrl,
    mqttShared: true,
    secrets: {},
    publicUrl: 'http://localhost',
  };
}

async function makeTenant(parts: OpenParts, clock: Clock, name: string, count: number): Promise<TestTenant> {
  const nowMs = clock.nowMs();
  return inTransaction(parts.database.pipeline, async (client) => {
    const id = await createTenant(client, { name }, nowMs);
    const site = { tenantId: id, name: 'Yard', latitude: 52, longitude: 13, timeZone: 'Europe/Berlin' };
    const siteId = await ensureSite(client, site, nowMs);
    const asset = { tenantId: id, siteId, assetTypeId: 'generic.sensor', name: 'Machine' };
    const assetId = await ensureAsset(client, asset, nowMs);
    const wanted = Array.from({ length: count }, (_, i) => ({ tenantId: id, assetId, name: `device ${i}` }));
    return { id, assetId, devices: await createDevices(client, wanted, nowMs) };
  });
}

/** Reads a topic from its beginning to where it ends now, as a group of its own. */
async function readTopic(log: EventLog, topic: string): Promise<StoredRecord[]> {
  const group = `spec-${uuidv7(Date.now())}`;
  const records: StoredRecord[] = [];
  const subscription = await log.subscribe({
    group,
    topics: [topic],
    handler: async (batch) => void records.push(...batch.records),
  });
  for (;;) {
    const lag = await log.lag(group, [topic]);
    if (lag.reduce((sum, partition) => sum + partition.lag, 0) === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await subscription.close();
  return records;
}
