import { OperatorNode, Subgraph } from '../../graph/model.types';
import { withOperators } from '../../graph/rewriting';
import { Pass } from '../pass';

/** Operators whose results nobody needs go, and tensors that nobody refers to; the rest is numbered anew. */
export const deadRemoval: Pass = {
  name: 'dead-removal',
  apply: (graph) => {
    const operators = liveOperators(graph);
    const live = new Set([
      ...graph.inputs,
      ...graph.outputs,
      ...operators.flatMap(({ inputs, outputs, intermediates }) => [...inputs, ...outputs, ...intermediates]),
    ]);
    const deadOperators = graph.operators.length - operators.length;
    const deadTensors = graph.tensors.filter(({ index }) => !live.has(index)).length;
    if (deadOperators + deadTensors === 0) return undefined;
    return {
      graph: renumbered(withOperators(graph, operators), live),
      what: `${deadOperators} operators and ${deadTensors} tensors that nobody needs`,
    };
  },
};

/** From the end to the beginning: what writes something needed, or changes state. */
function liveOperators(graph: Subgraph): readonly OperatorNode[] {
  const needed = new Set(graph.outputs);
  const live: OperatorNode[] = [];
  for (const node of [...graph.operators].reverse()) {
    if (!hasEffects(graph, node) && !node.outputs.some((index) => needed.has(index))) continue;
    live.unshift(node);
    for (const index of node.inputs) needed.add(index);
  }
  return live;
}

/** Operators without results are there for what else they do; others may change the state they are handed. */
function hasEffects({ tensors }: Subgraph, { inputs, outputs }: OperatorNode): boolean {
  return outputs.length === 0 || [...inputs, ...outputs].some((index) => tensors[index]?.variable === true);
}

function renumbered(graph: Subgraph, live: ReadonlySet<number>): Subgraph {
  const kept = graph.tensors.filter(({ index }) => live.has(index));
  const places = new Map([[-1, -1], ...kept.map(({ index }, place) => [index, place] as const)]);
  const moved = (indices: readonly number[]): number[] => indices.map((index) => places.get(index)!);
  return {
    ...graph,
    tensors: kept.map((tensor, index) => ({ ...tensor, index })),
    inputs: moved(graph.inputs),
    outputs: moved(graph.outputs),
    operators: graph.operators.map((node) => ({
      ...node,
      inputs: moved(node.inputs),
      outputs: moved(node.outputs),
      intermediates: moved(node.intermediates),
    })),
  };
}
