import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { seededRandom } from '@fettle/kernel';
import { elementCount, loadTflite, reportModel, type Model } from '@fettle/tinyml';
import { runModelsOnBoard } from '../harness/run-models';
import { boardTarget } from '../targets/registry';
import { missingTools } from '../toolchain/tools';

const data = process.env['FETTLE_DATA'] ?? join(__dirname, '../../../../../shared/data');
const folder = join(data, 'tinyml');
const zoo = join(folder, 'golden', 'zoo');
const missing = missingTools(boardTarget('cortex-m4'));
if (missing.length > 0)
  console.warn(`SKIPPED: predictions beside the emulated board; ${missing.join(', ')} missing`);
const present = existsSync(zoo);
if (!present) console.warn('SKIPPED: predictions for public models; set FETTLE_DATA to the public data');
const able = missing.length === 0 && present;

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
  const bytes = graph!.inputs.reduce((sum, index) => sum + elementCount(graph!.tensors[index]!.shape), 0);
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
    ram: report.ram.total / (models[0]!.arenaBytes + run.stackBytes),
    instructions: report.instructions / run.instructions,
  };
}

function expectWithin5Percent(shares: Readonly<Record<string, number>>): void {
  const wrong = Object.entries(shares).filter(([, share]) => Math.abs(share - 1) > 0.05);
  expect(
    wrong.map(([figure, share]) => `${figure}: predicted ${(100 * share).toFixed(1)} % of what was measured`),
  ).toEqual([]);
}

(able ? describe : describe.skip)('flash, RAM and instructions of a public model, within 5 %', () => {
  it.each(FILES)('%s on cortex-m4', async (_, file) => {
    const model = loadTflite(new Uint8Array(readFileSync(file)));
    expect(reportModel(model, 'cortex-m4').unknownKernels).toEqual([]);
    expectWithin5Percent(await predictedShares(model, 'cortex-m4'));
  });

  it.each(['cortex-m3', 'cortex-m7', 'cortex-m33'])(
    'the keyword spotter and the anomaly detector on %s',
    async (target) => {
      for (const [, file] of FILES.slice(0, 2)) {
        expectWithin5Percent(await predictedShares(loadTflite(new Uint8Array(readFileSync(file))), target));
      }
    },
  );
});
