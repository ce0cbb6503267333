import type { Hello, PackageProgress } from '@fettle/contracts';
import type { Queryable } from '@fettle/event-log';
import type { Said } from './report-batch';

/** What each device runs, by its last hello. One read twice, or after a newer one, changes nothing. */
export async function storeHellos(transaction: Queryable, hellos: readonly Said<Hello>[]): Promise<void> {
  if (hellos.length === 0) return;
  await transaction.query(
    `INSERT INTO device_software AS w (tenant_id, device_id, hello_ms, firmware, model, package, slot, boot)
     SELECT x.* FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[])
       AS x (tenant_id, device_id, hello_ms, firmware, model, package, slot, boot)
     JOIN devices d ON d.id = x.device_id AND d.tenant_id = x.tenant_id
     ON CONFLICT (device_id) DO UPDATE SET hello_ms = excluded.hello_ms, firmware = excluded.firmware,
       model = excluded.model, package = excluded.package, slot = excluded.slot, boot = excluded.boot
     WHERE w.hello_ms IS NULL OR w.hello_ms <= excluded.hello_ms`,
    [
      ...whose(hellos),
      hellos.map(({ status }) => status.firmware),
      hellos.map(({ status }) => status.model),
      hellos.map(({ status }) => status.package),
      hellos.map(({ status }) => status.slot),
      hellos.map(({ status }) => status.boot),
    ],
  );
}

/** How each device's installation goes. One read twice, or after a newer one, changes nothing. */
export async function storeProgress(
  transaction: Queryable,
  progress: readonly Said<PackageProgress>[],
): Promise<void> {
  if (progress.length === 0) return;
  await transaction.query(
    `INSERT INTO device_software AS w
       (tenant_id, device_id, install_ms, installing, install_state, install_reason, install_offset)
     SELECT x.* FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[])
       AS x (tenant_id, device_id, install_ms, installing, install_state, install_reason, install_offset)
     JOIN devices d ON d.id = x.device_id AND d.tenant_id = x.tenant_id
     ON CONFLICT (device_id) DO UPDATE SET install_ms = excluded.install_ms, installing = excluded.installing,
       install_state = excluded.install_state, install_reason = excluded.install_reason,
       install_offset = excluded.install_offset
     WHERE w.install_ms IS NULL OR w.install_ms <= excluded.install_ms`,
    [
      ...whose(progress),
      progress.map(({ status }) => status.package),
      progress.map(({ status }) => status.state),
      progress.map(({ status }) => status.reason),
      progress.map(({ status }) => status.offset ?? null),
    ],
  );
}

function whose(said: readonly Said<Hello | PackageProgress>[]): unknown[][] {
  return [
    said.map(({ tenantId }) => tenantId),
    said.map(({ deviceId }) => deviceId),
    said.map(({ atMs }) => atMs),
  ];
}
