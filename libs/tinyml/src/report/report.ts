import { AppError } from '@fettle/kernel';
import { CompiledLayer, compiledLayers } from '../cost/compiled-layers';
import { costsOf, predictCosts } from '../cost/predict';
import { TARGET_COSTS } from '../cost/targets/registry';
import { bytesPerElement } from '../graph/element-types';
import { Model, Subgraph } from '../graph/model.types';
import { elementCount } from '../graph/shapes';
import { ArenaPlan } from '../memory/arena';
import { FlashReport, LayerReport, ModelReport, TensorInTime } from './report.types';

export interface ReportOptions {
  /** Cycles per second; 100 MHz where it is not given. */
  readonly clockHz?: number;
}

const DEFAULT_CLOCK_HZ = 100e6;

/**
 * What the model's compiled C will take on a target, told without building it: flash, RAM by tensor over time, and
 * instructions by layer. Weights, constants and arena are exact; code, stack and instructions are predicted from what
 * was measured of every kernel on the emulated board. Refuses what `compileC` refuses; `TINYML.UNKNOWN_TARGET` lists
 * the targets, `TINYML.BAD_CLOCK` where the clock is not above 0.
 */
export function reportModel(model: Model, target: string, options: ReportOptions = {}): ModelReport {
  const { clockHz = DEFAULT_CLOCK_HZ } = options;
  if (!(clockHz > 0)) throw new AppError('TINYML.BAD_CLOCK', `a clock of ${clockHz} Hz`);
  const costs = costsOf(TARGET_COSTS, target);
  const compiled = compiledLayers(model);
  const predicted = predictCosts(compiled, costs);
  const { arena, stateBytes } = compiled.compiled;
  const graph = model.subgraphs[0]!;
  const tensors = tensorsOverTime(graph, arena);
  const layers = compiled.layers.map((layer, i) => {
    const instructions = predicted.instructions[i]!;
    return layerReport(graph, tensors, layer, { instructions, timeMs: (1000 * instructions) / clockHz });
  });
  const instructions = costs.runInstructions + sum(layers.map((layer) => layer.instructions));
  return {
    target,
    compiler: costs.compiler,
    clockHz,
    flash: flashReport(compiled.layers, predicted.codeBytes, costs.harnessBytes),
    ram: {
      arena: arena.bytes,
      arenaLowerBound: arena.lowerBound,
      state: stateBytes,
      stack: predicted.stackBytes,
      total: arena.bytes + stateBytes + predicted.stackBytes,
    },
    macs: sum(layers.map(({ macs }) => macs)),
    instructions,
    timeMs: (1000 * instructions) / clockHz,
    layers,
    tensorsOverTime: tensors,
    unknownKernels: predicted.unknownKernels,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function flashReport(layers: readonly CompiledLayer[], code: number, harness: number): FlashReport {
  const weights = sum(layers.map(({ weightBytes }) => weightBytes));
  const constants = sum(layers.map(({ constantBytes }) => constantBytes));
  return { weights, constants, code, harness, total: weights + constants + code + harness };
}

function layerReport(
  graph: Subgraph,
  tensors: readonly TensorInTime[],
  { node, kernel, work, weightBytes, constantBytes }: CompiledLayer,
  time: Pick<LayerReport, 'instructions' | 'timeMs'>,
): LayerReport {
  const shapes = (indices: readonly number[]): LayerReport['inputShapes'] =>
    indices
      .map((index) => graph.tensors[index])
      .filter((tensor) => tensor !== undefined && tensor.data === undefined)
      .map((tensor) => tensor!.shape);
  return {
    index: node.index,
    operator: node.name,
    inputShapes: shapes(node.inputs),
    outputShapes: shapes(node.outputs),
    macs: work.macs,
    weightBytes,
    constantBytes,
    ...time,
    kernel,
    liveBytes: bytesInUse(tensors.filter(({ first, last }) => first <= node.index && node.index <= last)),
  };
}

/** Bytes that at least one of these holds. */
function bytesInUse(tensors: readonly TensorInTime[]): number {
  let [end, bytes] = [0, 0];
  for (const tensor of [...tensors].sort((a, b) => a.offset - b.offset)) {
    const to = tensor.offset + tensor.bytes;
    bytes += Math.max(0, to - Math.max(end, tensor.offset));
    end = Math.max(end, to);
  }
  return bytes;
}

/** One entry for each tensor in the arena, in order of first need. */
function tensorsOverTime(graph: Subgraph, arena: ArenaPlan): readonly TensorInTime[] {
  return arena.buffers.flatMap(({ tensors, offset, bytes, firstStep, lastStep }) =>
    tensors.length === 0
      ? [{ tensor: -1, name: 'working memory', offset, bytes, first: firstStep, last: lastStep }]
      : tensors.map((index, i) => {
          const { name, type, shape } = graph.tensors[index]!;
          return {
            tensor: index,
            name,
            offset: arena.offsets.get(index)!,
            bytes: elementCount(shape) * bytesPerElement(type),
            first: i === 0 ? firstStep : writtenAt(graph, index),
            // Where the next tensor takes over its memory, the layer that writes that one reads it last.
            last: i === tensors.length - 1 ? lastStep : writtenAt(graph, tensors[i + 1]!),
          };
        }),
  );
}

/** The layer that writes the tensor. */
function writtenAt(graph: Subgraph, tensor: number): number {
  return graph.operators.findIndex(({ outputs }) => outputs.includes(tensor));
}
