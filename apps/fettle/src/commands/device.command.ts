import { AppError, systemClock } from '@fettle/kernel';
import {
  createDevices,
  type DeviceCredentials,
  ensureAsset,
  ensureSite,
  findTenant,
  inTransaction,
} from '@fettle/persistence';
import { loadConfig } from '@fettle/platform';
import type { PoolClient } from 'pg';
import type { CliCommand } from '../cli/command';
import { usageError } from '../cli/run-command';
import { withInstallation } from '../installation/with-installation';
import { installCommand } from './device/install.command';

interface CreateOptions {
  readonly json?: boolean;
  readonly tenant: string;
  readonly asset: string;
  readonly count: string;
  readonly name?: string;
  readonly type?: string;
}

const MOST = 20_000;

/** `fettle device create --tenant T --asset A [--count N]`: credentials, shown once; and `device install`. */
export const deviceCommand: CliCommand = {
  register(program, run) {
    const group = program.command('device').description('devices');
    group
      .command('create')
      .description('make devices on an asset; prints their credentials once')
      .requiredOption('--tenant <tenant>', 'id, slug or name')
      .requiredOption('--asset <asset>', 'id or name')
      .option(
        '--type <type>',
        'make the asset, of this type (rail.car, generic.sensor, …), when there is none',
      )
      .option('--count <n>', 'how many', '1')
      .option('--name <prefix>', "their name; numbered when there are several (default: the asset's)")
      .option('--json', 'print the result as one JSON object')
      .addHelpText(
        'after',
        '\nExample:\n  fettle device create --tenant north-yard --asset "Car 7" --count 3 --json',
      )
      .action((options: CreateOptions) =>
        run(options, async ({ env, result }) => {
          const count = Number(options.count);
          if (!Number.isInteger(count) || count < 1 || count > MOST)
            throw usageError(`--count is from 1 to ${MOST}`);
          const devices = await withInstallation(loadConfig(env), ({ parts }) =>
            inTransaction(parts.database.pipeline, (client) => create(client, options, count)),
          );
          result({ devices }, devices.map(describe).join('\n\n'));
        }),
      );
    installCommand.register(group, run);
  },
};

async function create(
  client: PoolClient,
  options: CreateOptions,
  count: number,
): Promise<DeviceCredentials[]> {
  const tenant = await findTenant(client, options.tenant);
  const asset = await hostAsset(client, tenant, options);
  const prefix = options.name ?? asset.name;
  const taken = await client.query('SELECT 1 FROM devices WHERE tenant_id = $1 AND asset_id = $2', [
    tenant.id,
    asset.id,
  ]);
  const first = (taken.rowCount ?? 0) + 1;
  const names = Array.from({ length: count }, (_, i) =>
    count === 1 && options.name ? prefix : `${prefix} device ${first + i}`,
  );
  return createDevices(
    client,
    names.map((name) => ({ tenantId: tenant.id, assetId: asset.id, name })),
    systemClock.nowMs(),
  );
}

/** The asset by id or name; made at the tenant's first site, or at one of its own, when `--type` says what it is. */
async function hostAsset(
  client: PoolClient,
  tenant: { readonly id: string; readonly name: string },
  { asset: wanted, type }: CreateOptions,
): Promise<{ id: string; name: string }> {
  const { rows } = await client.query<{ id: string; name: string }>(
    'SELECT id, name FROM assets WHERE tenant_id = $1 AND (id::text = $2 OR name = $2)',
    [tenant.id, wanted],
  );
  if (rows[0]) return rows[0];
  if (type === undefined)
    throw new AppError('ASSET.UNKNOWN', `${tenant.name} has no asset ${wanted}; --type would make it`);
  const nowMs = systemClock.nowMs();
  const sites = await client.query<{ id: string }>(
    'SELECT id FROM sites WHERE tenant_id = $1 ORDER BY id LIMIT 1',
    [tenant.id],
  );
  const place = { tenantId: tenant.id, name: tenant.name, latitude: 0, longitude: 0, timeZone: 'UTC' };
  const siteId = sites.rows[0]?.id ?? (await ensureSite(client, place, nowMs));
  const id = await ensureAsset(
    client,
    { tenantId: tenant.id, siteId, assetTypeId: type, name: wanted },
    nowMs,
  );
  return { id, name: wanted };
}

function describe(device: DeviceCredentials): string {
  return [
    `device    ${device.name} (${device.id})`,
    `topic     fettle/v1/${device.tenantId}/${device.id}/frames`,
    `client id ${device.mqtt.clientId}`,
    `user      ${device.mqtt.username}`,
    `password, shown once: ${device.mqtt.password}`,
    `token for the ThingsBoard topic, shown once: ${device.token}`,
  ].join('\n');
}
