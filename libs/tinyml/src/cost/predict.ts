import { AppError } from '@fettle/kernel';
import { CompiledLayers, MOVES } from './compiled-layers';
import { callsKernel, companyOf, contextsOf, inContext, LayerInContext, ownFunction } from './contexts';
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
    codeBytes: codeBytes(used, costs, compiled),
    stackBytes: stackBytes(used, layers, costs),
    unknownKernels: [...unknown],
  };
}

function stackBytes(used: Used, layers: readonly LayerInContext[], costs: TargetCosts): number {
  const { beside, mixed, share, real } = costs.stackBytesMore;
  const more = {
    beside,
    mixed: Math.max(0, Math.round(mixed + share * stackInPlace(used))),
    real,
  };
  const company = companyOf(layers);
  const most = Math.max(0, ...Array.from(used.keys(), (row) => row.stackBytes));
  return most + (company === undefined ? 0 : more[company]);
}

/** The most that a kernel takes which is put where it is called. */
function stackInPlace(used: Used): number {
  const inPlace = [...used].filter(([, users]) => users.some((user) => !user.shared && callsKernel(user)));
  return Math.max(0, ...inPlace.map(([row]) => row.stackBytes));
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
  return Math.round(priced(work, costs.instructions));
}

/** Functions that several kernels reach are there once; those outside the runtime header in addition to all kernels. */
function codeBytes(used: Used, costs: TargetCosts, { reset }: CompiledLayers): number {
  const own = [...used].reduce((sum, [row, users]) => {
    const texts = users.map(({ layer }) => priced(layer.text, row.bytesEach));
    return sum + row.bytes + texts.reduce((all, bytes) => all + bytes, 0);
  }, 0);
  const reached = [...used.values()].map(([first]) => first!.reached);
  const everything = new Set(
    [...used.values()]
      .flatMap((users) => users.flatMap((user) => [...user.reached]))
      .concat(reset?.functions ?? []),
  );
  const again = Object.entries(costs.functionBytes).reduce((sum, [name, bytes]) => {
    if (!ownFunction(name)) return everything.has(name) ? sum - bytes : sum;
    const times = reached.filter((functions) => functions.has(name)).length;
    return sum + Math.max(0, times - 1) * bytes;
  }, 0);
  return Math.round(own - again + resetBytes(reset, costs));
}

/** Code of the function that forgets what runs have left behind, without the functions that it calls. */
export function resetBytes(
  reset: CompiledLayers['reset'],
  { kernels }: Pick<TargetCosts, 'kernels'>,
): number {
  return reset === undefined ? 0 : priced(reset.text, kernels[MOVES]?.bytesEach ?? {});
}

function priced(
  quantities: Readonly<Record<string, number>>,
  each: Readonly<Record<string, number>>,
): number {
  return Object.entries(each).reduce((sum, [name, price]) => sum + price * (quantities[name] ?? 0), 0);
}
