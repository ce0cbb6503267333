import { CompiledLayer, CompiledLayers, MOVES, REAL_NUMBERS } from './compiled-layers';
import { Calls, reachedFrom, runtimeCalls } from './runtime-calls';
import { Company, TargetCosts } from './target-costs';

/** A layer with what tells how its kernel is compiled. */
export interface LayerInContext {
  readonly layer: CompiledLayer;
  /** Whether another layer uses its kernel. */
  readonly shared: boolean;
  /** Functions within its kernel that others in the model call as well: they stay functions. Those of most code first. */
  readonly beside: readonly string[];
  /** Functions that it calls, directly or not: of the runtime header, and those outside it. */
  readonly reached: ReadonlySet<string>;
}

/**
 * A kernel that one layer uses is put where it is called, and made for that layer: what its constants decide is left
 * out. One that several layers share stays a function for all of them. The same holds for functions within kernels.
 */
export function inContext(
  { compiled, layers }: CompiledLayers,
  functionBytes: TargetCosts['functionBytes'],
): readonly LayerInContext[] {
  const calls = runtimeCalls(compiled.runtime);
  const reached = layers.map(({ functions }) => reachedFrom(functions, calls));
  const callers = callersOf(layers, reached, calls);
  const crowded = (name: string): boolean => reached.filter((functions) => functions.has(name)).length > 1;
  return layers.map((layer, i) => ({
    layer,
    reached: reached[i]!,
    shared: layer.functions.some((name) => ownFunction(name) && crowded(name)),
    beside: [...reached[i]!]
      .filter((name) => ownFunction(name) && !layer.functions.includes(name))
      .filter((name) => functionBytes[name] !== undefined && callers.get(name)!.size > 1)
      .sort((a, b) => functionBytes[b]! - functionBytes[a]! || (a < b ? -1 : 1)),
  }));
}

/** Of the runtime header: what the compiler may put where it is called. */
export function ownFunction(name: string): boolean {
  return name.startsWith('fettle_');
}

/** What the model's kernels do to each other; undefined where they do nothing. */
export function companyOf(layers: readonly LayerInContext[]): Company | undefined {
  const calling = layers.filter(callsKernel);
  if (calling.length > 0 && layers.some(({ layer }) => layer.functions.includes(REAL_NUMBERS))) return 'real';
  const shared = calling.filter((each) => each.shared).length;
  if (shared > 0 && shared < calling.length) return 'mixed';
  const apart = calling.some(({ layer, beside }) =>
    beside.some((name) =>
      calling.some((other) => other.layer.kernel !== layer.kernel && other.reached.has(name)),
    ),
  );
  return apart ? 'beside' : undefined;
}

/** Whether the layer's kernel is functions, as opposed to loops that are written out. */
export function callsKernel({ layer: { kernel, functions } }: LayerInContext): boolean {
  return !/^for \w+ to /.test(kernel) && functions.some(ownFunction);
}

/** For each function of a model, the functions that call it, or the kernel of the layers that do. */
function callersOf(
  layers: readonly CompiledLayer[],
  reached: readonly ReadonlySet<string>[],
  calls: Calls,
): ReadonlyMap<string, ReadonlySet<string>> {
  const callers = new Map<string, Set<string>>();
  const add = (called: string, by: string): void => {
    callers.set(called, (callers.get(called) ?? new Set()).add(by));
  };
  for (const { functions, kernel } of layers) for (const name of functions) add(name, kernel);
  for (const name of new Set(reached.flatMap((functions) => [...functions]))) {
    calls.get(name)?.forEach((called) => add(called, name));
  }
  return callers;
}

/** Names of the rows that a kernel's costs are found under, the closest first. */
export function contextsOf({ layer: { kernel, work }, shared, beside }: LayerInContext): readonly string[] {
  if (kernel === MOVES) return [MOVES];
  const [alone, several] = [`${kernel}, alone`, `${kernel}, shared`];
  const found = shared ? [several, alone] : [...rare(alone, work), alone, several];
  const companies = beside.length < 2 ? [beside] : [beside, ...beside.map((name) => [name])];
  const suffixes = companies.filter((names) => names.length > 0).map((names) => BESIDE + names.join(' + '));
  return found.flatMap((name) => [...suffixes.map((suffix) => name + suffix), name]);
}

/** Ends the names of contexts with the functions within the kernel that stay functions. */
const BESIDE = ', beside ';

/** The context without its company: what its code takes by itself. */
export function withoutCompany(context: string): string {
  return context.split(BESIDE)[0]!;
}

/** Less special contexts of the same kernel, the closest first. */
export function relativesOf(context: string): readonly string[] {
  const plain = withoutCompany(context);
  const wider = plain.replace(/, (one|loose) \w+$/, '');
  return [plain, wider].filter((name, i, all) => name !== context && all.indexOf(name) === i);
}

/** Loops of a single turn are left out, and those of a few turns written out. */
function rare(alone: string, work: CompiledLayer['work']): readonly string[] {
  if ((work['rows'] ?? work['pixels']) === 1) return [`${alone}, one window`];
  if (work['loose'] === 1) return [`${alone}, loose windows`];
  return work['lines'] === 1 ? [`${alone}, one line`] : [];
}
