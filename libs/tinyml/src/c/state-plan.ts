import { initialValue, KeptValues, PreparedSubgraph } from '../interpreter/machine';
import { ArenaPlan } from '../memory/arena';

const WORD_BYTES = 4;

/** Bytes that all begin with one value, and where they lie. */
export interface Beginning {
  readonly memory: string;
  readonly offset: number;
  readonly bytes: number;
  readonly value: number;
}

/** What outlives a run: variables in memory of their own, state tensors in the arena. */
export interface StatePlan {
  readonly bytes: number;
  /** Offsets of variables by number. */
  readonly variables: ReadonlyMap<number, number>;
  /** What a reset fills. */
  readonly beginnings: readonly Beginning[];
}

/** A prepared subgraph with the memory of its computed values. */
export interface PlacedSubgraph {
  readonly subgraph: PreparedSubgraph;
  readonly memory: string;
  readonly arena: ArenaPlan;
  /** Whether its layers may have kernels made for their shapes and bounds. */
  readonly specialised: boolean;
}

/** Variables one after the other, at multiples of a word. */
export function planState(
  kept: ReadonlyMap<number, KeptValues>,
  subgraphs: readonly PlacedSubgraph[],
): StatePlan {
  const variables = new Map<number, number>();
  const beginnings: Beginning[] = [];
  let bytes = 0;
  for (const [id, { values, initial }] of kept) {
    variables.set(id, bytes);
    beginnings.push({ memory: 'STATE', offset: bytes, bytes: values.byteLength, value: initial });
    bytes += Math.ceil(values.byteLength / WORD_BYTES) * WORD_BYTES;
  }
  return { bytes, variables, beginnings: [...beginnings, ...subgraphs.flatMap(stateTensors)] };
}

/** But for inputs, which are written before every run whatever the model calls them. */
function stateTensors({ subgraph, memory, arena }: PlacedSubgraph): readonly Beginning[] {
  const { graph } = subgraph;
  return subgraph.operands
    .filter(({ variable, index }) => variable && arena.offsets.has(index) && !graph.inputs.includes(index))
    .map((tensor) => ({
      memory,
      offset: arena.offsets.get(tensor.index)!,
      bytes: tensor.values.byteLength,
      value: initialValue(tensor),
    }));
}
