import {
  compiledLayers,
  contextsOf,
  inContext,
  MOVES,
  ownFunction,
  resetBytes,
  type CompiledLayers,
  type KernelCosts,
  type Model,
  type TargetCosts,
  relativesOf,
  withoutCompany,
} from '@fettle/tinyml';
import { driversOf, textDriversOf } from './drivers';
import { fitSamples, worstError, type Sample } from './fit';
import { median, withCompany } from './company';
import { fitRelated } from './related-fit';
import { keyOf, type Built, type Measurements } from './measure';

interface PricedLayer {
  /** Kernel and context; empty where there is nothing to do. */
  readonly context: string;
  readonly work: Readonly<Record<string, number>>;
  readonly text: Readonly<Record<string, number>>;
  /** Instructions; what observing costs is among them. */
  readonly observed: number;
}

export interface PricedModel {
  readonly compiled: CompiledLayers;
  readonly layers: readonly PricedLayer[];
  readonly reset: CompiledLayers['reset'];
  /** Where it was built by itself; its code is without constants, harness, and functions outside the runtime header. */
  readonly built?: Built & { readonly codeBytes: number };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** What every kernel costs, from what was measured of these models. */
export function priced(
  named: Pick<TargetCosts, 'target' | 'compiler' | 'harnessBytes' | 'functionBytes'>,
  models: readonly Model[],
  measurements: Measurements,
): TargetCosts {
  const all = models.map((model) => pricedModel(named, model, measurements));
  const { once, each } = overheads(all);
  const samples = new Map<string, Sample[]>();
  for (const { context, work, observed } of all.flatMap(({ layers }) => layers)) {
    if (context === '') continue;
    samples.set(context, [...(samples.get(context) ?? []), { quantities: work, measured: observed - each }]);
  }
  const kernels: Record<string, KernelCosts> = {};
  // Moves first: the code of other models has some in their resets. Relatives before those who lean on them.
  for (const context of [...samples.keys()].sort(
    (a, b) => rank(a) - rank(b) || a.length - b.length || (a < b ? -1 : 1),
  )) {
    const of = samples.get(context)!;
    kernels[context] = {
      instructions: fitRelated(
        of,
        driversOf(context),
        relativesOf(context)
          .map((name) => kernels[name])
          .find(Boolean)?.instructions,
      ),
      ...codeCosts(all, context, kernels),
    };
    const error = worstError(of, kernels[context].instructions);
    process.stderr.write(`\n${context}: ${of.length} samples, worst ${(100 * error).toFixed(1)} %`);
  }
  const costs = {
    ...named,
    runInstructions: Math.round(once),
    stackBytesMore: { beside: 0, mixed: 0, share: 0, real: 0 },
    kernels,
  };
  return withCompany(costs, all);
}

const rank = (context: string): number => (context === MOVES ? 0 : 1 + relativesOf(context).length);

function pricedModel(
  { functionBytes, harnessBytes }: Pick<TargetCosts, 'functionBytes' | 'harnessBytes'>,
  model: Model,
  { observed, built }: Measurements,
): PricedModel {
  const key = keyOf(model);
  const compiled = compiledLayers(model);
  const layers = inContext(compiled, functionBytes);
  const reached = new Set([
    ...layers.flatMap((each) => [...each.reached]),
    ...(compiled.reset?.functions ?? []),
  ]);
  const outside = [...reached]
    .filter((name) => !ownFunction(name))
    .reduce((sum, name) => sum + (functionBytes[name] ?? 0), 0);
  const constants = compiled.layers.reduce((sum, layer) => sum + layer.weightBytes + layer.constantBytes, 0);
  const found = built[key];
  return {
    compiled,
    layers: layers.map((each, i) => ({
      context: each.layer.kernel === '' ? '' : contextsOf(each)[0]!,
      work: each.layer.work,
      text: each.layer.text,
      observed: observed[key]![i]!,
    })),
    reset: compiled.reset,
    ...(found === undefined
      ? {}
      : { built: { ...found, codeBytes: found.flash - harnessBytes - constants - outside } }),
  };
}

/** Observing costs `each` a layer, and `_run` by itself `once`: the difference between watched and unwatched runs. */
function overheads(models: readonly PricedModel[]): { readonly once: number; readonly each: number } {
  const points = models.flatMap(({ layers, built }) =>
    built === undefined
      ? []
      : [
          {
            n: layers.length,
            d: layers.reduce((sum, { observed }) => sum + observed, 0) - built.instructions,
          },
        ],
  );
  const [n, d] = [mean(points.map((p) => p.n)), mean(points.map((p) => p.d))];
  const slope = mean(points.map((p) => (p.n - n) * (p.d - d))) / mean(points.map((p) => (p.n - n) ** 2));
  return { each: slope, once: n * slope - d };
}

/** From models that have nothing but layers of this context; without any, from a kindred context. */
function codeCosts(
  models: readonly PricedModel[],
  context: string,
  kernels: TargetCosts['kernels'],
): Omit<KernelCosts, 'instructions'> {
  const only = models.filter(({ layers, built }) => {
    const own = layers.filter((layer) => layer.context !== '');
    return built !== undefined && own.length > 0 && own.every((layer) => layer.context === context);
  });
  if (only.length === 0) return kindred(context, kernels);
  const samples = only.map(({ layers, reset, built }) => {
    const moving = context === MOVES;
    const texts = layers.filter((layer) => layer.context !== '').map(({ text }) => text);
    return {
      quantities: { ...total(moving && reset !== undefined ? [...texts, reset.text] : texts), kernel: 1 },
      measured: built!.codeBytes - (moving ? 0 : resetBytes(reset, { kernels })),
    };
  });
  const { kernel: bytes = 0, ...bytesEach } = fitSamples(samples, textDriversOf(context));
  return { bytes, bytesEach, stackBytes: median(only.map(({ built }) => built!.stackBytes)) };
}

/** The code of the same kernel with other company, or else in another context; nothing where it has no row yet. */
function kindred(context: string, kernels: TargetCosts['kernels']): Omit<KernelCosts, 'instructions'> {
  const kernelOf = (name: string): string => withoutCompany(name).replace(/, (alone|shared).*$/, '');
  const found =
    Object.keys(kernels).find((name) => withoutCompany(name) === withoutCompany(context)) ??
    Object.keys(kernels).find((name) => kernelOf(name) === kernelOf(context));
  const { bytes = 0, bytesEach = {}, stackBytes = 0 } = kernels[found ?? ''] ?? {};
  return { bytes, bytesEach, stackBytes };
}

function total(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, count] of all.flatMap((each) => Object.entries(each)))
    sums[name] = (sums[name] ?? 0) + count;
  return sums;
}
