import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { seededRandom } from '@fettle/kernel';
import {
  bytesPerElement,
  elementCount,
  loadTflite,
  reportModel,
  TARGET_COSTS,
  type Model,
} from '@fettle/tinyml';
import { runModelsOnBoard } from '../harness/run-models';
import { boardTarget } from '../targets/registry';
import { missingTools } from '../toolchain/tools';
import { HELD_OUT } from './spec-builders/registry';

jest.setTimeout(120_000);

const data = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../../shared/data');
const folder = join(data, 'tinyml');
const zoo = join(folder, 'golden', 'zoo');
const missing = missingTools(boardTarget('cortex-m4'));
if (missing.length > 0)
  console.warn(`SKIPPED: predictions beside the emulated board; ${missing.join(', ')} missing`);
const present = existsSync(zoo);
if (!present) console.warn('SKIPPED: predictions for public models; set FETTLE_DATA to the public data');
const built = missing.length === 0;

/** Public models by name: none of them was measured for the tables that predictions are made from. */
const FILES = [
  join(folder, 'ad01_int8.tflite'),
  join(folder, 'kws_ref_model.tflite'),
  ...(present ? readdirSync(zoo).filter((file) => file.endsWith('.tflite')) : [])
    .sort()
    .map((file) => join(zoo, file)),
].map((file) => [basename(file, '.tflite'), file] as const);

function inputOf({ subgraphs: [graph] }: Model): Uint8Array {
  const random = seededRandom(1);
  const bytes = graph!.inputs.reduce((sum, index) => {
    const { shape, type } = graph!.tensors[index]!;
    return sum + elementCount(shape) * bytesPerElement(type);
  }, 0);
  return Uint8Array.from({ length: bytes }, () => random.below(256));
}

/** What was predicted for each figure, as a share of what was measured. */
async function predictedShares(model: Model, target: string): Promise<Readonly<Record<string, number>>> {
  const report = reportModel(model, target);
  const { sizes, models } = await runModelsOnBoard({
    target: boardTarget(target),
    models: [{ name: 'model', model, inputs: [inputOf(model), inputOf(model)] }],
  });
  const run = models[0]!.runs.at(-1)!;
  return {
    flash: report.flash.total / (sizes.text + sizes.data),
    ram: report.ram.total / (models[0]!.arenaBytes + report.ram.state + run.stackBytes),
    instructions: report.instructions / run.instructions,
  };
}

/**
 * A model of one layer is made anew by the compiler, for that layer's constants; how much that leaves out, no table tells
 * in advance. All others share kernels, as networks do.
 */
function tolerance({ subgraphs: [graph] }: Model): number {
  return graph!.operators.length === 1 ? 0.15 : 0.05;
}

async function expectPredicted(model: Model, target: string): Promise<void> {
  expect(reportModel(model, target).unknownKernels).toEqual([]);
  const shares = await predictedShares(model, target);
  const wrong = Object.entries(shares).filter(([, share]) => Math.abs(share - 1) > tolerance(model));
  const told = wrong.map(
    ([figure, share]) => `${figure}: ${(100 * share).toFixed(1)} % of what was measured`,
  );
  expect(told).toEqual([]);
}

function modelOf(file: string): Model {
  return loadTflite(new Uint8Array(readFileSync(file)));
}

(built && present ? describe : describe.skip)(
  'predictions for a public model: flash, RAM and instructions within 5 %',
  () => {
    it.each(FILES)('%s on cortex-m4', (_, file) => expectPredicted(modelOf(file), 'cortex-m4'));

    const others = TARGET_COSTS.map(({ target }) => target).filter((target) => target !== 'cortex-m4');
    it.each(others)(
      'anomaly detector, keyword spotter and convolutions of a signal on %s',
      async (target) => {
        const names = ['ad01_int8', 'kws_ref_model', 'conv1d'];
        for (const [name, file] of FILES)
          if (names.includes(name)) await expectPredicted(modelOf(file), target);
      },
    );
  },
);

/** Far from those of the models that were measured for the tables. */
const SEED = 4_000;

(built ? describe : describe.skip)(
  'predictions for networks that were never measured: flash, RAM and instructions within 5 %',
  () => {
    it.each(Object.entries(HELD_OUT))('%s on cortex-m4', (_, build) =>
      expectPredicted(build(SEED), 'cortex-m4'),
    );

    it.each(['a GRU with state', 'an LSTM with state', 'squeeze and excitation'])('%s on cortex-m3', (name) =>
      expectPredicted(HELD_OUT[name]!(SEED), 'cortex-m3'),
    );
  },
);
