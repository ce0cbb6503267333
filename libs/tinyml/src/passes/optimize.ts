import { Model, Subgraph } from '../graph/model.types';
import { PASSES } from './registry';

/** What a model is made of, as far as passes make it less. */
export interface ModelSize {
  readonly operators: number;
  readonly tensors: number;
  /** Of different pieces of memory. */
  readonly constantBytes: number;
}

/** One change that a pass made. */
export interface PassRecord {
  readonly pass: string;
  /** What was done, for people; places are those before the change. */
  readonly what: string;
  /** Negative where folding a constant made it larger than what it was computed from. */
  readonly saved: ModelSize;
}

export interface Optimized {
  readonly model: Model;
  /** In order; empty where there was nothing to do. */
  readonly log: readonly PassRecord[];
}

/**
 * The model after all passes, repeated until none applies: the same bits of every output in the arithmetic `tflm`, with
 * as many operators or fewer. Inputs and outputs keep their names, kinds and order; other tensors and operators are
 * numbered anew. Optimising the result again changes nothing. A model that the interpreter refuses is refused still.
 */
export function optimize(model: Model): Optimized {
  const log: PassRecord[] = [];
  let current = model;
  for (let next = step(current, log); next !== undefined; next = step(current, log)) current = next;
  return { model: current, log };
}

/** The first change of the first pass that has one. */
function step(model: Model, log: PassRecord[]): Model | undefined {
  for (const pass of PASSES) {
    for (const graph of model.subgraphs) {
      const change = pass.apply(graph);
      if (change === undefined) continue;
      log.push({
        pass: pass.name,
        what: change.what,
        saved: difference(sizeOf(graph), sizeOf(change.graph)),
      });
      return { ...model, subgraphs: model.subgraphs.map((old) => (old === graph ? change.graph : old)) };
    }
  }
  return undefined;
}

function sizeOf({ operators, tensors }: Subgraph): ModelSize {
  const views = new Map<ArrayBufferLike, Set<number>>();
  let constantBytes = 0;
  for (const { data } of tensors) {
    if (data === undefined) continue;
    const starts = views.get(data.buffer) ?? new Set<number>();
    views.set(data.buffer, starts);
    if (!starts.has(data.byteOffset)) constantBytes += data.length;
    starts.add(data.byteOffset);
  }
  return { operators: operators.length, tensors: tensors.length, constantBytes };
}

function difference(before: ModelSize, after: ModelSize): ModelSize {
  return {
    operators: before.operators - after.operators,
    tensors: before.tensors - after.tensors,
    constantBytes: before.constantBytes - after.constantBytes,
  };
}
