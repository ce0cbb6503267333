import { ElementArray, newElements } from '../../graph/element-types';
import { OperatorNode, Subgraph } from '../../graph/model.types';
import { titleOf, withOperator, withTensor } from '../../graph/rewriting';
import { elementCount } from '../../graph/shapes';
import { operatorByName } from '../../operators/registry';
import { evaluate } from '../evaluation';
import { Pass } from '../pass';

/**
 * Operators of constants are computed once, here, and their results kept as constants. Results of the whole graph stay
 * computed: a constant has no place in a device's arena.
 */
export const constantFolding: Pass = {
  name: 'constant-folding',
  apply: (graph) => {
    for (const node of graph.operators.filter((candidate) => isConstant(graph, candidate))) {
      const results = evaluate(graph, node, givenValues(graph, node));
      if (results === undefined) continue;
      const kept = node.outputs.reduce(
        (changed, index, i) => withTensor(changed, { ...graph.tensors[index]!, data: bytesOf(results[i]!) }),
        graph,
      );
      return { graph: withOperator(kept, node.index, undefined), what: `${titleOf(node)} computed` };
    }
    return undefined;
  },
};

function isConstant(graph: Subgraph, node: OperatorNode): boolean {
  const { readsOnlyShapes } = operatorByName(node.name);
  const tensors = node.inputs.filter((index) => index !== -1).map((index) => graph.tensors[index]!);
  const known = tensors.every(
    ({ data, variable }) => !variable && (data !== undefined || readsOnlyShapes === true),
  );
  const keepable = node.outputs.every((index) => {
    const { type, variable } = graph.tensors[index]!;
    return type !== 'resource' && !variable && !graph.outputs.includes(index);
  });
  return tensors.length > 0 && node.outputs.length > 0 && known && keepable;
}

/** Where only shapes count, any values will do. */
function givenValues(graph: Subgraph, node: OperatorNode): readonly ElementArray[] {
  const computed = [...new Set(node.inputs)].filter(
    (index) => index !== -1 && graph.tensors[index]!.data === undefined,
  );
  return computed.map((index) => {
    const { type, shape } = graph.tensors[index]!;
    return newElements(type, elementCount(shape));
  });
}

function bytesOf({ buffer, byteOffset, byteLength }: ElementArray): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength).slice();
}
