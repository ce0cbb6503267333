import { connectAsync } from 'mqtt';
import { DAY_MS, deviceKey, ManualClock, systemClock } from '@fettle/kernel';
import { type DatabaseUrls, inTransaction } from '@fettle/persistence';
import {
  mosquittoMissing,
  startTestMosquitto,
  startTestPostgres,
  type TestMosquitto,
  type TestPostgres,
} from '@fettle/testing';
import { dropSnippets, KEPT_SNIPPETS, readSnippets, storeSnippets } from './snippets/snippet-tables';
import { describeDeviceSide } from './spec-builders/device-side-laws';
import { type IngestWorld, startIngestWorld, type TestTenant } from './spec-builders/ingest-world';
import { snippetBytes } from './spec-builders/snippet-bytes';

jest.setTimeout(60_000);

const missing = mosquittoMissing();
if (missing !== null) console.warn(`SKIPPED, the device side behind an outside broker: ${missing}`);
const describeIf = missing === null ? describe : describe.skip;

describe('the device side', () => {
  let postgres: TestPostgres;
  let urls: DatabaseUrls;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    urls = (await postgres.createDatabase()).urls;
  });

  afterAll(() => postgres?.stop());

  describe('with the embedded broker', () => {
    const clock = new ManualClock(1_763_798_460_000);
    let world: IngestWorld;
    let tenant: TestTenant;
    let next = 0;

    beforeAll(async () => {
      world = await startIngestWorld(urls, clock);
      tenant = await world.makeTenant('Embedded', 20);
    });

    afterAll(() => world?.stop());

    describeDeviceSide(() => ({
      world,
      tenant,
      nowMs: () => clock.nowMs(),
      freshDevice: () => tenant.devices[next++]!,
      connect: (device) => world.connectAs(device),
    }));
  });

  it('of snippets the newest stay, only so many of each device, and none past its tenant’s retention', async () => {
    const nowMs = 1_763_798_460_000;
    const world = await startIngestWorld(urls, new ManualClock(nowMs));
    try {
      const tenant = await world.makeTenant('Kept', 2);
      const [many, old] = tenant.devices;
      const snippet = (device: typeof many, sequence: number, timeMs: number) => ({
        key: deviceKey(tenant.id, device!.id),
        value: snippetBytes({ sequence, timeMs }),
        headers: { receivedMs: String(nowMs) },
      });
      const over = KEPT_SNIPPETS.device + 5;
      const snippets = readSnippets([
        ...Array.from({ length: over }, (_, i) => snippet(many, i, nowMs - i)),
        snippet(old, 1, nowMs - 401 * DAY_MS),
        snippet(old, 2, nowMs - 399 * DAY_MS),
      ]);
      const kept = await inTransaction(world.parts.database.pipeline, async (client) => {
        await storeSnippets(client, snippets);
        await dropSnippets(client, snippets, nowMs);
        const { rows } = await client.query<{ id: string; sequences: number[] }>(
          `SELECT device_id AS id, array_agg(sequence::int ORDER BY sequence) AS sequences FROM snippets
           WHERE tenant_id = $1 GROUP BY device_id`,
          [tenant.id],
        );
        return new Map(rows.map(({ id, sequences }) => [id, sequences]));
      });
      expect(kept.get(many!.id)).toEqual(Array.from({ length: KEPT_SNIPPETS.device }, (_, i) => i));
      expect(kept.get(old!.id)).toEqual([2]);
    } finally {
      await world.stop();
    }
  });

  describeIf('behind an outside broker', () => {
    let broker: TestMosquitto;
    let world: IngestWorld;
    let tenant: TestTenant;
    let next = 0;

    beforeAll(async () => {
      broker = await startTestMosquitto(() => [
        'allow_anonymous true',
        'set_tcp_nodelay true',
        'log_dest none',
      ]);
      world = await startIngestWorld(urls, systemClock, broker.url);
      tenant = await world.makeTenant('Outside', 20);
    });

    afterAll(async () => {
      await world?.stop();
      await broker?.process.stop();
    });

    describeDeviceSide(() => ({
      world,
      tenant,
      nowMs: () => systemClock.nowMs(),
      freshDevice: () => tenant.devices[next++]!,
      connect: (device) =>
        connectAsync(broker.url, { protocolVersion: 4, clientId: device.id, reconnectPeriod: 0 }),
    }));
  });
});
