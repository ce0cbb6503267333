import { MAX_PACKAGES, type PackageState } from '@fettle/contracts';
import { packageIdOf } from '@fettle/board';
import { AppError } from '@fettle/kernel';
import { readPackage } from '@fettle/model-package';
import { findCommand, findDevice, inTransaction, insertPackage } from '@fettle/persistence';
import { loadConfig, type ProcessParts } from '@fettle/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CliCommand, CommandContext } from '../../cli/command';
import { giveCommand } from '../../installation/give-command';
import { runningProduct } from '../../installation/running-product';
import { withInstallation } from '../../installation/with-installation';
import { readNamedFile } from '../model/model-file';

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

const ASK_EVERY_MS = 500;

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
    const createdMs = parts.clock.nowMs();
    const fresh = {
      id,
      name,
      version: String(version),
      target,
      card: {},
      content,
      createdMs,
      createdBy: null,
    };
    const command = { command: 'install', package: id, bytes: content.length } as const;
    const commandId = await giveCommand(
      parts,
      { tenantId: device.tenantId, deviceId: device.id },
      command,
      (client) => insertPackage(client, device.tenantId, fresh, MAX_PACKAGES),
    );
    context.progress(`${device.name} has been told to fetch ${name}@${version} (${id})`);
    const state = options.wait
      ? await untilSettled(parts, { device, packageId: id, commandId }, context)
      : null;
    context.result({ device: device.id, package: id, state }, `${device.name}: ${state ?? 'told'}`);
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

interface Installation {
  readonly device: TargetDevice;
  readonly packageId: string;
  readonly commandId: string;
}

/** Resolves to `active`; null when told to stop first. Throws `PACKAGE.REFUSED` with the device's own reason. */
async function untilSettled(
  parts: ProcessParts,
  installation: Installation,
  { progress, signal }: CommandContext,
): Promise<PackageState | null> {
  for (let told = ''; !signal.aborted;) {
    const { state, offset, refused } = await askOf(parts, installation);
    if (refused !== null) throw new AppError('PACKAGE.REFUSED', `${installation.device.name}: ${refused}`);
    if (state === 'active') return state;
    const line = state === null ? '' : offset === null ? state : `${state}, ${offset} bytes`;
    if (line !== told) progress(line);
    told = line;
    await sleep(ASK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

/** How far the device has come, and why it will not, if so. */
async function askOf(
  { database, clock }: ProcessParts,
  { device: { id, tenantId }, packageId, commandId }: Installation,
): Promise<{ state: PackageState | null; offset: number | null; refused: string | null }> {
  return inTransaction(database.pipeline, async (client) => {
    const device = await findDevice(client, tenantId, id);
    const command = await findCommand(client, tenantId, id, commandId, clock.nowMs());
    if (command?.state === 'refused') return { state: null, offset: null, refused: command.reason };
    const software = device?.software ?? null;
    if (software?.installing !== packageId) return { state: null, offset: null, refused: null };
    const { installState: state, installOffset: offset, installReason } = software;
    const isRefused = state === 'rejected' || state === 'fell_back';
    return {
      state,
      offset,
      refused: isRefused ? `${state}, ${installReason ?? 'for no reason given'}` : null,
    };
  });
}
