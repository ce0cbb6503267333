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
  /** For each tensor, bytes from the buffer's start. */
  readonly places: readonly number[];
}

/**
 * Operators, by index, whose first output may begin this many bytes before their first input, and overlap it, because
 * what is written there is read no more. The memory of the two is one buffer then, if nobody reads the input later.
 */
export type Overlaps = ReadonlyMap<number, number>;

interface Growing {
  bytes: number;
  firstStep: number;
  lastStep: number;
  readonly tensors: number[];
  /** By tensor, from where the first of them begins. */
  readonly places: number[];
}

/**
 * The buffers that one run of a subgraph needs: one for each computed tensor, or one for several where an operator's row
 * lets its output take over the memory of an input that nobody reads later. Inputs are there before step 0, outputs
 * outlive the last step, and state lives throughout; constants and handles of variables have no buffer. In order of first use.
 */
export function buffersOf(graph: Subgraph, overlaps: Overlaps = new Map()): readonly TensorBuffer[] {
  const lives = lifetimes(graph);
  const holder = new Map<number, Growing>(lives);
  for (const node of graph.operators) {
    const heir = node.outputs[0] ?? -1;
    const life = lives.get(heir);
    if (life === undefined) continue;
    const left = takenOver(node, lives, heir);
    const shift = left === undefined ? overlaps.get(node.index) : 0;
    const from = left ?? overlapped(node, lives, heir);
    if (from === undefined || shift === undefined) continue;
    const buffer = holder.get(from)!;
    buffer.places.push(buffer.places[buffer.tensors.indexOf(from)]! - shift);
    buffer.tensors.push(heir);
    buffer.lastStep = life.lastStep;
    holder.set(heir, buffer);
  }
  return [...new Set(holder.values())]
    .map((buffer) => settled(graph, buffer))
    .sort((a, b) => a.firstStep - b.firstStep || a.tensors[0]! - b.tensors[0]!);
}

/** The buffer from its lowest place to its highest byte. */
function settled(graph: Subgraph, { firstStep, lastStep, tensors, places }: Growing): TensorBuffer {
  const lowest = Math.min(...places);
  const ends = tensors.map((index, i) => places[i]! + byteLength(graph.tensors[index]!));
  return {
    bytes: Math.max(...ends) - lowest,
    firstStep,
    lastStep,
    tensors,
    places: places.map((place) => place - lowest),
  };
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

/** The operator's first input, if nobody reads it later and the output comes into being here. */
function overlapped(
  node: OperatorNode,
  lives: ReadonlyMap<number, Growing>,
  heir: number,
): number | undefined {
  const from = node.inputs[0] ?? -1;
  const alone = lives.get(heir)!.firstStep === node.index && from !== heir;
  return alone && lives.get(from)?.lastStep === node.index ? from : undefined;
}

function byteLength(tensor: Tensor): number {
  return elementCount(tensor.shape) * bytesPerElement(tensor.type);
}
