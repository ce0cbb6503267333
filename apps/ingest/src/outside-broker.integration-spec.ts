import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectAsync, type MqttClient } from 'mqtt';
import { decodeFrame, encodeFrame } from '@fettle/frame';
import { systemClock, uuidv7 } from '@fettle/kernel';
import type { DatabaseUrls } from '@fettle/persistence';
import {
  eventually,
  KillableProcess,
  mosquittoMissing,
  startTestMosquitto,
  startTestPostgres,
  type TestDatabase,
  type TestMosquitto,
  type TestPostgres,
} from '@fettle/testing';
import { freePort, type IngestWorld, startIngestWorld, type TestTenant } from './spec-builders/ingest-world';

jest.setTimeout(180_000);

const MAIN = join(__dirname, '../dist/main.js');
/** What ingest wants of a broker: nothing of a session that is away is dropped. */
const SETTINGS = [
  'allow_anonymous true',
  'max_inflight_messages 0',
  'max_queued_messages 0',
  'persistence true',
  'autosave_on_changes true',
  'autosave_interval 1',
  'set_tcp_nodelay true',
  'log_dest none',
];
const missing = mosquittoMissing();
if (missing !== null) process.stdout.write(`SKIPPED, ingest behind an outside broker: ${missing}\n`);
const describeIf = missing === null ? describe : describe.skip;

describeIf('behind an outside broker', () => {
  let postgres: TestPostgres;
  let broker: TestMosquitto;
  let database: TestDatabase;

  beforeAll(async () => {
    [postgres, broker] = await Promise.all([startTestPostgres(), startTestMosquitto(() => SETTINGS)]);
    database = await postgres.createDatabase();
  });

  afterAll(async () => {
    await broker?.process.stop();
    await postgres?.stop();
  });

  describe('in this process', () => {
    let world: IngestWorld;
    let tenant: TestTenant;
    let device: MqttClient;

    beforeAll(async () => {
      world = await startIngestWorld(database.urls, systemClock, broker.url);
      tenant = await world.makeTenant('Shared', 4);
      device = await connectAsync(broker.url, { protocolVersion: 5, reconnectPeriod: 0 });
    });

    afterAll(async () => {
      await device?.endAsync(true);
      await world?.stop();
    });

    const topic = (n: number, leaf: string): string =>
      `fettle/v1/${tenant.id}/${tenant.devices[n]!.id}/${leaf}`;

    it('each message is taken once, whichever connection brings it', async () => {
      const sent = Array.from({ length: 50 }, (_, i) =>
        device.publishAsync(topic(0, 'frames'), frame(i), { qos: 1 }),
      );
      await Promise.all(sent);
      await eventually(async () => {
        const sequences = (await world.frames(tenant.devices[0]!)).map(sequenceOf);
        expect(sequences.sort((a, b) => a - b)).toEqual(sent.map((_, i) => i));
      });
    });

    it('what is refused is recorded and told on the status topic', async () => {
      const told: string[] = [];
      device.on('message', (name, payload) => told.push(`${name} ${payload.toString()}`));
      await device.subscribeAsync(topic(1, 'status'));
      await device.publishAsync(topic(1, 'json'), 'broken', { qos: 1 });
      await eventually(() => expect(told.join()).toContain('JSON.MALFORMED'));
      expect(await world.rejected(tenant.devices[1]!.id)).toMatchObject([{ reason: 'JSON.MALFORMED' }]);
    });

    it('a topic whose tenant is not the device’s takes nothing', async () => {
      const victim = tenant.devices[2]!;
      await device.publishAsync(`fettle/v1/${uuidv7(1)}/${victim.id}/frames`, frame(1), { qos: 1 });
      await device.publishAsync(topic(2, 'frames'), frame(2), { qos: 1 });
      await eventually(async () => expect((await world.frames(victim)).map(sequenceOf)).toEqual([2]));
      expect(await world.rejected(victim.id)).toEqual([]);
    });

    it('a log that does not answer is waited for', async () => {
      world.log.hold();
      await device.publishAsync(topic(3, 'frames'), frame(7), { qos: 1 });
      await eventually(() => expect(world.log.waiting).toBe(1));
      await expect(world.frames(tenant.devices[3]!)).resolves.toEqual([]);
      world.log.release();
      await eventually(async () => expect(await world.frames(tenant.devices[3]!)).toHaveLength(1));
    });

    it('a broker that was restarted and forgot the shared subscriptions is subscribed to again', async () => {
      const ready = async (): Promise<boolean | undefined> =>
        (await world.parts.health.report()).parts['mqtt']?.ok;
      expect(await ready()).toBe(true);
      await broker.process.kill();
      await eventually(async () => expect(await ready()).toBe(false));
      await broker.process.start();
      await eventually(async () => expect(await ready()).toBe(true));
      const again = await connectAsync(broker.url, { protocolVersion: 5, reconnectPeriod: 0 });
      await again.publishAsync(topic(3, 'frames'), frame(8), { qos: 1 });
      await again.endAsync();
      await eventually(async () =>
        expect((await world.frames(tenant.devices[3]!)).map(sequenceOf)).toEqual([7, 8]),
      );
    });
  });

  it('ingest killed under load loses nothing that was acknowledged', async () => {
    if (!existsSync(MAIN)) throw new Error(`build the workspace first: ${MAIN} is missing`);
    const own = await postgres.createDatabase();
    const reader = await startIngestWorld(own.urls, systemClock);
    const tenant = await reader.makeTenant('Killed', 1);
    const { id } = tenant.devices[0]!;
    const alone = await aloneProcess(own.urls, broker.url);
    const device = await connectAsync(broker.url, { protocolVersion: 5, reconnectPeriod: 0 });
    const acknowledged: number[] = [];
    let sending = true;
    let next = 0;
    const publish = async (): Promise<void> => {
      while (sending) {
        const n = next++;
        await device.publishAsync(`fettle/v1/${tenant.id}/${id}/frames`, frame(n), { qos: 1 });
        acknowledged.push(n);
        await sleep(20);
      }
    };
    try {
      await alone.ingest.start();
      const load = Promise.all(Array.from({ length: 20 }, publish));
      for (let kill = 0; kill < 3; kill++) {
        const before = acknowledged.length;
        await eventually(() => expect(acknowledged.length).toBeGreaterThan(before + 200));
        await alone.ingest.kill();
        await alone.ingest.start();
      }
      sending = false;
      await load;
      await eventually(async () => {
        const stored = new Set((await reader.frames(tenant.devices[0]!)).map(sequenceOf));
        expect(acknowledged.filter((n) => !stored.has(n))).toEqual([]);
      });
    } finally {
      sending = false;
      await alone.stop();
      await device.endAsync(true);
      await reader.stop();
    }
  });
});

function frame(sequence: number): Buffer {
  const column = { signalId: 1, kind: 'scaled', exponent: 0, mantissas: [sequence] } as const;
  return Buffer.from(encodeFrame({ bootId: 1, sequence, times: [Date.now()], columns: [column] }));
}

function sequenceOf(bytes: Uint8Array): number {
  const result = decodeFrame(bytes);
  return result.ok ? result.frame.sequence : -1;
}

/** Ingest as its own process, as a deployment runs it beside Mosquitto. */
async function aloneProcess(
  urls: DatabaseUrls,
  mqttUrl: string,
): Promise<{ readonly ingest: KillableProcess; stop(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), 'fettle-ingest-'));
  const passwords = Object.entries(urls).map(([role, url]) => [role, new URL(url as string).password]);
  writeFileSync(join(dir, 'secrets.json'), JSON.stringify(Object.fromEntries(passwords)), { mode: 0o600 });
  const httpPort = await freePort();
  const ingest = new KillableProcess({
    name: 'ingest',
    program: process.execPath,
    args: [MAIN],
    env: {
      FETTLE_DATABASE_URL: urls.pipeline,
      FETTLE_SECRET_FILE: join(dir, 'secrets.json'),
      FETTLE_MQTT_URL: mqttUrl,
      FETTLE_MQTT_SHARED: 'no',
      FETTLE_HTTP_PORT: String(httpPort),
    },
    isReady: async () => (await fetch(`http://127.0.0.1:${httpPort}/health/ready`)).ok,
  });
  return {
    ingest,
    stop: async () => {
      await ingest.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
