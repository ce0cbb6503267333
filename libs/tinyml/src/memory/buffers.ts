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

/**
 * Two buffers, by their places in a list, that are needed in one step and may overlap, where `output` begins at least
 * `shift` bytes before `input`.
 */
export interface Track {
  readonly input: number;
  readonly output: number;
  readonly shift: number;
  readonly step: number;
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
 * outlive the last step, and state lives throughout; constants and handles of variables have no buffer. In order of first use.
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

/**
 * Operators, by index, whose first output may begin this many bytes or more before their first input, and overlap it:
 * what is written there is read no more.
 */
export type Overlaps = ReadonlyMap<number, number>;

/** The overlaps between these buffers: of inputs that nobody reads later, and outputs that come into being. */
export function tracksOf(
  graph: Subgraph,
  buffers: readonly TensorBuffer[],
  overlaps: Overlaps,
): readonly Track[] {
  return graph.operators.flatMap(({ index, inputs, outputs }) => {
    const shift = overlaps.get(index);
    const input = buffers.findIndex(
      ({ tensors, lastStep }) => tensors.at(-1) === inputs[0] && lastStep === index,
    );
    const output = buffers.findIndex(
      ({ tensors, firstStep }) => tensors[0] === outputs[0] && firstStep === index,
    );
    return shift === undefined || input === -1 || output === -1
      ? []
      : [{ input, output, shift, step: index }];
  });
}

/** For each computed tensor, the steps from its first to its last use. */
function lifetimes(graph: Subgraph): Map<number, Growing> {
  const lives = new Map<number, Growing>();
  const use = (index: number, step: number): void => {
    const tensor = graph.tensors[index];
    if (tensor === undefined || tensor.data !== undefined || tensor.type === 'resource') return;
    const bytes = byteLength(tensor);
    const life = lives.get(index) ?? {
      bytes,
      firstStep: step,
      lastStep: step,
      tensors: [index],
      places: [0],
    };
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
