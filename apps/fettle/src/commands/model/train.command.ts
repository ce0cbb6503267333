import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@fettle/kernel';
import { makeDeviceModel, RECIPES, recipeById } from '@fettle/model-recipes';
import { DEVICE_MODELS } from '@fettle/device-models';
import type { CommandContext } from '../../cli/command';
import { usageError } from '../../cli/run-command';
import type { ModelSubcommand } from './model-subcommand';
import { wholeNumber, withTableOptions } from './table-options';
import type { TrainOptions } from './train-options';
import { trainOnTable } from './train-on-table';

/** `fettle model train`: a device model by its recipe, or a network on a table of one's own. */
export const trainCommand: ModelSubcommand = {
  register(group, run) {
    const command = group
      .command('train [recipe]')
      .description("follow a device model's recipe, or train a network on a table of your own")
      .option('--list', 'the recipes that there are')
      .option('--data <dir>', 'folder of the public data sets (default: FETTLE_DATA, else ../shared/data)');
    withTableOptions(command)
      .option('--layers <layers>', 'widths of dense layers (32,8,32), or a JSON file of layers', '32,16')
      .option('--epochs <n>', 'at most', '100')
      .option(
        '--workers <n>',
        'threads; the result is the same for any number',
        String(Math.min(4, cpus().length)),
      )
      .option('--seed <n>', 'of weights, order and split', '1')
      .option('--out <dir>', 'where the files go; made when missing', '.')
      .option('--json', 'print the result as one JSON object')
      .addHelpText(
        'after',
        '\nExamples:\n  fettle model train --list\n  fettle model train wind-turbine --out models\n' +
          '  fettle model train --csv pump.csv --task classifier --label fault --group run --layers 32,16 --out pump',
      )
      .action((recipe: string | undefined, options: TrainOptions) =>
        run(options, async (context) => {
          if (options.list === true) return list(context);
          if ((recipe === undefined) === (options.csv === undefined))
            throw usageError('give either a recipe (--list shows them) or --csv');
          await mkdir(options.out, { recursive: true });
          if (recipe !== undefined) return trainByRecipe(recipe, options, context);
          return trainOnTable(options.csv!, options, context);
        }),
      );
  },
};

function list({ result }: CommandContext): void {
  const recipes = RECIPES.map(({ id, title, domain, task, source, dataset }) => ({
    ...{ id, title, domain, task, source, dataset: dataset ?? null },
    hash: DEVICE_MODELS.find((model) => model.id === id)?.hash ?? null,
  }));
  const width = Math.max(...recipes.map(({ id }) => id.length));
  result(
    { recipes },
    recipes
      .map(
        ({ id, domain, title, source }) =>
          `${id.padEnd(width)}  ${domain.padEnd(6)} ${title}\n${' '.repeat(width)}  ${source}`,
      )
      .join('\n'),
  );
}

async function trainByRecipe(
  id: string,
  options: TrainOptions,
  { env, progress, result, signal, cutShort }: CommandContext,
): Promise<void> {
  const recipe = recipeById(id);
  if (recipe === undefined) {
    throw new AppError(
      'MODEL.UNKNOWN_RECIPE',
      `no recipe ${id}; there are ${RECIPES.map((each) => each.id).join(', ')}`,
    );
  }
  const file = await makeDeviceModel(recipe, {
    dataDir: options.data ?? env['FETTLE_DATA'] ?? '../shared/data',
    workers: wholeNumber(options.workers, '--workers', 1),
    onProgress: progress,
    signal,
  });
  if (signal.aborted) cutShort();
  const paths = { model: join(options.out, `${id}.json`), tflite: join(options.out, `${id}.tflite`) };
  await writeFile(paths.model, `${JSON.stringify(file, null, 1)}\n`);
  await writeFile(paths.tflite, Buffer.from(file.tfliteBase64, 'base64'));
  const shipped = DEVICE_MODELS.find((model) => model.id === id)?.hash;
  const { hash, accuracy } = file;
  const same = shipped === undefined ? null : shipped === hash;
  const lines = accuracy.map(({ metric, value, split }) => `${metric.padEnd(26)} ${value}  (${split})`);
  const verdict =
    same === null ? 'none ships with the product' : same ? 'the one that ships' : 'NOT the one that ships';
  result(
    { id, hash, sameAsShipped: same, accuracy, files: paths },
    [`${id}  ${hash}: ${verdict}`, ...lines].join('\n'),
  );
}
