import { DOMAIN_PACKS } from '@fettle/domains';
import {
  createDevices,
  createTenant,
  createUser,
  Database,
  type DeviceCredentials,
  ensureAsset,
  ensureSite,
  inTransaction,
  seedDefaultRules,
  startEmbeddedPostgres,
} from '@fettle/persistence';
import { join } from 'node:path';

export interface TestTenant {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly siteId: string;
  readonly assetId: string;
  readonly devices: readonly DeviceCredentials[];
}

export interface TenantPlan {
  readonly name: string;
  readonly assetTypeId?: string;
  readonly devices: number;
}

/** The embedded database of a home: started, or found running; close it before the product is started on it. */
export async function withDatabase<T>(home: string, work: (database: Database) => Promise<T>): Promise<T> {
  const server = await startEmbeddedPostgres({ dir: join(home, 'postgres') });
  const database = new Database(server.urls);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** A tenant with an owner, one asset and some devices on it. */
export async function provisionTenant(database: Database, plan: TenantPlan): Promise<TestTenant> {
  const email = `owner@${plan.name}.example`;
  const password = `a password of ${plan.name}`;
  return inTransaction(database.pipeline, async (client) => {
    const nowMs = Date.now();
    const id = await createTenant(client, { name: plan.name }, nowMs);
    await createUser(client, { tenantId: id, email, name: 'Owner', role: 'owner', password }, nowMs);
    await seedDefaultRules(client, id, DOMAIN_PACKS, nowMs);
    const place = { tenantId: id, name: 'Yard', latitude: 52, longitude: 13, timeZone: 'Europe/Berlin' };
    const siteId = await ensureSite(client, place, nowMs);
    const assetTypeId = plan.assetTypeId ?? 'generic.sensor';
    const assetId = await ensureAsset(
      client,
      { tenantId: id, siteId, assetTypeId, name: `${plan.name} 1` },
      nowMs,
    );
    const names = Array.from({ length: plan.devices }, (_, i) => ({
      tenantId: id,
      assetId,
      name: `device ${i}`,
    }));
    return { id, email, password, siteId, assetId, devices: await createDevices(client, names, nowMs) };
  });
}
