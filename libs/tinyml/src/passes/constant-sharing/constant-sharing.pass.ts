import { Subgraph, Tensor } from '../../graph/model.types';
import { readsOf, redirected, sameKind, withTensor } from '../../graph/rewriting';
import { Change, Pass } from '../pass';

/** Equal constants are one: one tensor where they mean the same, else one piece of memory. */
export const constantSharing: Pass = {
  name: 'constant-sharing',
  apply: (graph) => {
    const reads = readsOf(graph);
    const firsts = new Map<number, Tensor[]>();
    for (const tensor of graph.tensors) {
      const { data, index } = tensor;
      if (data === undefined || tensor.variable || reads[index] === 0) continue;
      const equals = firsts.get(data.length) ?? [];
      firsts.set(data.length, equals);
      const change = sharedWith(
        graph,
        tensor,
        equals.filter((first) => sameBytes(first.data!, data)),
      );
      if (change !== undefined) return change;
      equals.push(tensor);
    }
    return undefined;
  },
};

function sharedWith(graph: Subgraph, tensor: Tensor, equals: readonly Tensor[]): Change | undefined {
  const [first] = equals;
  if (first === undefined) return undefined;
  const twin = equals.find((other) => sameKind(other, tensor));
  if (twin !== undefined && !graph.outputs.includes(tensor.index)) {
    return {
      graph: redirected(graph, tensor.index, twin.index),
      what: `tensor ${tensor.index} is tensor ${twin.index}`,
    };
  }
  if (sameView(first.data!, tensor.data!)) return undefined;
  return {
    graph: withTensor(graph, { ...tensor, data: first.data! }),
    what: `tensor ${tensor.index} has the bytes of tensor ${first.index}`,
  };
}

function sameView(a: Uint8Array, b: Uint8Array): boolean {
  return a.buffer === b.buffer && a.byteOffset === b.byteOffset && a.length === b.length;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return sameView(a, b) || a.every((byte, i) => byte === b[i]);
}
