import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { boardTarget, runModelsOnBoard } from '@fettle/board';
import {
  arenaSvg,
  elementCount,
  layersSvg,
  type Model,
  optimize,
  reportModel,
  reportText,
} from '@fettle/tinyml';
import type { CommandContext } from '../../cli/command';
import { usageError } from '../../cli/run-command';
import { modelName, readModelFile } from './model-file';
import type { ModelSubcommand } from './model-subcommand';

interface ReportOptions {
  readonly json?: boolean;
  readonly target: string;
  readonly measure?: boolean;
  readonly out?: string;
}

/** What was predicted of a model beside what an emulated board took. */
interface Compared {
  readonly predicted: number;
  readonly measured: number;
  /** Predicted over measured, less one. */
  readonly error: number;
}

/** `fettle model report FILE`: flash, RAM over time, instructions by layer, before anything is built; measured on demand. */
export const reportCommand: ModelSubcommand = {
  register(group, run) {
    group
      .command('report <model>')
      .description(
        'flash, RAM by tensor over time, instructions and time by layer: predicted, and measured on demand',
      )
      .option('--target <target>', 'cortex-m4, cortex-m3, cortex-m7 or cortex-m33', 'cortex-m4')
      .option('--measure', 'build it and run it on the emulated board as well')
      .option('--out <dir>', 'pictures go there: NAME.arena.svg, NAME.layers.svg')
      .option('--json', 'print the result as one JSON object')
      .addHelpText('after', '\nExample:\n  fettle model report kws.tflite --measure --out build')
      .action((path: string, options: ReportOptions) =>
        run(options, async (context) => {
          const { model } = optimize(await readModelFile(path));
          const predicted = reportModel(model, options.target);
          const pictures: string[] = [];
          if (options.out !== undefined) {
            await mkdir(options.out, { recursive: true });
            for (const [kind, svg] of Object.entries({
              arena: arenaSvg(predicted),
              layers: layersSvg(predicted),
            })) {
              const file = join(options.out, `${modelName(path)}.${kind}.svg`);
              await writeFile(file, svg);
              pictures.push(file);
            }
          }
          const compared =
            options.measure === true ? await measure(model, predicted, options.target, context) : null;
          const measuredText = compared === null ? [] : ['', ...Object.entries(compared).map(comparedLine)];
          context.result(
            { ...predicted, pictures, measured: compared },
            [reportText(predicted), ...measuredText, ...pictures].join('\n'),
          );
        }),
      );
  },
};

async function measure(
  model: Model,
  predicted: ReturnType<typeof reportModel>,
  target: string,
  { progress }: CommandContext,
): Promise<Readonly<Record<'flash' | 'ram' | 'instructions', Compared>>> {
  const board = boardTarget(target);
  if (board.machine === undefined) throw usageError(`${target} has no emulated board to measure on`);
  progress(`building for ${target}, running in the emulator`);
  const graph = model.subgraphs[0]!;
  const bytes = graph.inputs.reduce((sum, index) => sum + elementCount(graph.tensors[index]!.shape), 0);
  const input = Uint8Array.from({ length: bytes }, (_, i) => (i * 37 + 11) & 255);
  const { sizes, models } = await runModelsOnBoard({
    target: board,
    models: [{ name: 'model', model, inputs: [input] }],
  });
  const { arenaBytes, runs } = models[0]!;
  const compare = (said: number, measured: number): Compared => ({
    predicted: said,
    measured,
    error: said / measured - 1,
  });
  return {
    flash: compare(predicted.flash.total, sizes.text + sizes.data),
    ram: compare(predicted.ram.total, arenaBytes + runs[0]!.stackBytes),
    instructions: compare(predicted.instructions, runs[0]!.instructions),
  };
}

function comparedLine([name, { predicted, measured, error }]: [string, Compared]): string {
  const percent = `${error < 0 ? '' : '+'}${(error * 100).toFixed(1)} %`;
  return `${name.padEnd(14)} predicted ${String(predicted).padStart(10)}  measured ${String(measured).padStart(10)}  ${percent}`;
}
