import { OperatorNode, Subgraph } from '../graph/model.types';
import { redirected, withOperator, writersOf } from '../graph/rewriting';

/**
 * The graph without `node`, whose output is its input `from` as it is. The graph's inputs and outputs keep their
 * tensors; undefined where both ends of the operator are such, or hold state.
 */
export function bypassed(graph: Subgraph, node: OperatorNode, from: number): Subgraph | undefined {
  const to = node.outputs[0]!;
  if (graph.tensors[from]!.variable || graph.tensors[to]!.variable) return undefined;
  if (!graph.outputs.includes(to)) return redirected(withOperator(graph, node.index, undefined), to, from);
  const writer = writersOf(graph).get(from);
  if (writer === undefined || graph.outputs.includes(from)) return undefined;
  const outputs = writer.outputs.map((index) => (index === from ? to : index));
  const written = withOperator(graph, writer.index, { ...writer, outputs });
  return redirected(withOperator(written, node.index, undefined), from, to);
}
