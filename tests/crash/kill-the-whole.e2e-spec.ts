import { seededRandom } from '@fettle/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProductProcess, startProduct } from '../../apps/fettle/src/installation/product-process';
import { ApiClient } from '../support/api-client';
import { expectEachOnce, expectSameWindows, readingsOf } from '../support/expect-everything';
import { provisionTenant, type TestTenant, withDatabase } from '../support/provision';
import { StubbornDevice } from '../support/stubborn-device';
import { temporaryHome } from '../support/temporary-home';

const DEVICES = 6;
const KILLS = 4;
const SAMPLES = 12;
const STEP_MS = 5_000;

/**
 * Promise 1: what was acknowledged is there, once, and every window equals the one computed offline, after the whole
 * product was killed under load at moments drawn by a seed.
 */
describe('kill -9 of the whole product under load', () => {
  const home = temporaryHome();
  const random = seededRandom(20_261);
  let tenant: TestTenant;
  let product: ProductProcess;
  let devices: StubbornDevice[] = [];

  beforeAll(async () => {
    tenant = await withDatabase(home.dir, (database) =>
      provisionTenant(database, { name: 'crash', devices: DEVICES }),
    );
    product = await startProduct({ home: home.dir });
  }, 120_000);

  afterAll(async () => {
    await Promise.all(devices.map((device) => device.close()));
    await product?.stop();
    await home.remove();
  }, 60_000);

  it('loses nothing acknowledged, counts nothing twice, and closes the very windows', async () => {
    const ports = {
      httpPort: Number(new URL(product.url).port),
      mqttPort: Number(new URL(product.mqttUrl).port),
    };
    devices = tenant.devices.map((login, i) => new StubbornDevice(product.mqttUrl, login, i + 1));
    const startMs = Math.floor((Date.now() - 6 * 3_600_000) / 60_000) * 60_000;
    let publishing = true;
    const runs = devices.map(async (device, d) => {
      for (let i = 0; publishing; i++) {
        await device.send(startMs + d * 777 + i * SAMPLES * STEP_MS, SAMPLES, STEP_MS);
        await sleep(5);
      }
    });
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(400 + random.below(1_600));
      await product.kill();
      await sleep(random.below(500));
      product = await startProduct({ home: home.dir, ...ports });
    }
    await sleep(1_000);
    publishing = false;
    await Promise.all(runs);
    const total = devices.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
    expect(total).toBeGreaterThan(KILLS * DEVICES);

    const api = await new ApiClient(product.url).signIn(tenant.email, tenant.password);
    for (const [i, device] of devices.entries()) {
      const expected = readingsOf(device.acknowledged);
      const { id } = tenant.devices[i]!;
      await expectEachOnce(api, id, expected);
      await withDatabase(home.dir, ({ pipeline }) => expectSameWindows(pipeline, id, expected));
    }
  }, 240_000);
});
