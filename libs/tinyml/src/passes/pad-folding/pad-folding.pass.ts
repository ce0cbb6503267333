import { elementsOf } from '../../graph/element-types';
import { OperatorNode, Subgraph, Tensor } from '../../graph/model.types';
import { readsOf, sameQuantization, titleOf, withOperator, writersOf } from '../../graph/rewriting';
import { operatorByName } from '../../operators/registry';
import { Padding, placeWindow } from '../../operators/windows';
import { Pass } from '../pass';

/**
 * A padding before a convolution that takes no padding of its own becomes that convolution's padding SAME. Only where it
 * pads by the input's zero point, which adds nothing to any sum, and by as much as SAME does: the schema has no other
 * paddings. Nobody else may read what is padded.
 */
export const padFolding: Pass = {
  name: 'pad-folding',
  apply: (graph) => {
    const [reads, writers] = [readsOf(graph), writersOf(graph)];
    for (const node of graph.operators.filter(({ name }) => operatorByName(name).padsByZeroPoint === true)) {
      const pad = writers.get(node.inputs[0]!);
      if (pad === undefined || reads[node.inputs[0]!] !== 1) continue;
      const sides = zeroPadding(graph, pad);
      if (sides === undefined || !isSame(graph, node, pad, sides)) continue;
      const inputs = [pad.inputs[0]!, ...node.inputs.slice(1)];
      const folded = { ...node, inputs, options: { ...node.options, padding: 'SAME' satisfies Padding } };
      return {
        graph: withOperator(withOperator(graph, node.index, folded), pad.index, undefined),
        what: `${titleOf(pad)} into ${titleOf(node)}`,
      };
    }
    return undefined;
  },
};

/** What lies before and after each dimension, if it is the stored zero; undefined where it is not, or not known. */
function zeroPadding(graph: Subgraph, pad: OperatorNode): readonly number[] | undefined {
  if (pad.name !== 'PAD' && pad.name !== 'PADV2') return undefined;
  const [input, amounts, value] = pad.inputs.map((index) => graph.tensors[index]!) as [
    Tensor,
    Tensor,
    Tensor?,
  ];
  // State may have changed by the time of the convolution.
  if (
    input.variable ||
    amounts.data === undefined ||
    !sameQuantization(input.quantization, graph.tensors[pad.outputs[0]!]!.quantization)
  )
    return undefined;
  const zero = input.quantization?.zeroPoints[0];
  // The 16-bit zero point is 0, and what PAD pads by.
  const isZero = pad.name === 'PAD' ? input.type === 'int8' || zero === 0 : valueOf(value) === zero;
  return isZero ? Array.from(elementsOf(amounts.type, amounts.data) as Int32Array, Number) : undefined;
}

function valueOf(tensor: Tensor | undefined): number | undefined {
  return tensor?.data === undefined ? undefined : Number(elementsOf(tensor.type, tensor.data)[0]);
}

/** Whether SAME over what is not padded yet puts every window where it lies now. */
function isSame(graph: Subgraph, node: OperatorNode, pad: OperatorNode, sides: readonly number[]): boolean {
  const { padding, strideHeight, strideWidth, dilationHeight, dilationWidth } = node.options as Readonly<
    Record<string, number | string>
  >;
  const [input, filter, output] = [pad.inputs[0]!, node.inputs[1]!, node.outputs[0]!].map(
    (index) => graph.tensors[index]!.shape,
  ) as [Tensor['shape'], Tensor['shape'], Tensor['shape']];
  if (padding !== 'VALID' || sides.length !== 8) return false;
  const others = [sides[0], sides[1], sides[6], sides[7]];
  const fits = (axis: number, stride: unknown, dilation: unknown): boolean => {
    const rule = {
      size: filter[axis]!,
      stride: Number(stride),
      dilation: Number(dilation),
      padding: 'SAME',
    } as const;
    const { output: extent, before } = placeWindow(input[axis]!, rule);
    return extent === output[axis] && before === sides[2 * axis];
  };
  return (
    others.every((side) => side === 0) &&
    fits(1, strideHeight, dilationHeight) &&
    fits(2, strideWidth, dilationWidth)
  );
}
