import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECOND_MS } from '@fettle/kernel';
import { loadConfig, type ProcessParts } from '@fettle/platform';
import type { CliCommand, CommandContext } from '../../cli/command';
import { usageError } from '../../cli/run-command';
import { giveCommand } from '../../installation/give-command';
import { type Guests, provisionGuests } from '../../installation/guest-assets';
import { untilDrained } from '../../installation/pipeline-lag';
import { runningProduct } from '../../installation/running-product';
import { withInstallation } from '../../installation/with-installation';
import { outcomeOf } from './boards/board-outcome';
import { windowShapeOf } from './boards/board-plan';
import { feedBoards, pause } from './boards/feed-boards';
import { endBoards, prepareBoards, type PreparedBoard } from './boards/prepare-boards';
import { outcomeText } from './boards/outcome-text';
import { planRun, type RunPlan, type RunWishes } from './boards/run-plan';
import { untilReported } from './boards/until-reported';
import { namedDeviceModel } from './named-device-model';
import { ON_BOARD, RECORDING_NAMES } from './recordings/registry';

interface RunOptions {
  readonly json?: boolean;
  readonly model: string;
  readonly recording: string;
  readonly assetType?: string;
  readonly data?: string;
  readonly boards?: string;
  readonly windows: string;
  readonly snapshots?: string;
  readonly speed?: string;
  readonly seconds: string;
  readonly tenant?: string;
  readonly publicKey?: string;
  readonly out?: string;
}

/** `fettle firmware run`: from a model to running microcontrollers that report to the product. */
export const runFirmwareCommand: CliCommand = {
  register(group, run) {
    group
      .command('run')
      .description(
        'emulated microcontrollers with a model in them, fed with a recording, report to the running product',
      )
      .requiredOption('--model <model>', 'id of a device model, or the .json of one')
      .option('--recording <name>', `what the boards measure: ${RECORDING_NAMES}`, 'ims')
      .option('--data <dir>', 'folder of the data sets (default: FETTLE_DATA, else ../shared/data)')
      .option('--asset-type <type>', "what simulated machines are (default: the model's first)")
      .option('--boards <n>', 'how many, one for each place on the machine (default: 4, or all places)')
      .option('--windows <n>', 'of each recorded snapshot; cwru and simulated: of each second', '3')
      .option('--snapshots <n>', 'at most the last so many; cwru: seconds')
      .option('--speed <x>', 'times faster than the clock (default: as fast as the boards take it)')
      .option('--seconds <n>', 'simulated: how long the machine runs; on-board: how long it is watched', '60')
      .option('--tenant <tenant>', "id, slug or name (default: the demo's first, else one made for it)")
      .option('--public-key <file>', 'whose model packages the boards take (fettle model keys)')
      .option('--out <dir>', 'keeps firmware and flash of each board there')
      .option('--json', 'print the result as one JSON object')
      .addHelpText(
        'after',
        '\nExamples:\n  fettle firmware run --model bearing-anomaly --recording ims --data ../shared/data --boards 4\n' +
          '  fettle firmware run --model bearing-fault --recording cwru --data ../shared/data\n' +
          '  fettle firmware run --model sound-anomaly --recording simulated --seconds 30\n' +
          '\nRecordings:\n' +
          '  ims        four bearings of a rig, seven days, to the failure of the first\n' +
          '  cwru       a healthy bearing and one of each damaged part, none that bearing-fault has learnt from\n' +
          '  simulated  a machine that is sound for half of the time, then gets worse; the same in every run\n' +
          "  on-board   the firmware's own machine, in real time: nobody else knows its samples",
      )
      .action((options: RunOptions) => run(options, (context) => runBoards(options, context)));
  },
};

function number(text: string | undefined, flag: string, least: number, absent: number): number {
  const value = text === undefined ? absent : Number(text);
  if (Number.isNaN(value) || value < least)
    throw usageError(`${flag} takes a number from ${least} on, not ${text}`);
  return value;
}

async function runBoards(options: RunOptions, context: CommandContext): Promise<void> {
  const model = await namedDeviceModel(options.model);
  // Refused before anything is asked of the product.
  windowShapeOf(model);
  const wishes = wishesOf(options, context);
  const modelKey = options.publicKey === undefined ? null : await readPublicKey(options.publicKey);
  const config = loadConfig(context.env);
  const { url, mqttUrl } = await runningProduct(config);
  await withInstallation(config, async ({ parts }) => {
    const plan = await planRun(model, wishes, parts.clock.nowMs());
    const { tenant, owner, devices } = await provision(parts, plan, options.tenant);
    context.progress(`${devices.length} boards of ${plan.title} report to ${tenant.name}; see ${url}`);
    if (owner) context.progress(`sign in as ${owner.email} with ${owner.password}, shown once`);
    const folder = options.out ?? (await mkdtemp(join(tmpdir(), 'fettle-boards-')));
    try {
      const { progress, signal } = context;
      const boards = await prepareBoards({
        ...plan,
        credentials: devices,
        model,
        mqttUrl,
        modelKey,
        folder,
        progress,
        signal,
      });
      const fed = boards === null ? [] : await live(parts, boards, plan, wishes, context);
      if (signal.aborted) progress('stopped: every board is off');
      const outcomes = [];
      for (const [i, board] of (boards ?? []).entries())
        outcomes.push(await outcomeOf(parts, board, fed[i]!, { model, type: plan.type }));
      const { id: tenantId } = tenant;
      context.result(
        { model: model.id, recording: options.recording, tenantId, boards: outcomes },
        outcomes.length === 0 ? 'no board was switched on' : outcomeText(outcomes),
      );
    } finally {
      if (options.out === undefined) await rm(folder, { recursive: true, force: true });
    }
  });
}

/** One asset with a device for each board; several runs are several assets. */
function provision(
  parts: ProcessParts,
  { title, type, plans }: RunPlan,
  tenant: string | undefined,
): Promise<Guests> {
  const label = new Date(parts.clock.nowMs()).toISOString().slice(0, 19).replace('T', ' ');
  const name = `${title} (boards ${label})`;
  const assets = plans.map((board) => ({
    ...{ name, assetTypeId: type.id, deviceName: `${board.name} board ${label}` },
  }));
  return provisionGuests(parts, tenant, { name: 'Emulated boards', latitude: 0, longitude: 0 }, assets);
}

/** Reads what was asked for; wrong usage for what is no number or too little. */
function wishesOf(options: RunOptions, { env }: CommandContext): RunWishes {
  return {
    recording: options.recording,
    dataDir: options.data ?? env['FETTLE_DATA'] ?? '../shared/data',
    ...(options.assetType === undefined ? {} : { assetType: options.assetType }),
    ...(options.boards === undefined ? {} : { boards: number(options.boards, '--boards', 1, 1) }),
    windows: number(options.windows, '--windows', 1, 1),
    snapshots: number(options.snapshots, '--snapshots', 1, Infinity),
    seconds: number(options.seconds, '--seconds', 1, 1),
    speed: number(options.speed, '--speed', 1, Infinity),
  };
}

async function readPublicKey(path: string): Promise<Uint8Array> {
  const text = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (!/^[0-9a-f]{64}$/i.test(text)) throw usageError(`${path} holds no public key of 64 hexadecimal digits`);
  return Buffer.from(text, 'hex');
}

/** Results wait so long for others to share a frame; the firmware's own default is a minute. */
const INTERVAL_MS = 1_000;
/** Of event time: short recordings are over before the firmware's own silence is. */
const MOST_SILENCE_MS = SECOND_MS;

/** From power on to power off; resolves to the windows that each board was fed, once the platform has caught up with them. */
async function live(
  parts: ProcessParts,
  boards: readonly PreparedBoard[],
  { originMs, speed }: RunPlan,
  { recording, seconds }: RunWishes,
  { progress, signal }: CommandContext,
): Promise<number[]> {
  try {
    for (const { credentials, device } of boards) {
      const to = { tenantId: credentials.tenantId, deviceId: credentials.id };
      await giveCommand(parts, to, { command: 'interval', milliseconds: INTERVAL_MS });
      await giveCommand(parts, to, { command: 'thresholds', maxSilenceMs: MOST_SILENCE_MS });
      await device.switchOn();
      progress(`${credentials.name} is on (device ${credentials.id})`);
    }
    const fed = await feedBoards(boards, { clock: parts.clock, originMs, speed, signal, progress });
    if (recording === ON_BOARD) {
      progress(`simulating for ${seconds} s; Ctrl-C ends it sooner`);
      await pause(seconds * SECOND_MS, signal);
    }
    progress('waiting until windows, forecasts and alerts have caught up');
    await untilReported(parts, boards, signal);
    await untilDrained(parts.eventLog, signal);
    return fed;
  } finally {
    await endBoards(boards);
  }
}
