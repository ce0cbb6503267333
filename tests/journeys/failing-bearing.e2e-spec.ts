import type { AlertResponse } from '@fettle/contracts';
import { lifeUsedToFailIn } from '@fettle/domains';
import { DAY_MS, HOUR_MS, MINUTE_MS, systemClock } from '@fettle/kernel';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FleetTruth, runFleet } from '../../apps/fleet/src';
import { type ProductProcess, startProduct } from '../../apps/fettle/src/installation/product-process';
import { ApiClient } from '../support/api-client';
import { untilDrained } from '../support/drained';
import { type Machine, provisionMachines } from '../support/machines';
import { provisionTenant, withDatabase } from '../support/provision';
import { temporaryHome } from '../support/temporary-home';

const HISTORY_DAYS = 28;
const FAILS_AFTER_MS = 26.5 * DAY_MS;
const FAILING = [
  { name: 'Car with a bearing at its end', assetTypeId: 'rail.car', component: 'bearing_2' },
  { name: 'Turbine with a bearing at its end', assetTypeId: 'wind.turbine', component: 'main_bearing' },
] as const;
const SIBLINGS = [
  { name: 'Car in good health', assetTypeId: 'rail.car' },
  { name: 'Another car in good health', assetTypeId: 'rail.car' },
  { name: 'Turbine in good health', assetTypeId: 'wind.turbine' },
  { name: 'Another turbine in good health', assetTypeId: 'wind.turbine' },
] as const;

/** What the product is for: the alert came before the failure, and the healthy were left alone. */
describe('a simulated bearing that fails', () => {
  const home = temporaryHome();
  const truthFile = join(home.dir, 'truth.json');
  let product: ProductProcess;
  let client: ApiClient;
  let failing: Machine[];
  let siblings: Machine[];

  beforeAll(async () => {
    const { tenant, machines } = await withDatabase(home.dir, async (database) => {
      const made = await provisionTenant(database, { name: 'bearings', devices: 1 });
      const doomed = FAILING.map(({ name, assetTypeId, component }) => ({
        ...{ name, assetTypeId },
        lifeUsed: { [component]: lifeUsedToFailIn(assetTypeId, component, FAILS_AFTER_MS) },
      }));
      return { tenant: made, machines: await provisionMachines(database, made, [...doomed, ...SIBLINGS]) };
    });
    failing = machines.slice(0, FAILING.length);
    siblings = machines.slice(FAILING.length);
    product = await startProduct({ home: home.dir });
    client = await new ApiClient(product.url).signIn(tenant.email, tenant.password);
    const progress = await runFleet({
      mqttUrl: product.mqttUrl,
      devices: machines.map(({ device }) => device),
      fromMs: Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HISTORY_DAYS * DAY_MS,
      clock: systemClock,
      ...{ historyCadenceMs: 10 * MINUTE_MS, cadenceMs: 1_000, flushMs: 1_000 },
      speed: Number.POSITIVE_INFINITY,
      stateFile: join(home.dir, 'fleet-state.json'),
      truthFile,
      untilPresent: true,
      signal: AbortSignal.timeout(240_000),
    });
    expect(progress).toMatchObject({ rejections: 0, framesDropped: 0 });
    expect(progress.historyShare).toBeGreaterThan(0.999);
    await untilDrained(client);
  }, 300_000);

  afterAll(async () => {
    await product?.stop();
    await home.remove();
  }, 60_000);

  it.each(FAILING.map((plan, i) => [`${plan.assetTypeId} ${plan.component}`, i] as const))(
    '%s: an alert on that part fired before the true failure',
    async (_name, i) => {
      const { assetId, device } = failing[i]!;
      const { component } = FAILING[i]!;
      const truth = JSON.parse(readFileSync(truthFile, 'utf8')) as FleetTruth;
      const known = truth.devices.find(({ deviceId }) => deviceId === device.deviceId)!;
      expect(known.failures.map((failure) => failure.component)).toEqual([component]);
      const failedMs = known.failures[0]!.failureMs;
      const alerts = await client.list<AlertResponse>(`/api/v1/alerts?assetId=${assetId}`);
      const leads = alerts
        .filter((alert) => alert.component === component)
        .map(({ ruleName, severity, firedAt }) => ({
          ...{ ruleName, severity },
          days: (failedMs - Date.parse(firedAt)) / DAY_MS,
        }))
        .sort((a, b) => b.days - a.days);
      const told = leads.map(
        ({ ruleName, severity, days }) => `${severity} ${ruleName}: ${days.toFixed(1)} d`,
      );
      process.stdout.write(`lead times of ${component}: ${told.join('; ')}\n`);
      expect(leads[0]?.days).toBeGreaterThan(0.5);
      const others = alerts.filter((alert) => alert.component !== component);
      // A machine that comes back from repair can look worn elsewhere for hours: told, and never critical.
      for (const other of others)
        process.stdout.write(`not failing: ${other.severity} ${other.component}, ${other.ruleName}\n`);
      expect(others.filter(({ severity }) => severity === 'critical')).toEqual([]);
    },
  );

  it('its healthy siblings stayed silent', async () => {
    for (const { assetId } of siblings)
      expect(await client.list<AlertResponse>(`/api/v1/alerts?assetId=${assetId}`)).toEqual([]);
  });
});
