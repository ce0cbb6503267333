import { readsOf, titleOf, withOperator, writersOf } from '../../graph/rewriting';
import { operatorByName } from '../../operators/registry';
import { Pass } from '../pass';

/** Of two operators in a row that only give another shape, the second does it alone. */
export const reshapeMerging: Pass = {
  name: 'reshape-merging',
  apply: (graph) => {
    const [reads, writers] = [readsOf(graph), writersOf(graph)];
    const copies = (name: string): boolean => operatorByName(name).treats === 'copies';
    for (const node of graph.operators.filter(({ name }) => copies(name))) {
      const before = writers.get(node.inputs[0]!);
      if (before === undefined || !copies(before.name) || reads[node.inputs[0]!] !== 1) continue;
      // State may have changed by the time of the second.
      if (graph.tensors[before.inputs[0]!]!.variable) continue;
      const { shape } = graph.tensors[node.outputs[0]!]!;
      const merged = { ...node, name: 'RESHAPE', inputs: [before.inputs[0]!], options: { newShape: shape } };
      return {
        graph: withOperator(withOperator(graph, node.index, merged), before.index, undefined),
        what: `${titleOf(before)} into ${titleOf(node)}`,
      };
    }
    return undefined;
  },
};
