import { assetTypeById } from '@fettle/domains';
import { hash32 } from '@fettle/kernel';
import { createDevices, type Database, ensureAsset, inTransaction } from '@fettle/persistence';
import type { FleetDevice } from '../../apps/fleet/src';
import type { TestTenant } from './provision';

export interface MachinePlan {
  readonly name: string;
  readonly assetTypeId: string;
  /** Share of life used at the start, of the parts that are not young. */
  readonly lifeUsed?: Readonly<Record<string, number>>;
}

export interface Machine {
  readonly assetId: string;
  readonly device: FleetDevice;
}

const YOUNG = 0.15;

/** Simulated machines with a device each at the tenant's site, in the order of the plans; the same name lives the same life. */
export async function provisionMachines(
  database: Database,
  tenant: TestTenant,
  plans: readonly MachinePlan[],
): Promise<Machine[]> {
  return inTransaction(database.pipeline, async (client) => {
    const nowMs = Date.now();
    const machines: Machine[] = [];
    for (const { name, assetTypeId, lifeUsed } of plans) {
      const place = { tenantId: tenant.id, siteId: tenant.siteId, assetTypeId, name };
      const assetId = await ensureAsset(client, place, nowMs);
      const unit = { tenantId: tenant.id, assetId, name: `${name} unit` };
      const made = (await createDevices(client, [unit], nowMs))[0]!;
      const young = (assetTypeById(assetTypeId)?.wear ?? []).map(({ component }) => [component, YOUNG]);
      const device: FleetDevice = {
        ...{ deviceId: made.id, tenantId: tenant.id },
        ...{ username: made.mqtt.username, password: made.mqtt.password },
        ...{ assetTypeId, seed: hash32(name), latitude: 52, longitude: 13 },
        lifeUsed: { ...Object.fromEntries(young), ...lifeUsed },
      };
      machines.push({ assetId, device });
    }
    return machines;
  });
}
