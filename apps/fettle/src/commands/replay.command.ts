import { HOUR_MS } from '@fettle/kernel';
import { replayPlan, type ReplayedAsset, type ReplayProgress, runReplay } from '@fettle/app-fleet';
import { loadConfig, type ProcessParts } from '@fettle/platform';
import type { CliCommand, CommandContext } from '../cli/command';
import { usageError } from '../cli/run-command';
import { firstLastingAlert } from '../installation/first-lasting-alert';
import { provisionGuests } from '../installation/guest-assets';
import { untilDrained } from '../installation/pipeline-lag';
import { runningProduct } from '../installation/running-product';
import { withInstallation } from '../installation/with-installation';

interface ReplayOptions {
  readonly json?: boolean;
  readonly dataset: string;
  readonly data?: string;
  readonly speed: string;
  readonly tenant?: string;
  readonly limit?: string;
  readonly days?: string;
}

interface Foretold {
  readonly asset: string;
  readonly component: string;
  readonly failureAt: string;
  readonly firstAlertAt: string | null;
  readonly rule: string | null;
  /** From the first alert that stayed open to the failure; null: no alert. */
  readonly leadTimeHours: number | null;
}

/** `fettle replay`: real series as devices of a running product, down the path of every reading. */
export const replayCommand: CliCommand = {
  register(program, run) {
    program
      .command('replay')
      .description('send a public data set through the running product as devices of matching asset types')
      .requiredOption('--dataset <name>', 'ims, cmapss, nab, greenhouse, traffic, airquality, …')
      .option('--data <dir>', 'folder of the data sets (default: FETTLE_DATA, else ../shared/data)')
      .option('--speed <x>', 'times faster than the clock', '5000')
      .option('--tenant <tenant>', "id, slug or name (default: the demo's first, else one made for it)")
      .option('--limit <n>', 'at most so many machines')
      .option('--days <n>', 'at most the last so many days of each')
      .option('--json', 'print the result as one JSON object')
      .addHelpText('after', '\nExample:\n  fettle replay --dataset ims --data ../shared/data --speed 5000')
      .action((options: ReplayOptions) => run(options, (context) => replay(options, context)));
  },
};

function positive(text: string, flag: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 1) throw usageError(`${flag} takes a number from 1 on, not ${text}`);
  return value;
}

async function replay(options: ReplayOptions, context: CommandContext): Promise<void> {
  const { env, progress, signal } = context;
  const speed = positive(options.speed, '--speed');
  const config = loadConfig(env);
  const { url, mqttUrl } = await runningProduct(config);
  const dataDir = options.data ?? env['FETTLE_DATA'] ?? '../shared/data';
  const plan = await replayPlan(options.dataset, dataDir, {
    ...(options.limit === undefined ? {} : { limit: positive(options.limit, '--limit') }),
    ...(options.days === undefined ? {} : { days: positive(options.days, '--days') }),
  });
  await withInstallation(config, async ({ parts }) => {
    const label = new Date(parts.clock.nowMs()).toISOString().slice(0, 19).replace('T', ' ');
    const assets = plan.assets.map(({ name, assetTypeId }) => ({
      name: `${name} (replay ${label})`,
      assetTypeId,
    }));
    const site = { name: `Replay of ${options.dataset}`, latitude: 0, longitude: 0 };
    const guests = await provisionGuests(parts, options.tenant, site, assets);
    progress(`${assets.length} machines of ${options.dataset} report to ${guests.tenant.name}; see ${url}`);
    if (guests.owner) progress(`sign in as ${guests.owner.email} with ${guests.owner.password}, shown once`);
    const devices = Object.fromEntries(
      plan.assets.map(({ name }, i) => {
        const { id, tenantId, mqtt } = guests.devices[i]!;
        return [name, { deviceId: id, tenantId, username: mqtt.username, password: mqtt.password }];
      }),
    );
    const onProgress = reporter(progress);
    const result = await runReplay({ plan, mqttUrl, devices, clock: parts.clock, speed, onProgress, signal });
    progress('waiting until windows, forecasts and alerts have caught up');
    await untilDrained(parts.eventLog, signal);
    const foretold = await foretell(parts, result.assets);
    const { dataset, frames, readings, rejections, durationMs } = result;
    context.result(
      { dataset, frames, readings, rejections, durationMs, foretold },
      describe(result, foretold),
    );
  });
}

function reporter(progress: (line: string) => void): (now: ReplayProgress) => void {
  let told = -1;
  return ({ share, eventMs, readings, lastError }) => {
    const tenth = Math.floor(share * 10);
    if (tenth <= told) return;
    told = tenth;
    const at = Number.isFinite(eventMs) ? new Date(eventMs).toISOString() : 'the beginning';
    progress(`${tenth * 10} %, ${readings} readings, at ${at}${lastError ? ` (${lastError})` : ''}`);
  };
}

async function foretell(parts: ProcessParts, assets: readonly ReplayedAsset[]): Promise<Foretold[]> {
  const foretold: Foretold[] = [];
  for (const { deviceId, name, failures } of assets) {
    for (const { component, failureMs } of failures) {
      const alert = await firstLastingAlert(parts, deviceId, component, failureMs);
      const firstMs = alert?.firedMs ?? null;
      foretold.push({
        asset: name,
        component,
        failureAt: new Date(failureMs).toISOString(),
        firstAlertAt: firstMs === null ? null : new Date(firstMs).toISOString(),
        rule: alert?.ruleName ?? null,
        leadTimeHours: firstMs === null ? null : (failureMs - firstMs) / HOUR_MS,
      });
    }
  }
  return foretold;
}

function describe(
  result: { frames: number; readings: number; rejections: number },
  foretold: readonly Foretold[],
): string {
  const lines = [`${result.readings} readings in ${result.frames} frames, ${result.rejections} rejected`];
  for (const { asset, component, leadTimeHours, rule } of foretold) {
    const outcome =
      leadTimeHours === null
        ? 'NO alert was open at its end'
        : `first lasting alert ${leadTimeHours.toFixed(1)} h before its end (${rule})`;
    lines.push(`${asset}, ${component}: ${outcome}`);
  }
  return lines.join('\n');
}
