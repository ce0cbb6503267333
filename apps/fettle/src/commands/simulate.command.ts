import { DAY_MS, hash32, MINUTE_MS, SECOND_MS } from '@fettle/kernel';
import { packById } from '@fettle/domains';
import { runFleet } from '@fettle/app-fleet';
import { loadConfig } from '@fettle/platform';
import { join } from 'node:path';
import type { CliCommand, CommandContext } from '../cli/command';
import { usageError } from '../cli/run-command';
import { fleetReporter } from '../installation/fleet-reporter';
import { provisionGuests } from '../installation/guest-assets';
import { runningProduct } from '../installation/running-product';
import { withInstallation } from '../installation/with-installation';

interface SimulateOptions {
  readonly json?: boolean;
  readonly domain: string;
  readonly assets: string;
  readonly seed: string;
  readonly speed?: string;
  readonly days: string;
  readonly tenant?: string;
}

/** `fettle simulate`: machines with physics of wear and known true failure times, as devices of a running product. */
export const simulateCommand: CliCommand = {
  register(program, run) {
    program
      .command('simulate')
      .description('run a fleet with physics of wear against the running product; Ctrl-C ends it')
      .requiredOption('--domain <domain>', 'rail, wind, crops or city')
      .option('--assets <n>', 'how many machines', '10')
      .option('--seed <n>', 'the same seed gives the same lives', '1')
      .option('--days <n>', 'how many past days to live through first', '28')
      .option(
        '--speed <x>',
        'times faster than the clock in the past (default: as fast as it is acknowledged)',
      )
      .option('--tenant <tenant>', "id, slug or name (default: the demo's first, else one made for it)")
      .option('--json', 'print the result as one JSON object')
      .addHelpText('after', '\nExample:\n  fettle simulate --domain rail --assets 20 --seed 7')
      .action((options: SimulateOptions) => run(options, (context) => simulate(options, context)));
  },
};

function whole(text: string, flag: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw usageError(`${flag} takes a whole number, not ${text}`);
  return value;
}

async function simulate(
  options: SimulateOptions,
  { env, progress, result, signal }: CommandContext,
): Promise<void> {
  const types = packById(options.domain)?.assetTypes.filter(({ simulate: physics }) => physics) ?? [];
  if (types.length === 0) throw usageError(`no simulated machines in domain ${options.domain}`);
  const [count, seed, days] = [
    whole(options.assets, '--assets'),
    whole(options.seed, '--seed'),
    whole(options.days, '--days'),
  ];
  const config = loadConfig(env);
  const { mqttUrl } = await runningProduct(config);
  await withInstallation(config, async ({ parts }) => {
    const label = `${options.domain} ${seed}`;
    const assets = Array.from({ length: count }, (_, i) => {
      const type = types[i % types.length]!;
      return {
        name: `${type.label} ${label}/${i + 1} (simulated ${parts.clock.nowMs()})`,
        assetTypeId: type.id,
      };
    });
    const site = { name: `Simulation of ${options.domain}`, latitude: 52, longitude: 10 };
    const guests = await provisionGuests(parts, options.tenant, site, assets);
    progress(`${count} simulated machines report to ${guests.tenant.name}`);
    if (guests.owner) progress(`sign in as ${guests.owner.email} with ${guests.owner.password}, shown once`);
    const dir = join(config.home, 'fleet', `simulate-${parts.clock.nowMs()}`);
    const truthFile = join(dir, 'truth.json');
    const outcome = await runFleet({
      mqttUrl,
      devices: guests.devices.map(({ id, tenantId, mqtt }, i) => ({
        ...{ deviceId: id, tenantId, username: mqtt.username, password: mqtt.password },
        ...{
          assetTypeId: assets[i]!.assetTypeId,
          seed: hash32(`${label}/${i}`),
          latitude: site.latitude,
          longitude: site.longitude,
        },
      })),
      fromMs: parts.clock.nowMs() - days * DAY_MS,
      clock: parts.clock,
      historyCadenceMs: 10 * MINUTE_MS,
      cadenceMs: 2 * SECOND_MS,
      flushMs: 4 * SECOND_MS,
      speed: options.speed === undefined ? Number.POSITIVE_INFINITY : whole(options.speed, '--speed'),
      stateFile: join(dir, 'state.json'),
      truthFile,
      onProgress: fleetReporter(progress),
      signal,
    });
    result(
      { ...outcome, truthFile },
      `${outcome.readingsSent} readings sent; true failure times in ${truthFile}`,
    );
  });
}
