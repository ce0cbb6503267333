import type { LossSpec } from '../losses/loss.types';
import { lossKindOf } from '../losses/registry';
import type { NetworkSpec } from '../network/network.types';
import { outputSizeOf } from '../network/shapes';
import { allocateGrids } from '../network/tensor-grids';
import { layoutOf } from '../network/weight-layout';

/** Samples as threads see them. */
export interface DataMemory {
  readonly count: number;
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  readonly weights: Float32Array | undefined;
}

/** Everything that the threads of a training have in common; crosses to a worker without a copy. */
export interface TeamMemory {
  readonly spec: NetworkSpec;
  readonly loss: LossSpec;
  readonly shards: number;
  /** Most samples of a shard. */
  readonly rows: number;
  readonly train: DataMemory;
  readonly validation: DataMemory | undefined;
  /** Samples in the order in which the epoch takes them. */
  readonly order: Int32Array;
  /** What passes see. */
  readonly weights: Float32Array;
  /** One after the other for each shard. */
  readonly gradients: Float32Array;
  /** Sums of losses by shard, or by chunk of an evaluation. */
  readonly sums: Float64Array;
  /** Results of an evaluation [samples, outputs]. */
  readonly outputs: Float32Array;
  readonly grids: Float64Array | undefined;
  /** By shard and tensor. */
  readonly ranges: Float64Array | undefined;
  readonly control: Int32Array;
}

/** Places in `control`. */
export const CONTROL = {
  generation: 0,
  done: 1,
  failed: 2,
  command: 3,
  start: 4,
  count: 5,
  seed: 6,
} as const;

/** What threads are asked for. */
export const COMMAND = { train: 0, evaluate: 1, stop: 2 } as const;

export interface MemoryPlan {
  readonly spec: NetworkSpec;
  readonly loss: LossSpec;
  readonly shards: number;
  readonly batchSize: number;
  readonly train: DataMemory;
  readonly validation: DataMemory | undefined;
  readonly grids: boolean;
  readonly ranges: boolean;
  /** Whether other threads are to see it; otherwise nothing is copied or shared. */
  readonly shared: boolean;
}

/** Lays out and fills what does not change. */
export function allocateTeamMemory(plan: MemoryPlan): TeamMemory {
  const { spec, loss, shards, shared } = plan;
  const bytes = (length: number): SharedArrayBuffer | ArrayBuffer =>
    shared ? new SharedArrayBuffer(length) : new ArrayBuffer(length);
  const floats = (length: number): Float32Array => new Float32Array(bytes(4 * length));
  const rows = Math.ceil(plan.batchSize / shards);
  const layout = layoutOf(spec);
  const tensors = spec.layers.length + 1;
  const { length } = layout;
  const validationCount = plan.validation?.count ?? 0;
  return {
    spec,
    loss,
    shards,
    rows,
    train: shared ? copyData(plan.train, floats) : plan.train,
    validation: shared && plan.validation !== undefined ? copyData(plan.validation, floats) : plan.validation,
    order: new Int32Array(bytes(4 * plan.train.count)),
    weights: floats(length),
    gradients: floats(shards * length),
    sums: new Float64Array(bytes(8 * Math.max(shards, Math.ceil(validationCount / rows)))),
    outputs: floats(validationCount * outputSizeOf(spec)),
    grids: plan.grids ? allocateGrids(tensors, shared) : undefined,
    ranges: plan.ranges ? new Float64Array(bytes(8 * 2 * tensors * shards)) : undefined,
    control: new Int32Array(bytes(4 * Object.keys(CONTROL).length)),
  };
}

function copyData(data: DataMemory, floats: (length: number) => Float32Array): DataMemory {
  const copy = (values: Float32Array): Float32Array => {
    const copied = floats(values.length);
    copied.set(values);
    return copied;
  };
  const inputs = copy(data.inputs);
  const targets = data.targets === data.inputs ? inputs : copy(data.targets);
  return {
    count: data.count,
    inputs,
    targets,
    weights: data.weights === undefined ? undefined : copy(data.weights),
  };
}

/** Numbers of a sample's target. */
export function targetWidthOf(spec: NetworkSpec, loss: LossSpec): number {
  return lossKindOf(loss).targetWidth(loss, outputSizeOf(spec));
}
