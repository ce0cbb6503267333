import { AppError } from '@fettle/kernel';
import { CompiledLayers } from './compiled-layers';
import { contextsOf, inContext, LayerInContext } from './contexts';
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

/** Kernels in their contexts, each with the layers that use it. */
type Used = ReadonlyMap<KernelCosts, readonly LayerInContext[]>;

/** Predicts from what was measured of each kernel on the target. */
export function predictCosts(compiled: CompiledLayers, costs: TargetCosts): PredictedCosts {
  const layers = inContext(compiled, costs.functionBytes);
  const used = new Map<KernelCosts, LayerInContext[]>();
  const unknown = new Set<string>();
  const instructions = layers.map((each) => {
    if (each.layer.kernel === '') return 0;
    const row = rowOf(each, costs);
    if (row === undefined) unknown.add(each.layer.kernel);
    else used.set(row, [...(used.get(row) ?? []), each]);
    return row === undefined ? 0 : layerInstructions(each, row);
  });
  return {
    instructions,
    codeBytes: codeBytes(used, costs.functionBytes),
    stackBytes: Math.max(0, ...Array.from(used.keys(), ({ stackBytes }) => stackBytes)),
    unknownKernels: [...unknown],
  };
}

/** The target's row among these; `TINYML.UNKNOWN_TARGET` lists those there are. */
export function costsOf(rows: readonly TargetCosts[], target: string): TargetCosts {
  const row = rows.find((each) => each.target === target);
  if (row !== undefined) return row;
  const names = rows.map((each) => each.target).join(', ');
  throw new AppError('TINYML.UNKNOWN_TARGET', `nothing was measured on ${target}; there are ${names}`);
}

function rowOf(layer: LayerInContext, { kernels }: TargetCosts): KernelCosts | undefined {
  const name = contextsOf(layer).find((context) => kernels[context] !== undefined);
  return name === undefined ? undefined : kernels[name];
}

function layerInstructions({ layer: { work } }: LayerInContext, costs: KernelCosts): number {
  const terms = Object.entries(costs.instructions).map(([quantity, each]) => each * (work[quantity] ?? 0));
  return Math.round(terms.reduce((sum, term) => sum + term, 0));
}

/** Functions that several kernels reach are there once. */
function codeBytes(used: Used, functionBytes: TargetCosts['functionBytes']): number {
  const own = [...used].reduce(
    (sum, [{ bytes, bytesPerLayer }, users]) => sum + bytes + bytesPerLayer * users.length,
    0,
  );
  const reached = Array.from(used.values(), ([first]) => first!.reached);
  const again = Object.entries(functionBytes).reduce((sum, [name, bytes]) => {
    const times = reached.filter((functions) => functions.has(name)).length;
    return sum + Math.max(0, times - 1) * bytes;
  }, 0);
  return Math.round(own - again);
}
