import { connectAsync } from 'mqtt';
import { ManualClock, systemClock } from '@fettle/kernel';
import type { DatabaseUrls } from '@fettle/persistence';
import {
  mosquittoMissing,
  startTestMosquitto,
  startTestPostgres,
  type TestMosquitto,
  type TestPostgres,
} from '@fettle/testing';
import { describeDeviceSide } from './spec-builders/device-side-laws';
import { type IngestWorld, startIngestWorld, type TestTenant } from './spec-builders/ingest-world';

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
