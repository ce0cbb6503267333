import { CompiledLayer, CompiledLayers } from './compiled-layers';
import { runtimeCalls } from './runtime-calls';
import { TargetCosts } from './target-costs';

/** A layer with what tells how its kernel is compiled. */
export interface LayerInContext {
  readonly layer: CompiledLayer;
  /** Whether another layer uses its kernel, or a function within it that the compiler keeps one. */
  readonly shared: boolean;
  /** Functions of the runtime header that it calls, directly or not. */
  readonly reached: ReadonlySet<string>;
}

/**
 * A kernel that one layer uses is put where it is called, and made for that layer: what its constants decide is left
 * out. One that several layers share stays a function for all of them.
 */
export function inContext(
  { compiled, layers }: CompiledLayers,
  functionBytes: TargetCosts['functionBytes'],
): readonly LayerInContext[] {
  const calls = runtimeCalls(compiled.runtime);
  const reached = layers.map(
    ({ functions }) => new Set(functions.flatMap((name) => [name, ...(calls.get(name) ?? [])])),
  );
  const crowded = (name: string): boolean => reached.filter((functions) => functions.has(name)).length > 1;
  const stays = (name: string): boolean => (functionBytes[name] ?? 0) >= LARGE_BYTES;
  return layers.map((layer, i) => ({
    layer,
    reached: reached[i]!,
    shared: layer.functions.some(crowded) || [...reached[i]!].some((name) => stays(name) && crowded(name)),
  }));
}

/** Smaller functions within kernels go wherever they are called, however often. */
const LARGE_BYTES = 200;

/** Names of the rows that a kernel's costs are found under, the closest first. */
export function contextsOf({ layer: { kernel, work }, shared }: LayerInContext): readonly string[] {
  const several = `${kernel}, shared`;
  if (shared) return [several, `${kernel}, alone`];
  const places = work['rows'] ?? work['pixels'];
  const alone = `${kernel}, alone`;
  if (places === 1) return [`${alone}, one window`, alone, several];
  if (work['lines'] === 1) return [`${alone}, one line`, alone, several];
  return [alone, several];
}
