import { DOMAIN_PACKS } from '@fettle/domains';
import { DAY_MS } from '@fettle/kernel';
import { ROLES } from '@fettle/contracts';
import { demoFleetPlan, type DemoSite, type DemoTenant, type FleetDevice } from '@fettle/app-fleet';
import {
  createDevices,
  createTenant,
  createUser,
  ensureAsset,
  ensureSite,
  inTransaction,
  makeSecret,
  seedDefaultRules,
  slugOf,
} from '@fettle/persistence';
import type { ProcessParts } from '@fettle/platform';
import type { PoolClient } from 'pg';
import { type DemoRecord, type DemoTenantRecord, writeDemoRecord } from './demo-record';

const SEED = 1;
export const HISTORY_DAYS = 28;

/**
 * Makes the demo's tenants, users, machines and devices, all or nothing. The record is written before the transaction
 * commits: a record without its tenants is seen at the next start, tenants without a record could not be.
 */
export async function seedDemo(parts: ProcessParts): Promise<DemoRecord> {
  const nowMs = parts.clock.nowMs();
  return inTransaction(parts.database.pipeline, async (client) => {
    const tenants: DemoTenantRecord[] = [];
    const devices: FleetDevice[] = [];
    for (const plan of demoFleetPlan(SEED, HISTORY_DAYS)) {
      const tenant = await seedTenant(client, plan, nowMs);
      tenants.push(tenant);
      for (const site of plan.sites) devices.push(...(await seedSite(client, tenant.id, site, nowMs)));
    }
    const record = { fromMs: nowMs - HISTORY_DAYS * DAY_MS, tenants, devices };
    writeDemoRecord(parts.config.home, record);
    return record;
  });
}

async function seedTenant(client: PoolClient, plan: DemoTenant, nowMs: number): Promise<DemoTenantRecord> {
  const id = await createTenant(client, { name: plan.name, demo: true }, nowMs);
  const users = ROLES.map((role) => ({
    email: `${role}@${slugOf(plan.name)}.example`,
    password: makeSecret(),
    role,
  }));
  for (const user of users)
    await createUser(client, { ...user, tenantId: id, name: `Demo ${user.role}` }, nowMs);
  await seedDefaultRules(client, id, DOMAIN_PACKS, nowMs);
  return { id, name: plan.name, users };
}

async function seedSite(
  client: PoolClient,
  tenantId: string,
  site: DemoSite,
  nowMs: number,
): Promise<FleetDevice[]> {
  const { name, latitude, longitude, timeZone } = site;
  const siteId = await ensureSite(client, { tenantId, name, latitude, longitude, timeZone }, nowMs);
  const assetIds: string[] = [];
  for (const asset of site.assets) {
    const { assetTypeId } = asset;
    assetIds.push(await ensureAsset(client, { tenantId, siteId, assetTypeId, name: asset.name }, nowMs));
  }
  const wanted = site.assets.map((asset, i) => ({
    tenantId,
    assetId: assetIds[i]!,
    name: `${asset.name} unit`,
  }));
  const made = await createDevices(client, wanted, nowMs);
  return site.assets.map(({ assetTypeId, seed, lifeUsed }, i) => {
    const { id, mqtt } = made[i]!;
    const login = { deviceId: id, tenantId, username: mqtt.username, password: mqtt.password };
    return { ...login, assetTypeId, seed, lifeUsed, latitude, longitude };
  });
}
