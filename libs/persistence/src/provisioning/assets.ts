import { AppError, uuidv7 } from '@fettle/kernel';
import { assetTypeById } from '@fettle/domains';
import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import { hashSecret, hashToken, makeSecret } from '../secrets';

export interface NewSite {
  readonly tenantId: string;
  readonly name: string;
  readonly latitude: number;
  readonly longitude: number;
  /** IANA name, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
}

export interface NewAsset {
  readonly tenantId: string;
  readonly siteId: string;
  readonly assetTypeId: string;
  readonly name: string;
}

export interface NewDevice {
  readonly tenantId: string;
  readonly assetId: string;
  readonly name: string;
}

/** What a device signs in with; the secret and the token leave the server this once. */
export interface DeviceCredentials {
  readonly id: string;
  readonly tenantId: string;
  readonly assetId: string;
  readonly name: string;
  readonly mqtt: { readonly clientId: string; readonly username: string; readonly password: string };
  /** User name for the ThingsBoard door, which knows no password. */
  readonly token: string;
}

/** Makes the site, or returns the id of the one that has this name. */
export async function ensureSite(client: PoolClient, site: NewSite, nowMs: number): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO sites (id, tenant_id, name, latitude, longitude, time_zone) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant_id, name) DO UPDATE SET name = excluded.name RETURNING id`,
    [uuidv7(nowMs), site.tenantId, site.name, site.latitude, site.longitude, site.timeZone],
  );
  return rows[0]!.id;
}

/** Makes the asset, or returns the id of the one that has this name. Throws `ASSET.UNKNOWN_TYPE`. */
export async function ensureAsset(client: PoolClient, asset: NewAsset, nowMs: number): Promise<string> {
  if (!assetTypeById(asset.assetTypeId)) {
    throw new AppError('ASSET.UNKNOWN_TYPE', `there is no asset type ${asset.assetTypeId}`);
  }
  const domain = asset.assetTypeId.slice(0, asset.assetTypeId.indexOf('.'));
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO assets (id, tenant_id, site_id, asset_type_id, domain, name) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant_id, name) DO UPDATE SET name = excluded.name RETURNING id`,
    [uuidv7(nowMs), asset.tenantId, asset.siteId, asset.assetTypeId, domain, asset.name],
  );
  return rows[0]!.id;
}

/**
 * Makes devices, all of them or none. Works under row-level security and without.
 * Throws `DEVICE.EXISTS` for a name that the tenant has, `QUOTA.DEVICES` when it would have too many.
 */
export async function createDevices(
  client: PoolClient,
  devices: readonly NewDevice[],
  nowMs: number,
): Promise<DeviceCredentials[]> {
  const made = devices.map((device) => withCredentials(device, nowMs));
  await client
    .query(
      `INSERT INTO devices (id, tenant_id, asset_id, name, secret_salt, secret_hash, token_hash)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bytea[], $6::bytea[], $7::bytea[])`,
      [
        made.map(({ id }) => id),
        made.map(({ tenantId }) => tenantId),
        made.map(({ assetId }) => assetId),
        made.map(({ name }) => name),
        made.map(({ salt }) => salt),
        made.map(({ mqtt, salt }) => hashSecret(mqtt.password, salt)),
        made.map(({ token }) => hashToken(token)),
      ],
    )
    .catch((cause: { code?: string }) => {
      if (cause.code === '23505')
        throw new AppError('DEVICE.EXISTS', 'a device of that name exists', { cause });
      throw cause;
    });
  await refuseTooMany(client, new Set(devices.map(({ tenantId }) => tenantId)));
  return made.map(({ salt: _salt, ...credentials }) => credentials);
}

async function refuseTooMany(client: PoolClient, tenantIds: ReadonlySet<string>): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM tenants t WHERE id = ANY($1)
     AND (SELECT count(*) FROM devices WHERE tenant_id = t.id) > t.max_devices`,
    [[...tenantIds]],
  );
  if (rows[0]) throw new AppError('QUOTA.DEVICES', 'the tenant has as many devices as it may have');
}

/** Printable, since an outside broker that checks the digest itself takes a salt as text. */
function makeSalt(): Buffer {
  return Buffer.from(randomBytes(16).toString('hex'), 'ascii');
}

function withCredentials(device: NewDevice, nowMs: number): DeviceCredentials & { salt: Buffer } {
  const id = uuidv7(nowMs);
  const mqtt = { clientId: id, username: id, password: makeSecret() };
  return { ...device, id, mqtt, token: makeSecret(), salt: makeSalt() };
}

/** Gives a device new credentials; the old ones stop working at once. Throws `DEVICE.UNKNOWN`. */
export async function rotateCredentials(
  client: PoolClient,
  deviceId: string,
  nowMs: number,
): Promise<DeviceCredentials> {
  const { rows } = await client.query<{ tenant_id: string; asset_id: string; name: string }>(
    'SELECT tenant_id, asset_id, name FROM devices WHERE id = $1 FOR UPDATE',
    [deviceId],
  );
  const row = rows[0];
  if (!row) throw new AppError('DEVICE.UNKNOWN', 'there is no such device');
  const fresh = withCredentials({ tenantId: row.tenant_id, assetId: row.asset_id, name: row.name }, nowMs);
  await client.query('UPDATE devices SET secret_salt = $2, secret_hash = $3, token_hash = $4 WHERE id = $1', [
    deviceId,
    fresh.salt,
    hashSecret(fresh.mqtt.password, fresh.salt),
    hashToken(fresh.token),
  ]);
  await client.query("SELECT pg_notify('fettle_directory', $1)", [deviceId]);
  const { salt: _salt, ...credentials } = fresh;
  return { ...credentials, id: deviceId, mqtt: { ...fresh.mqtt, clientId: deviceId, username: deviceId } };
}
