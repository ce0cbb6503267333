import { ActivationName } from '../../network/network.types';
import { QuantizationGrid } from '../../network/tensor-grids';
import { QuantizationPlan } from '../plan';
import { stepsOf } from '../steps';

/** The tensors of a training by their groups in the int8 graph: [0] the input, [i + 1] what layer i gives. */
type TensorGroups = readonly (number | undefined)[];

/**
 * The group of each tensor that is rounded in the int8 graph as it stands in the training. None before an activation that is
 * fused, and none after dropout, which scales values. Where the loss contains the last activation (`openEnd`), the last
 * tensor is what that activation reads.
 */
export function tensorGroups(
  { graph, folded }: QuantizationPlan,
  openEnd: ActivationName | undefined,
): TensorGroups {
  const { layers } = folded.spec;
  const { tensors, nodes, layerOutputs, output } = graph;
  const lasting = layerOutputs.map((tensor, i) => {
    const later = layerOutputs.findLastIndex((other, j) => other === tensor && layers[j]!.kind !== 'dropout');
    return later === i ? tensors[tensor]!.group : undefined;
  });
  const last = layers.at(-1)!;
  const ending = 'activation' in last ? last.activation : undefined;
  if (openEnd !== undefined && ending === openEnd) {
    const node = nodes.find(({ outputs }) => outputs[0] === output)!;
    lasting[lasting.length - 1] = tensors[node.inputs[0]!]!.group;
  }
  return [tensors[graph.input]!.group, ...lasting];
}

/** The int8 grid of every tensor that has one. */
export function gridsOf(
  { graph, ranges }: QuantizationPlan,
  groups: TensorGroups,
): readonly (QuantizationGrid | undefined)[] {
  const steps = stepsOf(graph, ranges);
  return groups.map((group) =>
    group === undefined ? undefined : { ...steps[group]!, least: -128, most: 127 },
  );
}
