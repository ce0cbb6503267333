import {
  buildSlotImages,
  modelPipeline,
  modelVersion,
  readSigningKey,
  signPackage,
  windowSamplesOf,
} from '@fettle/board';
import { seededRandom } from '@fettle/kernel';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usageError } from '../../cli/run-command';
import { requirePlace } from '../firmware/boards/places';
import { assetTypeFor, namedDeviceModel } from '../firmware/named-device-model';
import { readNamedFile } from './model-file';
import type { ModelSubcommand } from './model-subcommand';
import { wholeNumber } from './table-options';

interface PackageOptions {
  readonly json?: boolean;
  readonly key: string;
  readonly counter: string;
  readonly assetType?: string;
  readonly place: string;
  readonly target: string;
  readonly modelVersion?: string;
  readonly out?: string;
}

/** `fettle model package MODEL --key FILE --counter N`: a signed package for devices that run already. */
export const packageCommand: ModelSubcommand = {
  register(group, run) {
    group
      .command('package <model>')
      .description(
        'sign a device model for the slots of running devices (fettle device install brings it there)',
      )
      .requiredOption('--key <file>', 'the private key, PEM (fettle model keys)')
      .requiredOption('--counter <n>', 'rises with every package for a fleet: devices never go back')
      .option('--asset-type <type>', "what the devices are mounted on (default: the model's first)")
      .option('--place <prefix>', 'where on it: what the names of their signals begin with (bearing_1_)', '')
      .option('--target <target>', 'cortex-m4', 'cortex-m4')
      .option('--model-version <n>', "what devices shall say they run (default: the model's)")
      .option('--out <file>', 'default: NAME-VERSION.fmpk')
      .option('--json', 'print the result as one JSON object')
      .addHelpText(
        'after',
        '\nExample:\n  fettle model package bearing-anomaly --key keys/private.pem --counter 1 --place bearing_1_ --out bearing.fmpk',
      )
      .action((name: string, options: PackageOptions) =>
        run(options, async ({ result }) => {
          const made = await makePackage(name, options);
          await writeFile(made.out, made.bytes);
          const { out, id, name: model, version, counter, imageBytes } = made;
          result(
            { file: out, id, name: model, version, counter, bytes: made.bytes.length, imageBytes },
            `${out}  ${made.bytes.length} bytes: images of ${imageBytes.join(' and ')}\nid ${id}  ${model}@${version}, counter ${counter}`,
          );
        }),
      );
  },
};

async function makePackage(name: string, options: PackageOptions) {
  if (options.target !== 'cortex-m4')
    throw usageError(`packages are linked for cortex-m4, not ${options.target}`);
  const counter = wholeNumber(options.counter, '--counter', 0);
  const key = readSigningKey(Buffer.from(await readNamedFile(options.key)).toString('utf8'));
  const shipped = await namedDeviceModel(name);
  const model = { ...shipped, version: options.modelVersion ?? shipped.version };
  const version = modelVersion(model);
  const { id: assetType, signals } = assetTypeFor(model, options.assetType);
  requirePlace(model, assetType, signals, options.place);
  const windowSamples = windowSamplesOf(model);
  const testWindow = testWindowOf(windowSamples);
  const folder = await mkdtemp(join(tmpdir(), 'fettle-package-'));
  try {
    const pipeline = modelPipeline({ model, signals, place: options.place, as: { testWindow } });
    const images = await buildSlotImages({ pipeline, windowSamples, folder });
    const signed = signPackage({ name: model.name, version, target: 'cortex-m4', counter, images }, key);
    const imageBytes = images.map(({ length }) => length);
    return {
      ...signed,
      ...{ name: model.name, version, counter, imageBytes },
      out: options.out ?? `${model.name}-${version}.fmpk`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a device tries the model with before it trusts it: noise over most of a sensor's range, the same every time. */
function testWindowOf(samples: number): Int16Array {
  const random = seededRandom(1);
  return Int16Array.from({ length: samples }, () =>
    Math.max(-32768, Math.min(32767, Math.round(random.normal() * 3_000))),
  );
}
