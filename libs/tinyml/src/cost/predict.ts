import { AppError } from '@fettle/kernel';
import { CompiledLayer, CompiledLayers } from './compiled-layers';
import { runtimeCalls } from './runtime-calls';
import { KernelCosts, TargetCosts } from './target-costs';

/** What a model costs on a target, as far as it is not counted exactly. */
export interface PredictedCosts {
  /** By layer, in the model's order. */
  readonly instructions: readonly number[];
  readonly codeBytes: number;
  readonly stackBytes: number;
  /** Kernels that were never measured on this target: what they cost is counted as nothing. */
  readonly unknownKernels: readonly string[];
}

/** Predicts from what was measured of each kernel on the target. */
export function predictCosts({ compiled, layers }: CompiledLayers, costs: TargetCosts): PredictedCosts {
  const used = new Map<string, CompiledLayer[]>();
  for (const layer of layers.filter(({ kernel }) => kernel !== '')) {
    used.set(layer.kernel, [...(used.get(layer.kernel) ?? []), layer]);
  }
  const parts = [...used].flatMap(([kernel, users]) => {
    const known = costs.kernels[kernel];
    return known === undefined ? [] : [{ code: users.length === 1 ? known.alone : known.shared, users }];
  });
  const own = parts.reduce((sum, { code, users }) => sum + code.bytes + code.bytesPerLayer * users.length, 0);
  const calls = runtimeCalls(compiled.runtime);
  const reached = parts.map(({ users: [first] }) => reachedFrom(first!.functions, calls));
  return {
    instructions: layers.map((layer) => layerInstructions(layer, costs.kernels[layer.kernel])),
    codeBytes: Math.round(own - countedAgain(reached, costs.functionBytes)),
    stackBytes: Math.max(0, ...parts.map(({ code }) => code.stackBytes)),
    unknownKernels: [...used.keys()].filter((kernel) => costs.kernels[kernel] === undefined),
  };
}

/** The target's row among these; `TINYML.UNKNOWN_TARGET` lists those there are. */
export function costsOf(rows: readonly TargetCosts[], target: string): TargetCosts {
  const row = rows.find((each) => each.target === target);
  if (row !== undefined) return row;
  const names = rows.map((each) => each.target).join(', ');
  throw new AppError('TINYML.UNKNOWN_TARGET', `nothing was measured on ${target}; there are ${names}`);
}

function layerInstructions({ kernel, work }: CompiledLayer, costs: KernelCosts | undefined): number {
  if (kernel === '' || costs === undefined) return 0;
  const terms = Object.entries(costs.instructions).map(([quantity, each]) => each * (work[quantity] ?? 0));
  return Math.round(terms.reduce((sum, term) => sum + term, 0));
}

function reachedFrom(
  functions: readonly string[],
  calls: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  return new Set(functions.flatMap((name) => [name, ...(calls.get(name) ?? [])]));
}

/** Bytes of functions that several kernels call: they are there once. */
function countedAgain(
  reached: readonly ReadonlySet<string>[],
  functionBytes: Readonly<Record<string, number>>,
): number {
  return Object.entries(functionBytes).reduce((sum, [name, bytes]) => {
    const times = reached.filter((functions) => functions.has(name)).length;
    return sum + Math.max(0, times - 1) * bytes;
  }, 0);
}
