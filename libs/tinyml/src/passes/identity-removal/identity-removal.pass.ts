import { bytesPerElement, ElementArray, elementsOf } from '../../graph/element-types';
import { OperatorNode, Subgraph, Tensor } from '../../graph/model.types';
import { sameKind, titleOf } from '../../graph/rewriting';
import { elementCount } from '../../graph/shapes';
import { operatorByName } from '../../operators/registry';
import { bypassed } from '../bypassing';
import { evaluate, tabulate } from '../evaluation';
import { Pass } from '../pass';

/**
 * Operators whose result is their one computed input go: reshapes to the same shape, transposes that swap nothing,
 * slices of everything, paddings by nothing, rescalings to the same scale. Proved by running them, on every value for
 * those that map values, on the number of every place for those that move them.
 */
export const identityRemoval: Pass = {
  name: 'identity-removal',
  apply: (graph) => {
    for (const node of graph.operators) {
      const from = node.inputs.filter((index) => index !== -1 && graph.tensors[index]!.data === undefined);
      if (from.length !== 1 || node.outputs.length !== 1) continue;
      const [input, output] = [graph.tensors[from[0]!]!, graph.tensors[node.outputs[0]!]!];
      if (!sameKind(input, output) || !isIdentity(graph, node, input)) continue;
      const shorter = bypassed(graph, node, input.index);
      if (shorter !== undefined) return { graph: shorter, what: `${titleOf(node)} changes nothing` };
    }
    return undefined;
  },
};

function isIdentity(graph: Subgraph, node: OperatorNode, input: Tensor): boolean {
  switch (operatorByName(node.name).treats) {
    case 'copies':
      return true;
    case 'maps':
      return tabulate(graph, node)?.every((value, i) => value === i - 128) ?? false;
    case 'moves':
      return placePatterns(input).every((pattern) => {
        const result = evaluate(graph, node, [pattern])?.[0];
        return result !== undefined && (result as Int8Array).every((value, i) => value === pattern[i]);
      });
    default:
      return false;
  }
}

/** Values that together tell every place: the bytes of its number, lowest first. */
function placePatterns({ type, shape }: Tensor): readonly ElementArray[] {
  const [count, size] = [elementCount(shape), bytesPerElement(type)];
  if (type === 'float32' || type === 'resource') return [];
  const digits = Math.max(1, Math.ceil(Math.log2(count) / 8));
  return Array.from({ length: digits }, (_, digit) => {
    const bytes = new Uint8Array(count * size);
    for (let i = 0; i < count; i++) bytes[i * size] = Math.floor(i / 256 ** digit) % 256;
    return elementsOf(type, bytes);
  });
}
