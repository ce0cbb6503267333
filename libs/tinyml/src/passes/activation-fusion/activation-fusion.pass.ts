import { activationRange, FUSED_ACTIVATIONS, FusedActivation } from '../../arithmetic/activation-range';
import { OperatorNode, Subgraph, Tensor } from '../../graph/model.types';
import { readsOf, sameQuantization, titleOf, withOperator, writersOf } from '../../graph/rewriting';
import { operatorByName } from '../../operators/registry';
import { tabulate } from '../evaluation';
import { Pass } from '../pass';

/**
 * A rectifier becomes the fused activation of the operator before it, where both share one quantisation and, for each
 * of the 256 values that operator can give, clamping alone has the rectifier's result. Nobody else may read in between.
 */
export const activationFusion: Pass = {
  name: 'activation-fusion',
  apply: (graph) => {
    const [reads, writers] = [readsOf(graph), writersOf(graph)];
    for (const node of graph.operators) {
      const before = writers.get(node.inputs[0] ?? -1);
      if (before === undefined || !isPair(graph, before, node) || reads[node.inputs[0]!] !== 1) continue;
      const activation = fusedActivation(graph, before, node);
      if (activation === undefined) continue;
      const fused = { ...before, outputs: node.outputs, options: { ...before.options, activation } };
      return {
        graph: withOperator(withOperator(graph, before.index, fused), node.index, undefined),
        what: `${titleOf(node)} into ${titleOf(before)}`,
      };
    }
    return undefined;
  },
};

function isPair(graph: Subgraph, before: OperatorNode, node: OperatorNode): boolean {
  const [input, output] = [graph.tensors[node.inputs[0]!]!, graph.tensors[node.outputs[0]!]!];
  return (
    operatorByName(node.name).treats === 'maps' &&
    operatorByName(before.name).fusesActivation === true &&
    sameQuantization(input.quantization, output.quantization) &&
    input.quantization?.scales.length === 1
  );
}

/** The activation under which `before` gives alone what both give; undefined where no clamping does. */
function fusedActivation(
  graph: Subgraph,
  before: OperatorNode,
  node: OperatorNode,
): FusedActivation | undefined {
  const present = clampOf(
    graph.tensors[before.outputs[0]!]!,
    before.options['activation'] as FusedActivation,
  );
  const table = present && tabulate(graph, node);
  if (present === undefined || table === undefined) return undefined;
  return FUSED_ACTIVATIONS.find((activation) => {
    const clamp = clampOf(graph.tensors[node.outputs[0]!]!, activation);
    return clamp !== undefined && table.every((_, i) => clamp(i - 128) === table[present(i - 128) + 128]);
  });
}

function clampOf(
  { type, quantization }: Tensor,
  activation: FusedActivation,
): ((value: number) => number) | undefined {
  const range = activationRange(activation, type, quantization!.scales[0]!, quantization!.zeroPoints[0]!);
  return range && ((value) => Math.min(range[1], Math.max(range[0], value)));
}
