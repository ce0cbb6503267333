import { MAX_PACKAGES } from '@fettle/contracts';
import { packageIdOf } from '@fettle/board';
import { AppError } from '@fettle/kernel';
import { downloadBytes, readPackage } from '@fettle/model-package';
import { insertPackage } from '@fettle/persistence';
import { loadConfig, type ProcessParts } from '@fettle/platform';
import type { CliCommand, CommandContext } from '../../cli/command';
import { giveCommand } from '../../installation/give-command';
import { runningProduct } from '../../installation/running-product';
import { withInstallation } from '../../installation/with-installation';
import { readNamedFile } from '../model/model-file';
import { untilInstalled } from './installation-watch';

interface InstallOptions {
  readonly json?: boolean;
  readonly device: string;
  readonly package: string;
  readonly wait: boolean;
}

interface TargetDevice {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
}

/** `fettle device install --device D --package FILE`: a signed model over the air. */
export const installCommand: CliCommand = {
  register(group, run) {
    group
      .command('install')
      .description('have a device fetch a signed model package and run it; waits for the end of its trial')
      .requiredOption('--device <device>', 'id or name')
      .requiredOption('--package <file>', 'what fettle model package made')
      .option('--no-wait', 'go as soon as the device has been told')
      .option('--json', 'print the result as one JSON object')
      .addHelpText(
        'after',
        '\nExample:\n  fettle device install --device "Bearing 1 board" --package bearing.fmpk',
      )
      .action((options: InstallOptions) => run(options, (context) => install(options, context)));
  },
};

async function install(options: InstallOptions, context: CommandContext): Promise<void> {
  const content = await readNamedFile(options.package);
  const { name, version, target } = readPackage(content);
  const id = packageIdOf(content);
  const config = loadConfig(context.env);
  await runningProduct(config);
  await withInstallation(config, async ({ parts }) => {
    const device = await namedDevice(parts, options.device);
    const givenMs = parts.clock.nowMs();
    const fresh = {
      ...{ id, name, version: String(version), target, card: {}, content },
      ...{ createdMs: givenMs, createdBy: null },
    };
    const command = { command: 'install', package: id, bytes: content.length } as const;
    const commandId = await giveCommand(
      parts,
      { tenantId: device.tenantId, deviceId: device.id },
      command,
      (client) => insertPackage(client, device.tenantId, fresh, MAX_PACKAGES),
    );
    context.progress(`${device.name} is told to fetch ${name}@${version} (${id})`);
    const wholeBytes = downloadBytes(content.length);
    const given = { device, packageId: id, commandId, givenMs, wholeBytes };
    const state = options.wait ? await untilInstalled(parts, given, context) : null;
    const told = context.signal.aborted ? 'not waited for any more; the device goes on' : 'told';
    const text = state === null ? told : `${state}, runs ${name}@${version}`;
    context.result({ device: device.id, package: id, state }, `${device.name}: ${text}`);
  });
}

/** By id, or by a name that only one tenant's device has. Throws `DEVICE.UNKNOWN`, `DEVICE.AMBIGUOUS`. */
async function namedDevice({ database }: ProcessParts, wanted: string): Promise<TargetDevice> {
  const { rows } = await database.pipeline.query<TargetDevice>(
    'SELECT id, name, tenant_id AS "tenantId" FROM devices WHERE id::text = $1 OR name = $1 LIMIT 2',
    [wanted],
  );
  if (rows.length > 1)
    throw new AppError('DEVICE.AMBIGUOUS', `several devices are called ${wanted}; give the id`);
  if (rows[0] === undefined) throw new AppError('DEVICE.UNKNOWN', `there is no device ${wanted}`);
  return rows[0];
}
