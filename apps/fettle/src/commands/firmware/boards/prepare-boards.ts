import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildFirmware,
  EmulatedDevice,
  measurePipeline,
  modelPipeline,
  SampleFeed,
  windowSamplesOf,
} from '@fettle/board';
import type { ProgrammedModel } from '@fettle/device-models';
import type { AssetType } from '@fettle/domains';
import { AppError } from '@fettle/kernel';
import type { DeviceCredentials } from '@fettle/persistence';
import type { WindowShape } from '../recordings/recording';
import type { BoardPlan } from './board-plan';

/** A board that is provisioned and can be switched on. */
export interface PreparedBoard {
  readonly plan: BoardPlan;
  readonly credentials: DeviceCredentials;
  readonly device: EmulatedDevice;
  /** Absent for a board that simulates its machine itself. */
  readonly feed: SampleFeed | null;
  /** Of each window that was measured, features included; empty: none was. */
  readonly instructions: readonly number[];
}

export interface BoardsToPrepare {
  readonly plans: readonly BoardPlan[];
  /** In the order of the plans. */
  readonly credentials: readonly DeviceCredentials[];
  readonly model: ProgrammedModel;
  readonly type: AssetType;
  readonly mqttUrl: string;
  /** Of the boards' sensors. */
  readonly shape: WindowShape;
  readonly modelKey: Uint8Array | null;
  /** Gets a folder for each board. */
  readonly folder: string;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Windows of each board whose instructions are counted. */
const MEASURED = 3;

/**
 * Builds the firmware of each board, since each has signals of its own place, and provisions it. Nothing is switched on yet; feeds
 * are open, and the caller's to close by `endBoards`. Null, and nothing is open, when told to stop. Refuses as `buildFirmware` does.
 */
export async function prepareBoards(given: BoardsToPrepare): Promise<PreparedBoard[] | null> {
  const boards: PreparedBoard[] = [];
  try {
    await prepareInto(boards, given);
  } catch (error) {
    await endBoards(boards);
    // Ctrl-C in a terminal ends the compiler too.
    if (given.signal.aborted) return null;
    throw error;
  }
  if (!given.signal.aborted) return boards;
  await endBoards(boards);
  return null;
}

/** Cuts the power of every board and closes its feed; of one that was never on, too. */
export async function endBoards(boards: readonly PreparedBoard[]): Promise<void> {
  await Promise.all(
    boards.map(async ({ device, feed }) => {
      await device.cutPower();
      await feed?.close();
    }),
  );
}

async function prepareInto(boards: PreparedBoard[], given: BoardsToPrepare): Promise<void> {
  const net = brokerOf(given.mqttUrl);
  for (const [i, plan] of given.plans.entries()) {
    if (given.signal.aborted) return;
    const folder = join(given.folder, `board-${i + 1}`);
    given.progress(`building the firmware of board ${i + 1}, ${plan.name}`);
    const { elf, instructions } = await program(plan, folder, given);
    const feed = plan.windows === null ? null : await SampleFeed.open(given.shape.sampleRateHz);
    const credentials = given.credentials[i]!;
    const { sampleRateHz, scale: unitsPerStep } = given.shape;
    const { modelKey } = given;
    const device = new EmulatedDevice({
      ...{ elf, folder, net, ...(feed === null ? {} : { feedPort: feed.port }) },
      provisioning: {
        ...{ tenant: credentials.tenantId, device: credentials.id, sampleRateHz, unitsPerStep },
        ...{ user: credentials.mqtt.username, password: credentials.mqtt.password },
        source: feed === null ? 'simulated' : 'feed',
        ...(modelKey === null ? {} : { modelKey }),
      },
    });
    boards.push({ plan, credentials, device, feed, instructions });
  }
}

async function program(
  { place, windows }: BoardPlan,
  folder: string,
  { model, type, folder: shared }: BoardsToPrepare,
): Promise<{ readonly elf: string; readonly instructions: readonly number[] }> {
  const pipeline = modelPipeline({ model, signals: type.signals, place, as: 'built-in' });
  const windowSamples = windowSamplesOf(model);
  // One folder for all: but for the signals' numbers they are the same program.
  const build = { board: 'mps2-an386', pipeline, windowSamples, folder: join(shared, 'build') } as const;
  const built = await buildFirmware(build);
  await mkdir(folder, { recursive: true });
  const elf = join(folder, 'firmware.elf');
  await copyFile(built.elf, elf);
  const measured = (windows ?? []).slice(-MEASURED).map(({ samples }) => samples);
  return { elf, instructions: measured.length === 0 ? [] : await measurePipeline(pipeline, measured) };
}

function brokerOf(mqttUrl: string): { readonly host: string; readonly port: number } {
  const { protocol, hostname, port } = new URL(mqttUrl);
  if (protocol !== 'mqtt:')
    throw new AppError('FIRMWARE.PLAIN_MQTT', `the emulated line carries plain MQTT, not ${protocol}`);
  return { host: hostname, port: Number(port === '' ? 1883 : port) };
}
