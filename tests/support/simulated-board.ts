import {
  BOARD_TARGETS,
  buildFirmware,
  buildSlotImages,
  EmulatedDevice,
  makeSigningKeys,
  missingTools,
  modelPipeline,
  readSigningKey,
  signPackage,
  windowSamplesOf,
} from '@fettle/board';
import { DEVICE_MODELS } from '@fettle/device-models';
import { assetTypeById } from '@fettle/domains';
import { seededRandom } from '@fettle/kernel';
import { join } from 'node:path';
import type { DeviceLogin } from './stubborn-device';

const MODEL = DEVICE_MODELS.find(({ id }) => id === 'bearing-anomaly')!;
const { samplesPerWindow, sampleRateHz, scale } = featuresOfModel();
/** Where the board is to be mounted, and a reading that it reports there. */
export const BOARD_ASSET_TYPE = MODEL.assetTypes[0]!;
export const BOARD_PLACE = 'bearing_1_';

/** An emulated microcontroller that measures a machine of its own, and a newer model for it. */
export interface SimulatedBoard {
  readonly device: EmulatedDevice;
  readonly package: Buffer;
}

/** Names of what the machine lacks for one. */
export function boardTools(): readonly string[] {
  return BOARD_TARGETS.filter(({ name }) => name === 'cortex-m4').flatMap(missingTools);
}

/** Builds firmware and package into the folder; the board is not switched on yet. */
export async function buildSimulatedBoard(
  folder: string,
  login: DeviceLogin,
  mqttUrl: string,
): Promise<SimulatedBoard> {
  const { signals } = assetTypeById(BOARD_ASSET_TYPE)!;
  const keys = makeSigningKeys();
  const random = seededRandom(1);
  const testWindow = Int16Array.from({ length: samplesPerWindow }, () => Math.round(random.normal() * 3_000));
  const newer = { ...MODEL, version: String(Number(MODEL.version) + 1) };
  const place = BOARD_PLACE;
  const [builtIn, packaged] = [
    modelPipeline({ model: MODEL, signals, place, as: 'built-in' }),
    modelPipeline({ model: newer, signals, place, as: { testWindow } }),
  ];
  const windowSamples = windowSamplesOf(MODEL);
  const build = { windowSamples, folder: join(folder, 'firmware') };
  const { elf } = await buildFirmware({ ...build, board: 'mps2-an386', pipeline: builtIn });
  const images = await buildSlotImages({ ...build, pipeline: packaged, folder: join(folder, 'package') });
  const content = { name: MODEL.name, version: Number(newer.version), counter: 1, images } as const;
  const { hostname: host, port } = new URL(mqttUrl);
  const device = new EmulatedDevice({
    ...{ elf, folder: join(folder, 'board'), net: { host, port: Number(port) } },
    provisioning: {
      ...{ tenant: login.tenantId, device: login.id, sampleRateHz, unitsPerStep: scale, source: 'simulated' },
      ...{ user: login.mqtt.username, password: login.mqtt.password, modelKey: keys.publicKey },
      ...{ answerTimeoutMs: 1_500, backoffFirstMs: 200, backoffMostS: 1 },
    },
  });
  const signed = signPackage({ ...content, target: 'cortex-m4' }, readSigningKey(keys.privatePem));
  return { device, package: Buffer.from(signed.bytes) };
}

function featuresOfModel() {
  const { input } = MODEL.program;
  if (input.kind !== 'window') throw new Error('the bearing detector takes windows');
  return input.features;
}
