import { bytesPerElement } from '../graph/element-types';
import { OperatorNode, Subgraph, Tensor } from '../graph/model.types';
import { elementCount } from '../graph/shapes';
import { operatorByName } from '../operators/registry';

/** A piece of memory with the time it is needed for. Steps are places in execution order, both ends included. */
export interface Buffer {
  readonly bytes: number;
  readonly firstStep: number;
  readonly lastStep: number;
}

/** A buffer with the tensors that hold it one after the other, in that order. */
export interface TensorBuffer extends Buffer {
  readonly tensors: readonly number[];
}

interface Growing {
  bytes: number;
  firstStep: number;
  lastStep: number;
  readonly tensors: number[];
}

/**
 * The buffers that one run of a subgraph needs: one for each computed tensor, or one for several where an operator's row
 * lets its output take over the memory of an input that nobody reads later. Inputs are there before step 0, outputs
 * outlive the last step, and state lives throughout; constants have no buffer. In order of first use.
 */
export function buffersOf(graph: Subgraph): readonly TensorBuffer[] {
  const lives = lifetimes(graph);
  const holder = new Map<number, Growing>(lives);
  for (const node of graph.operators) {
    const heir = node.outputs[0] ?? -1;
    const life = lives.get(heir);
    const left = life && takenOver(node, lives, heir);
    if (life === undefined || left === undefined) continue;
    const buffer = holder.get(left)!;
    buffer.tensors.push(heir);
    buffer.lastStep = life.lastStep;
    holder.set(heir, buffer);
  }
  return [...new Set(holder.values())].sort(
    (a, b) => a.firstStep - b.firstStep || a.tensors[0]! - b.tensors[0]!,
  );
}

/** For each computed tensor, the steps from its first to its last use. */
function lifetimes(graph: Subgraph): Map<number, Growing> {
  const lives = new Map<number, Growing>();
  const use = (index: number, step: number): void => {
    const tensor = graph.tensors[index];
    if (tensor === undefined || tensor.data !== undefined) return;
    const bytes = byteLength(tensor);
    const life = lives.get(index) ?? { bytes, firstStep: step, lastStep: step, tensors: [index] };
    life.firstStep = Math.min(life.firstStep, step);
    life.lastStep = Math.max(life.lastStep, step);
    lives.set(index, life);
  };
  for (const index of graph.inputs) use(index, -1);
  for (const { index, inputs, outputs } of graph.operators) {
    for (const tensor of [...inputs, ...outputs]) use(tensor, index);
  }
  for (const index of graph.outputs) use(index, graph.operators.length);
  for (const { index } of graph.tensors.filter(({ variable }) => variable)) {
    use(index, -1);
    use(index, graph.operators.length);
  }
  return lives;
}

/** The input whose memory goes over to the output; undefined where there is none. */
function takenOver(
  node: OperatorNode,
  lives: ReadonlyMap<number, Growing>,
  heir: number,
): number | undefined {
  const { bytes, firstStep } = lives.get(heir)!;
  if (firstStep !== node.index) return undefined;
  return (operatorByName(node.name).inPlace ?? [])
    .map((place) => node.inputs[place] ?? -1)
    .find((index) => {
      const life = lives.get(index);
      return life !== undefined && life.lastStep === node.index && life.bytes === bytes;
    });
}

function byteLength(tensor: Tensor): number {
  return elementCount(tensor.shape) * bytesPerElement(tensor.type);
}
