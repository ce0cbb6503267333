import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { AppError } from '@fettle/kernel';
import { encodeWeights, readNetworkFile } from '@fettle/model-recipes';
import { optimize, writeTflite } from '@fettle/tinyml';
import {
  type Budget,
  type Candidate,
  compress,
  type Compression,
  compressionSvg,
  compressionText,
  costsOn,
} from '@fettle/training';
import type { CommandContext } from '../../cli/command';
import { readNamedFile } from './model-file';
import type { ModelSubcommand } from './model-subcommand';
import { wholeNumber } from './table-options';
import { readTableData } from './train-on-table';

interface CompressOptions {
  readonly json?: boolean;
  readonly csv: string;
  readonly target: string;
  readonly flash?: string;
  readonly ram?: string;
  readonly instructions?: string;
  readonly epochs: string;
  readonly workers: string;
  readonly out: string;
}

/** `fettle model compress NETWORK --csv FILE`: what it costs to be smaller, and the best that fits. */
export const compressCommand: ModelSubcommand = {
  register(group, run) {
    group
      .command('compress <network>')
      .description(
        'prune, distil and quantise a trained network; table, Pareto picture, and the best that fits a budget',
      )
      .requiredOption(
        '--csv <file>',
        'the table that it was trained on; candidates are judged on held-out groups',
      )
      .option('--target <target>', 'what sizes and instructions are of', 'cortex-m4')
      .option('--flash <bytes>', 'at most so many bytes of flash')
      .option('--ram <bytes>', 'at most so many bytes of RAM')
      .option('--instructions <n>', 'at most so many instructions an inference')
      .option('--epochs <n>', 'of training after each step of pruning or rounding', '5')
      .option(
        '--workers <n>',
        'threads; the result is the same for any number',
        String(Math.min(4, cpus().length)),
      )
      .option('--out <dir>', 'where the files go; made when missing', '.')
      .option('--json', 'print the result as one JSON object')
      .addHelpText(
        'after',
        '\nExample:\n  fettle model compress pump/pump.network.json --csv pump.csv --flash 8000 --out pump',
      )
      .action((path: string, options: CompressOptions) =>
        run(options, (context) => compressNetwork(path, options, context)),
      );
  },
};

async function compressNetwork(
  path: string,
  options: CompressOptions,
  context: CommandContext,
): Promise<void> {
  const { file, network } = readNetworkFile(Buffer.from(await readNamedFile(path)).toString('utf8'));
  const data = await readTableData(options.csv, { ...file.settings, inputs: file.inputs });
  const compression = await compress({
    network,
    data: data.train,
    validation: data.validation,
    task: { kind: file.settings.task },
    budget: budgetOf(options),
    costOf: costsOn(options.target),
    fineTuning: {
      epochs: wholeNumber(options.epochs, '--epochs', 1),
      workers: wholeNumber(options.workers, '--workers', 1),
    },
    seed: file.settings.seed,
    signal: context.signal,
    onProgress: ({ done, of, candidate }) => context.progress(`${done}/${of} ${candidate.name}`),
  });
  const chosen = chosenOf(compression, context);
  const stem = join(options.out, basename(path).replace(/(\.network)?\.json$/, ''));
  await mkdir(options.out, { recursive: true });
  const paths = {
    tflite: `${stem}.compressed.tflite`,
    network: `${stem}.compressed.network.json`,
    picture: `${stem}.pareto.svg`,
  };
  await writeFile(paths.tflite, writeTflite(optimize(chosen.quantized.model).model));
  const { spec, weights } = chosen.network;
  await writeFile(paths.network, `${JSON.stringify({ ...file, spec, weights: encodeWeights(weights) })}\n`);
  await writeFile(paths.picture, compressionSvg(compression));
  tell(compression, chosen, paths, context);
}

function budgetOf({ flash, ram, instructions }: CompressOptions): Budget {
  return {
    ...(flash === undefined ? {} : { flashBytes: wholeNumber(flash, '--flash', 1) }),
    ...(ram === undefined ? {} : { ramBytes: wholeNumber(ram, '--ram', 1) }),
    ...(instructions === undefined ? {} : { instructions: wholeNumber(instructions, '--instructions', 1) }),
  };
}

const BOUND_WORDS: Readonly<Record<keyof Budget, string>> = {
  flashBytes: 'bytes of flash',
  ramBytes: 'bytes of RAM',
  instructions: 'instructions',
};

/** The best that fits; the refusal comes after the table, and names the bound that is missed by most, and by how much. */
function chosenOf(compression: Compression, { progress }: CommandContext): Candidate {
  const { pick, stopped } = compression;
  if (pick === undefined) throw new AppError('MODEL.STOPPED', `${stopped} before there was a candidate`);
  if ('picked' in pick) return pick.picked;
  progress(compressionText(compression));
  const { refused, nearest, bound, limit, value } = pick;
  throw new AppError(
    refused,
    `none fits: the nearest, ${nearest.name}, takes ${value.toLocaleString('en-GB')} ${BOUND_WORDS[bound]}; the budget is ${limit.toLocaleString('en-GB')}`,
  );
}

function tell(
  compression: Compression,
  chosen: Candidate,
  files: Readonly<Record<string, string>>,
  { result, cutShort }: CommandContext,
): void {
  const { metric, float, candidates, front, stopped } = compression;
  if (stopped === 'aborted') cutShort();
  result(
    {
      metric: metric.name,
      stopped,
      float,
      candidates: candidates.map((candidate) => ({
        name: candidate.name,
        ...candidate.costs,
        score: candidate.score,
        front: front.has(candidate),
        chosen: candidate === chosen,
      })),
      files,
    },
    [
      compressionText(compression),
      ...(stopped === 'aborted'
        ? [`stopped after ${candidates.length} candidates: the best of these`, '']
        : []),
      ...Object.values(files),
    ].join('\n'),
  );
}
