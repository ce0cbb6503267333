import {
  type Company,
  companyOf,
  inContext,
  ownFunction,
  predictCosts,
  type TargetCosts,
} from '@fettle/tinyml';
import { type PricedModel } from './pricing';

/** Contexts keep to the code of the kernel by itself unless several models say otherwise. */
const RELUCTANCE = 0.5;
const SWEEPS = 500;

/** The same costs, with what kernels beside each other change about code and stack, from models that have several. */
export function withCompany(costs: TargetCosts, models: readonly PricedModel[]): TargetCosts {
  const built = models.filter((model) => model.built !== undefined);
  const several = built.filter(({ layers }) => contextsIn(layers).length > 1);
  const single = new Set(
    built.filter((model) => !several.includes(model)).flatMap(({ layers }) => contextsIn(layers)),
  );
  const withCode = { ...costs, kernels: codeInCompany(costs, several, single) };
  const withStack = { ...withCode, stackBytesMore: stackInCompany(withCode, several) };
  return { ...withStack, kernels: deeperStacks(withStack, several, single) };
}

function contextsIn(layers: PricedModel['layers']): readonly string[] {
  return [...new Set(layers.map(({ context }) => context))].filter((context) => context !== '');
}

/** What each context that is never single has more or less code, by least squares of what is missing. */
function codeInCompany(
  costs: TargetCosts,
  models: readonly PricedModel[],
  single: ReadonlySet<string>,
): TargetCosts['kernels'] {
  const rows = models.map(({ compiled, layers, built }) => ({
    contexts: contextsIn(layers).filter((context) => !single.has(context)),
    missing: built!.codeBytes - predictedCode(costs, compiled),
  }));
  const more = new Map<string, number>(
    rows.flatMap(({ contexts }) => contexts.map((context) => [context, 0])),
  );
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const context of more.keys()) {
      const own = rows.filter(({ contexts }) => contexts.includes(context));
      const rests = own.map(({ contexts, missing }) =>
        contexts.reduce((rest, name) => rest - (name === context ? 0 : more.get(name)!), missing),
      );
      more.set(context, rests.reduce((sum, rest) => sum + rest, 0) / (own.length + RELUCTANCE));
    }
  }
  return Object.fromEntries(
    Object.entries(costs.kernels).map(([context, row]) => [
      context,
      { ...row, bytes: Number((row.bytes + (more.get(context) ?? 0)).toFixed(1)) },
    ]),
  );
}

/** Without the functions outside the runtime header, which measured code is without as well. */
function predictedCode(costs: TargetCosts, compiled: PricedModel['compiled']): number {
  const outside = Object.keys(costs.functionBytes).filter((name) => !ownFunction(name));
  const functionBytes = { ...costs.functionBytes, ...Object.fromEntries(outside.map((name) => [name, 0])) };
  return predictCosts(compiled, { ...costs, functionBytes }).codeBytes;
}

/** Half of the models take more, and half take less; along a straight line where kernels are mixed. */
function stackInCompany(costs: TargetCosts, models: readonly PricedModel[]): TargetCosts['stackBytesMore'] {
  const taking = (stackBytesMore: TargetCosts['stackBytesMore']): TargetCosts => ({
    ...costs,
    stackBytesMore,
  });
  const none = taking({ beside: 0, mixed: 0, share: 0, real: 0 });
  const inPlace = taking({ beside: 0, mixed: 0, share: 1, real: 0 });
  const differences = (wanted: Company): readonly (readonly [number, number])[] =>
    models
      .filter(({ compiled }) => companyOf(inContext(compiled, costs.functionBytes)) === wanted)
      .map(({ compiled, built }) => {
        const { stackBytes } = predictCosts(compiled, none);
        return [predictCosts(compiled, inPlace).stackBytes - stackBytes, built!.stackBytes - stackBytes];
      });
  const middle = (wanted: Company): number => median(differences(wanted).map(([, more]) => more));
  const [mixed, share] = straight(differences('mixed'));
  return {
    beside: middle('beside'),
    mixed: Number(mixed.toFixed(1)),
    share: Number(share.toFixed(2)),
    real: middle('real'),
  };
}

/**
 * Where the deepest kernel of a model is in a context that is never single, it takes what the model's stack has more; one
 * that stays a function lies deeper than one that is put where it is called.
 */
function deeperStacks(
  costs: TargetCosts,
  models: readonly PricedModel[],
  single: ReadonlySet<string>,
): TargetCosts['kernels'] {
  const nothingMore = { ...costs, stackBytesMore: { beside: 0, mixed: 0, share: 0, real: 0 } };
  const depthOf = (context: string): number => costs.kernels[context]?.stackBytes ?? 0;
  const least = new Map<string, number>();
  for (const { compiled, layers, built } of models) {
    const contexts = contextsIn(layers);
    const functions = contexts.filter((context) => /, shared/.test(context) && !single.has(context));
    const [deepest] = (functions.length > 0 ? functions : [...contexts]).sort(
      (a, b) => depthOf(b) - depthOf(a),
    );
    if (single.has(deepest!)) continue;
    const more = predictCosts(compiled, costs).stackBytes - predictCosts(compiled, nothingMore).stackBytes;
    least.set(deepest!, Math.min(least.get(deepest!) ?? Infinity, built!.stackBytes - more));
  }
  return Object.fromEntries(
    Object.entries(costs.kernels).map(([context, row]) => [
      context,
      { ...row, stackBytes: Math.max(row.stackBytes, least.get(context) ?? 0) },
    ]),
  );
}

/** Intercept and slope of the line that most points are near: medians, so that a few far away do not count (Theil, Sen). */
function straight(points: readonly (readonly [number, number])[]): readonly [number, number] {
  const slopes = points.flatMap(([x, y], i) =>
    points.slice(i + 1).flatMap(([otherX, otherY]) => (otherX === x ? [] : [(otherY - y) / (otherX - x)])),
  );
  const slope = median(slopes);
  return [median(points.map(([x, y]) => y - slope * x)), slope];
}

/** 0 of nothing. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
