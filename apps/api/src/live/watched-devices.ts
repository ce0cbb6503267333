import { Inject, Injectable } from '@nestjs/common';
import { assetTypeById } from '@fettle/domains';
import { asTenant, Database, registeredSignals } from '@fettle/persistence';
import { decodeReadings, type SignalReadings } from './decode-readings';

interface WatchedAsset {
  readonly tenantId: string;
  readonly deviceIds: readonly string[];
  readonly signalNames: ReadonlyMap<number, string>;
}

/** The devices of those assets that somebody looks at, and how to read their frames. */
@Injectable()
export class WatchedDevices {
  private readonly assets = new Map<string, WatchedAsset>();
  private readonly assetByDevice = new Map<string, string>();

  constructor(@Inject(Database) private readonly database: Database) {}

  /** False when the tenant has no such asset. */
  async add(tenantId: string, assetId: string): Promise<boolean> {
    const asset = await this.read(tenantId, assetId);
    if (!asset) return false;
    this.remove(assetId);
    this.assets.set(assetId, asset);
    for (const deviceId of asset.deviceIds) this.assetByDevice.set(deviceId, assetId);
    return true;
  }

  remove(assetId: string): void {
    for (const deviceId of this.assets.get(assetId)?.deviceIds ?? []) this.assetByDevice.delete(deviceId);
    this.assets.delete(assetId);
  }

  /** Takes notice of devices and signals that are new since an asset was added. */
  async refresh(): Promise<void> {
    for (const [assetId, { tenantId }] of this.assets) {
      const fresh = await this.read(tenantId, assetId);
      if (!this.assets.has(assetId)) continue;
      this.remove(assetId);
      if (!fresh) continue;
      this.assets.set(assetId, fresh);
      for (const deviceId of fresh.deviceIds) this.assetByDevice.set(deviceId, assetId);
    }
  }

  /** The watched asset that a device belongs to, or null. */
  assetOf(deviceId: string): string | null {
    return this.assetByDevice.get(deviceId) ?? null;
  }

  /** Readings of a watched device's frame by signal name; none for a frame that cannot be decoded. */
  decode(deviceId: string, frame: Uint8Array): SignalReadings[] {
    const names = this.assets.get(this.assetByDevice.get(deviceId) ?? '')?.signalNames;
    return names ? decodeReadings(frame, names) : [];
  }

  private read(tenantId: string, assetId: string): Promise<WatchedAsset | null> {
    return asTenant(this.database.api, tenantId, async (client) => {
      const { rows } = await client.query<{ asset_type_id: string; devices: string[] }>(
        `SELECT a.asset_type_id, array(SELECT d.id::text FROM devices d WHERE d.tenant_id = $1 AND d.asset_id = a.id) AS devices
         FROM assets a WHERE a.tenant_id = $1 AND a.id = $2`,
        [tenantId, assetId],
      );
      if (!rows[0]) return null;
      const declared = assetTypeById(rows[0].asset_type_id)?.signals ?? [];
      const registered = await registeredSignals(client, tenantId, assetId);
      const signalNames = new Map([...declared, ...registered].map(({ id, name }) => [id, name]));
      return { tenantId, deviceIds: rows[0].devices, signalNames };
    });
  }
}
