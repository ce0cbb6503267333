import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { boardTarget, runModelsOnBoard, type BoardTarget } from '@fettle/board';
import { seededRandom } from '@fettle/kernel';
import {
  compiledLayers,
  contextsOf,
  elementCount,
  inContext,
  type Model,
  type TargetCosts,
} from '@fettle/tinyml';
import { driversOf } from './drivers';
import { functionSizes } from './function-sizes';
import { fitSamples, worstError, type Sample } from './fit';
import { emptyModel, syntheticModels, type SyntheticModel } from './synthetic-models';
import { targetCostsText } from './target-costs-text';

const ALONE = 7;
const CHAINS = [2, 4];
/** Of each kind, so many models of one layer are built by themselves, for their code and their stack. */
const BUILT_ALONE = 1;
const RUNS = 2;
const MODELS_A_PROGRAM = 100;

interface MeasuredLayer {
  /** Kernel and context; empty where there is nothing to do. */
  readonly context: string;
  readonly work: Readonly<Record<string, number>>;
}

interface Measured {
  readonly kind: string;
  readonly layers: readonly MeasuredLayer[];
  readonly constantBytes: number;
  /** Instructions by layer; what observing costs is among them. */
  readonly observed: readonly number[];
}

interface Built extends Measured {
  readonly codeBytes: number;
  readonly stackBytes: number;
  readonly instructions: number;
}

function inputsOf({ subgraphs: [graph] }: Model): readonly Uint8Array[] {
  const random = seededRandom(7);
  const bytes = graph!.inputs.reduce((sum, index) => sum + elementCount(graph!.tensors[index]!.shape), 0);
  return Array.from({ length: RUNS }, () => Uint8Array.from({ length: bytes }, () => random.below(256)));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Many models in one program, each layer timed. */
async function observeAll(
  target: BoardTarget,
  all: readonly SyntheticModel[],
  functionBytes: TargetCosts['functionBytes'],
): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (let from = 0; from < all.length; from += MODELS_A_PROGRAM) {
    const some = all.slice(from, from + MODELS_A_PROGRAM);
    const { models } = await runModelsOnBoard({
      target,
      models: some.map(({ model }, i) => ({ name: `m${i}`, model, inputs: inputsOf(model) })),
      observed: true,
      timeoutMs: 600_000,
    });
    some.forEach(({ kind, model }, i) => {
      const compiled = compiledLayers(model);
      const { layers } = compiled;
      const contexts = inContext(compiled, functionBytes).map((each) =>
        each.layer.kernel === '' ? '' : contextsOf(each)[0]!,
      );
      measured.push({
        kind,
        layers: layers.map(({ work }, l) => ({ context: contexts[l]!, work })),
        constantBytes: layers.reduce((sum, layer) => sum + layer.weightBytes + layer.constantBytes, 0),
        observed: layers.map((_, layer) =>
          mean(models[i]!.runs.map((run) => run.layers[layer]!.instructions)),
        ),
      });
    });
  }
  return measured;
}

/** A program of one model: its bytes, stack and instructions as they are without anybody watching. */
async function build(
  target: BoardTarget,
  model: Model,
): Promise<{ flash: number; stackBytes: number; instructions: number }> {
  const { sizes, models } = await runModelsOnBoard({
    target,
    models: [{ name: 'model', model, inputs: inputsOf(model) }],
  });
  const { runs } = models[0]!;
  return {
    flash: sizes.text + sizes.data,
    stackBytes: Math.max(...runs.map(({ stackBytes }) => stackBytes)),
    instructions: mean(runs.map(({ instructions }) => instructions)),
  };
}

async function buildSome(
  target: BoardTarget,
  all: readonly SyntheticModel[],
  measured: readonly Measured[],
  harness: number,
): Promise<readonly Built[]> {
  const built: Built[] = [];
  const alone = new Map<string, number>();
  for (const [i, each] of measured.entries()) {
    const count = alone.get(each.kind) ?? 0;
    if (each.layers.length === 1) alone.set(each.kind, count + 1);
    if (each.layers.length === 1 && count >= BUILT_ALONE) continue;
    const { flash, stackBytes, instructions } = await build(target, all[i]!.model);
    built.push({ ...each, codeBytes: flash - harness - each.constantBytes, stackBytes, instructions });
    process.stderr.write('.');
  }
  return built;
}

/** Observing costs `each` a layer, and `_run` by itself `once`: the difference between watched and unwatched runs. */
function overheads(built: readonly Built[]): { readonly once: number; readonly each: number } {
  const points = built.map(({ observed, instructions }) => ({
    n: observed.length,
    d: observed.reduce((sum, value) => sum + value, 0) - instructions,
  }));
  const [n, d] = [mean(points.map((p) => p.n)), mean(points.map((p) => p.d))];
  const slope = mean(points.map((p) => (p.n - n) * (p.d - d))) / mean(points.map((p) => (p.n - n) ** 2));
  return { each: slope, once: n * slope - d };
}

/** Intercept and slope through (layers, value). */
function straight(points: readonly (readonly [number, number])[]): readonly [number, number] {
  const [x, y] = [mean(points.map((p) => p[0])), mean(points.map((p) => p[1]))];
  const spread = mean(points.map((p) => (p[0] - x) ** 2));
  const slope = spread === 0 ? 0 : mean(points.map((p) => (p[0] - x) * (p[1] - y))) / spread;
  return [y - slope * x, slope];
}

function kernelCosts(
  samples: readonly Sample[],
  built: readonly Built[],
  context: string,
): TargetCosts['kernels'][string] {
  const only = built.filter(({ layers }) => layers.every((layer) => layer.context === context));
  const [bytes, each] =
    only.length === 0 ? [0, 0] : straight(only.map(({ layers, codeBytes }) => [layers.length, codeBytes]));
  return {
    instructions: fitSamples(samples, driversOf(context)),
    bytes: Math.round(bytes),
    bytesPerLayer: Number(each.toFixed(1)),
    stackBytes: Math.max(0, ...only.map(({ stackBytes }) => stackBytes)),
  };
}

/** Everything that is measured on a target; all else is computed from it. */
export interface Measurements {
  readonly harnessBytes: number;
  readonly measured: readonly Measured[];
  readonly built: readonly Built[];
  readonly functionBytes: Readonly<Record<string, number>>;
}

async function measure(target: BoardTarget): Promise<Measurements> {
  const harnessBytes = (await build(target, emptyModel())).flash;
  const all = syntheticModels(ALONE, CHAINS);
  const chains = all.filter(({ layers }) => layers > 1).map(({ model }) => model);
  const functionBytes = await functionSizes(target, chains);
  const measured = await observeAll(target, all, functionBytes);
  return {
    harnessBytes,
    measured,
    built: await buildSome(target, all, measured, harnessBytes),
    functionBytes,
  };
}

/** What every kernel costs, from what was measured. */
export function costsFrom(target: string, compiler: string, measurements: Measurements): TargetCosts {
  const { measured, built, harnessBytes, functionBytes } = measurements;
  const { once, each } = overheads(built);
  const samples = new Map<string, Sample[]>();
  for (const { layers, observed } of measured) {
    layers.forEach(({ context, work }, i) => {
      if (context === '') return;
      samples.set(context, [...(samples.get(context) ?? []), { work, instructions: observed[i]! - each }]);
    });
  }
  const kernels = [...samples]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([context, of]) => {
      const costs = kernelCosts(of, built, context);
      const error = worstError(of, costs.instructions);
      process.stderr.write(`\n${context}: ${of.length} samples, worst ${(100 * error).toFixed(1)} %`);
      return [context, costs] as const;
    });
  return {
    target,
    compiler,
    harnessBytes,
    runInstructions: Math.round(once),
    functionBytes,
    kernels: Object.fromEntries(kernels),
  };
}

/** With `--again`, tables are computed anew from what was measured last. */
async function main(parameters: readonly string[]): Promise<void> {
  const root = join(__dirname, '../../..');
  for (const name of parameters.filter((parameter) => parameter !== '--again')) {
    const kept = join(root, '.cache/bench', `edge-${name}.json`);
    if (!parameters.includes('--again')) {
      mkdirSync(dirname(kept), { recursive: true });
      writeFileSync(kept, JSON.stringify(await measure(boardTarget(name))));
    }
    const measurements = JSON.parse(readFileSync(kept, 'utf8')) as Measurements;
    const file = join(root, 'libs/tinyml/src/cost/targets', `${name}.costs.ts`);
    writeFileSync(file, targetCostsText(costsFrom(name, 'GCC 12.2 -Os', measurements)));
    process.stderr.write(`\n${file}\n`);
  }
}

void main(process.argv.slice(2));
