import { buildFirmware, firmwareBoardOf, modelPipeline, windowSamplesOf } from '@fettle/board';
import type { CliCommand, CommandContext } from '../../cli/command';
import { requirePlace } from './boards/places';
import { budgetText, firmwareBudget } from './budget';
import { assetTypeFor, namedDeviceModel } from './named-device-model';

interface BuildOptions {
  readonly json?: boolean;
  readonly model: string;
  readonly assetType?: string;
  readonly place: string;
  readonly target: string;
  readonly out: string;
}

/** `fettle firmware build --model M --out DIR`: the whole program of a device, with its sizes. */
export const buildCommand: CliCommand = {
  register(group, run) {
    group
      .command('build')
      .description('build the firmware with a device model in it; prints flash, RAM and worst stack')
      .requiredOption('--model <model>', 'id of a device model, or the .json of one')
      .option('--asset-type <type>', "what the device is mounted on (default: the model's first)")
      .option('--place <prefix>', 'where on it: what the names of its signals begin with (bearing_1_)', '')
      .option('--target <target>', 'cortex-m4', 'cortex-m4')
      .option(
        '--out <dir>',
        'where firmware.elf goes, with all that it is made of; made when missing',
        'firmware',
      )
      .option('--json', 'print the result as one JSON object')
      .addHelpText(
        'after',
        '\nExample:\n  fettle firmware build --model bearing-anomaly --place bearing_1_ --out build',
      )
      .action((options: BuildOptions) => run(options, (context) => build(options, context)));
  },
};

async function build(options: BuildOptions, { progress, result }: CommandContext): Promise<void> {
  const board = firmwareBoardOf(options.target);
  const model = await namedDeviceModel(options.model);
  const { id, signals } = assetTypeFor(model, options.assetType);
  requirePlace(model, id, signals, options.place);
  progress(`building ${model.name}@${model.version} for ${options.target} on ${id}`);
  const pipeline = modelPipeline({ model, signals, place: options.place, as: 'built-in' });
  const built = await buildFirmware({
    ...{ board, pipeline, folder: options.out, windowSamples: windowSamplesOf(model) },
  });
  if (board === 'host') return result({ ...built, model: model.id }, built.elf);
  const budget = firmwareBudget(built, model);
  result({ ...built, model: model.id, ...budget }, budgetText(built.elf, budget));
}
