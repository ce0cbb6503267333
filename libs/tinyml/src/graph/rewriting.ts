import { OperatorNode, Quantization, Subgraph, Tensor } from './model.types';
import { sameShape } from './shapes';

/** `OPERATOR (place)`: what changes call an operator. */
export function titleOf({ name, index }: OperatorNode): string {
  return `${name} (operator ${index})`;
}

/** The subgraph with these operators in this order, their places counted anew. */
export function withOperators(graph: Subgraph, operators: readonly OperatorNode[]): Subgraph {
  return {
    ...graph,
    operators: operators.map((node, index) => (node.index === index ? node : { ...node, index })),
  };
}

/** The same with one operator changed, or gone. */
export function withOperator(graph: Subgraph, index: number, change: OperatorNode | undefined): Subgraph {
  const operators = graph.operators.flatMap((node) =>
    node.index !== index ? [node] : change === undefined ? [] : [change],
  );
  return withOperators(graph, operators);
}

/** The same with one tensor changed. */
export function withTensor(graph: Subgraph, tensor: Tensor): Subgraph {
  return { ...graph, tensors: graph.tensors.map((old) => (old.index === tensor.index ? tensor : old)) };
}

/** Whoever reads tensor `from` reads `to` instead; the graph's own outputs stay what they are. */
export function redirected(graph: Subgraph, from: number, to: number): Subgraph {
  const inputs = (of: readonly number[]): readonly number[] => of.map((i) => (i === from ? to : i));
  return {
    ...graph,
    operators: graph.operators.map((node) =>
      node.inputs.includes(from) ? { ...node, inputs: inputs(node.inputs) } : node,
    ),
  };
}

/** How often each tensor is read, the graph's outputs counting as reads. */
export function readsOf(graph: Subgraph): readonly number[] {
  const reads = new Array<number>(graph.tensors.length).fill(0);
  const read = (index: number): void => {
    if (index !== -1) reads[index]!++;
  };
  for (const { inputs } of graph.operators) inputs.forEach(read);
  graph.outputs.forEach(read);
  return reads;
}

/** The operator that writes each computed tensor. */
export function writersOf(graph: Subgraph): ReadonlyMap<number, OperatorNode> {
  return new Map(graph.operators.flatMap((node) => node.outputs.map((index) => [index, node] as const)));
}

export function sameQuantization(a: Quantization | undefined, b: Quantization | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    sameShape(a.scales, b.scales) &&
    sameShape(a.zeroPoints, b.zeroPoints) &&
    (a.axis === b.axis || a.scales.length === 1)
  );
}

/** Whether one tensor's values mean the same in the other: type, shape and quantisation. */
export function sameKind(a: Tensor, b: Tensor): boolean {
  return a.type === b.type && sameShape(a.shape, b.shape) && sameQuantization(a.quantization, b.quantization);
}
