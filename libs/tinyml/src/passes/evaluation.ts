import { AppError } from '@fettle/kernel';
import { ElementArray } from '../graph/element-types';
import { Model, OperatorNode, Shape, Subgraph, Tensor } from '../graph/model.types';
import { createInterpreter, Interpreter } from '../interpreter/interpreter';

/** What one operator computes from these values of its computed inputs, in `tflm`; undefined where its row refuses. */
export function evaluate(
  graph: Subgraph,
  node: OperatorNode,
  values: readonly ElementArray[],
): readonly ElementArray[] | undefined {
  return interpreterOf(modelOf(graph, node))?.run(values);
}

/** The result for each of the 256 values of an 8-bit operator of one value; undefined for operators of other kinds. */
export function tabulate(graph: Subgraph, node: OperatorNode): Int8Array | undefined {
  const [input, output] = [graph.tensors[node.inputs[0]!], graph.tensors[node.outputs[0]!]];
  if (node.inputs.length !== 1 || input?.type !== 'int8' || output?.type !== 'int8') return undefined;
  const results = interpreterOf(modelOf(graph, node, [256]))?.run([
    Int8Array.from({ length: 256 }, (_, i) => i - 128),
  ]);
  return results?.[0] as Int8Array | undefined;
}

/** A model of this operator alone; computed tensors may be given another shape. */
function modelOf(graph: Subgraph, node: OperatorNode, shape?: Shape): Model {
  const places = new Map<number, number>([[-1, -1]]);
  const tensors: Tensor[] = [];
  const place = (index: number): number => {
    const known = places.get(index);
    if (known !== undefined) return known;
    const tensor = graph.tensors[index]!;
    places.set(index, tensors.length);
    tensors.push({
      ...tensor,
      index: tensors.length,
      ...(shape === undefined || tensor.data !== undefined ? {} : { shape }),
    });
    return tensors.length - 1;
  };
  const alone = {
    ...node,
    index: 0,
    inputs: node.inputs.map(place),
    outputs: node.outputs.map(place),
    intermediates: node.intermediates.map(place),
  };
  const computed = [...new Set(alone.inputs)].filter((i) => i !== -1 && tensors[i]!.data === undefined);
  const only = { index: 0, name: '', tensors, inputs: computed, outputs: alone.outputs, operators: [alone] };
  return { description: '', subgraphs: [only] };
}

/** What a row refuses, it refuses again of the whole model, and with the right place: nothing to be said here. */
function interpreterOf(model: Model): Interpreter | undefined {
  try {
    return createInterpreter(model, 'tflm');
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('TINYML.')) return undefined;
    throw error;
  }
}
