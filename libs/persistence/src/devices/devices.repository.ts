import { AppError } from '@fettle/kernel';
import type { DeviceState, PackageState, RejectReason } from '@fettle/contracts';
import type { PoolClient } from 'pg';
import { likePattern } from '../fleet/like-pattern';
import type { AfterName } from '../fleet/sites.repository';
import { DEVICE_STATUS_SQL, REJECT_COUNTS_SQL } from './device-status-sql';

/** A device, where it belongs, and what has become of its messages. */
export interface StoredDevice {
  readonly id: string;
  readonly name: string;
  readonly assetId: string;
  readonly assetName: string;
  readonly domain: string;
  readonly siteName: string;
  readonly disabled: boolean;
  readonly createdAt: Date;
  readonly lastSeenMs: number | null;
  readonly clockErrorMs: number | null;
  readonly gaps: number;
  readonly late: number;
  readonly duplicates: number;
  readonly frames: number;
  readonly readings: number;
  readonly rejects: { reason: RejectReason; count: number }[];
  readonly software: DeviceSoftware | null;
}

/** What a device last said of its program, and of the package that was last sent to it. Null: it never said. */
export interface DeviceSoftware {
  readonly firmware: string | null;
  /** `name@version`; empty: none. */
  readonly model: string | null;
  /** Empty: none. */
  readonly package: string | null;
  /** `-`: the device has no slots. */
  readonly slot: string | null;
  readonly boot: number | null;
  readonly helloMs: number | null;
  readonly installing: string | null;
  readonly installState: PackageState | null;
  readonly installReason: string | null;
  readonly installOffset: number | null;
  readonly installMs: number | null;
  /** Of the package that is being installed; null when the tenant has it no more. */
  readonly installBytes: number | null;
}

export interface DeviceFilter {
  readonly assetId?: string | undefined;
  /** With the last instant that counts as silent. */
  readonly state?: { readonly is: DeviceState; readonly silentSinceMs: number } | undefined;
  /** `name@version` that it said to run. */
  readonly model?: string | undefined;
  /** Part of the device's or its asset's name. */
  readonly q?: string | undefined;
  readonly limit: number;
  readonly after?: AfterName | undefined;
}

const SOFTWARE = `
  (SELECT jsonb_build_object('firmware', w.firmware, 'model', w.model, 'package', w.package, 'slot', w.slot, 'boot', w.boot,
      'helloMs', w.hello_ms, 'installing', w.installing, 'installState', w.install_state, 'installReason', w.install_reason,
      'installOffset', w.install_offset, 'installMs', w.install_ms,
      'installBytes', (SELECT length(p.content) FROM model_packages p WHERE p.tenant_id = $1 AND p.id = w.installing))
    FROM device_software w WHERE w.tenant_id = $1 AND w.device_id = d.id)`;

const DEVICE = `
  SELECT d.id, d.name, d.asset_id AS "assetId", a.name AS "assetName", a.domain, s.name AS "siteName", d.disabled,
    d.created_at AS "createdAt", t.last_seen_ms AS "lastSeenMs", t.clock_error_ms AS "clockErrorMs",
    coalesce(t.gaps, 0) AS gaps, coalesce(t.late, 0) AS late, coalesce(t.duplicates, 0) AS duplicates,
    coalesce(t.frames, 0) AS frames, coalesce(t.readings, 0) AS readings,
    coalesce((SELECT jsonb_agg(jsonb_build_object('reason', r.reason, 'count', r.count) ORDER BY r.count DESC, r.reason)
      FROM ${REJECT_COUNTS_SQL} r WHERE r.tenant_id = $1 AND r.device_id = d.id), '[]') AS rejects,
    ${SOFTWARE} AS software
  FROM devices d JOIN assets a ON a.id = d.asset_id JOIN sites s ON s.id = a.site_id
  LEFT JOIN ${DEVICE_STATUS_SQL} t ON t.device_id = d.id AND t.tenant_id = $1`;

const STATE = `CASE WHEN d.disabled THEN 'disabled' WHEN t.last_seen_ms IS NULL THEN 'never_seen'
  WHEN t.last_seen_ms >= $5 THEN 'online' ELSE 'silent' END`;

/** Devices of the tenant by name, after `after`; at most `limit`. */
export async function listDevices(
  client: PoolClient,
  tenantId: string,
  filter: DeviceFilter,
): Promise<StoredDevice[]> {
  const { rows } = await client.query<StoredDevice>(
    `${DEVICE}
     WHERE d.tenant_id = $1 AND ($2::uuid IS NULL OR d.asset_id = $2)
       AND ($3::text IS NULL OR d.name ILIKE $3 OR a.name ILIKE $3)
       AND ($4::text IS NULL OR $4 = ${STATE.replace('$5', '$5::float8')})
       AND ($9::text IS NULL OR EXISTS (SELECT 1 FROM device_software w
         WHERE w.tenant_id = $1 AND w.device_id = d.id AND w.model = $9))
       AND ($6::text IS NULL OR (d.name, d.id) > ($6, $7::uuid))
     ORDER BY d.name, d.id LIMIT $8`,
    [
      ...[tenantId, filter.assetId ?? null, likePattern(filter.q)],
      ...[filter.state?.is ?? null, filter.state?.silentSinceMs ?? null],
      ...[filter.after?.name ?? null, filter.after?.id ?? null, filter.limit],
      filter.model ?? null,
    ],
  );
  return rows;
}

/** Null when the tenant has no such device. */
export async function findDevice(
  client: PoolClient,
  tenantId: string,
  id: string,
): Promise<StoredDevice | null> {
  const { rows } = await client.query<StoredDevice>(`${DEVICE} WHERE d.tenant_id = $1 AND d.id = $2`, [
    tenantId,
    id,
  ]);
  return rows[0] ?? null;
}

/** Ids of the asset's devices, whatever their state. */
export async function deviceIdsOfAsset(
  client: PoolClient,
  tenantId: string,
  assetId: string,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM devices WHERE tenant_id = $1 AND asset_id = $2 ORDER BY id',
    [tenantId, assetId],
  );
  return rows.map(({ id }) => id);
}

/** Throws `DEVICE.NOT_FOUND`, and `DEVICE.EXISTS` when the tenant has one of that name. */
export async function updateDevice(
  client: PoolClient,
  tenantId: string,
  id: string,
  change: { readonly name?: string | undefined; readonly disabled?: boolean | undefined },
): Promise<void> {
  const taken = await client.query('SELECT 1 FROM devices WHERE tenant_id = $1 AND name = $2 AND id <> $3', [
    tenantId,
    change.name ?? null,
    id,
  ]);
  if (taken.rowCount !== 0) throw new AppError('DEVICE.EXISTS', 'a device of that name exists');
  const changed = await client.query(
    `UPDATE devices SET name = coalesce($3, name), disabled = coalesce($4, disabled) WHERE tenant_id = $1 AND id = $2`,
    [tenantId, id, change.name ?? null, change.disabled ?? null],
  );
  if (changed.rowCount === 0) throw new AppError('DEVICE.NOT_FOUND', 'no such device');
  await client.query("SELECT pg_notify('fettle_directory', $1)", [id]);
}

/**
 * Deletes a device that never sent anything; its credentials stop working at once. Throws `DEVICE.NOT_FOUND`, and
 * `DEVICE.HAS_HISTORY` for one that did: what it measured would belong to nothing. Such a device can be disabled.
 */
export async function deleteDevice(client: PoolClient, tenantId: string, id: string): Promise<void> {
  const gone = await client.query('DELETE FROM devices WHERE tenant_id = $1 AND id = $2', [tenantId, id]);
  if (gone.rowCount === 0) throw new AppError('DEVICE.NOT_FOUND', 'no such device');
  const history = await client.query('SELECT 1 FROM device_status WHERE tenant_id = $1 AND device_id = $2', [
    tenantId,
    id,
  ]);
  if (history.rowCount !== 0)
    throw new AppError('DEVICE.HAS_HISTORY', 'the device has sent readings; disable it instead');
  await client.query("SELECT pg_notify('fettle_directory', $1)", [id]);
}
