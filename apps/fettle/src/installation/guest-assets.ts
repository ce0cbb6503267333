import { DOMAIN_PACKS } from '@fettle/domains';
import {
  createDevices,
  createTenant,
  createUser,
  type DeviceCredentials,
  ensureAsset,
  ensureSite,
  findTenant,
  inTransaction,
  makeSecret,
  seedDefaultRules,
  slugOf,
} from '@fettle/persistence';
import type { ProcessParts } from '@fettle/platform';
import type { PoolClient } from 'pg';

export interface GuestAsset {
  /** Those of one name are one asset with several devices. */
  readonly name: string;
  readonly assetTypeId: string;
  /** Default: the asset's, and that it is its unit. */
  readonly deviceName?: string;
}

export interface GuestSite {
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
}

export interface Guests {
  readonly tenant: { readonly id: string; readonly name: string };
  /** Present when the tenant had to be made. */
  readonly owner: { readonly email: string; readonly password: string } | null;
  /** In the order of the assets. */
  readonly devices: readonly DeviceCredentials[];
}

/**
 * A site with assets and a device on each, for replays and simulations: in the named tenant, else in the demo's first, so
 * that whoever looks at the demo sees them, else in a tenant made for the purpose. All or nothing.
 */
export async function provisionGuests(
  parts: ProcessParts,
  tenant: string | undefined,
  site: GuestSite,
  assets: readonly GuestAsset[],
): Promise<Guests> {
  const nowMs = parts.clock.nowMs();
  return inTransaction(parts.database.pipeline, async (client) => {
    const host = await hostTenant(client, tenant, nowMs);
    const tenantId = host.tenant.id;
    const siteId = await ensureSite(client, { ...site, tenantId, timeZone: 'UTC' }, nowMs);
    const wanted: { tenantId: string; assetId: string; name: string }[] = [];
    for (const { name, assetTypeId, deviceName } of assets) {
      const assetId = await ensureAsset(client, { tenantId, siteId, assetTypeId, name }, nowMs);
      wanted.push({ tenantId, assetId, name: deviceName ?? `${name} unit` });
    }
    return { ...host, devices: await createDevices(client, wanted, nowMs) };
  });
}

async function hostTenant(
  client: PoolClient,
  wanted: string | undefined,
  nowMs: number,
): Promise<Omit<Guests, 'devices'>> {
  if (wanted !== undefined) return { tenant: await findTenant(client, wanted), owner: null };
  const { rows } = await client.query<{ id: string; name: string }>(
    "SELECT id, name FROM tenants WHERE demo OR slug = 'guests' ORDER BY demo DESC, created_at, id LIMIT 1",
  );
  if (rows[0]) return { tenant: rows[0], owner: null };
  const name = 'Guests';
  const id = await createTenant(client, { name }, nowMs);
  const owner = { email: `owner@${slugOf(name)}.example`, password: makeSecret() };
  await createUser(client, { ...owner, tenantId: id, name: 'Owner', role: 'owner' }, nowMs);
  await seedDefaultRules(client, id, DOMAIN_PACKS, nowMs);
  return { tenant: { id, name }, owner };
}
