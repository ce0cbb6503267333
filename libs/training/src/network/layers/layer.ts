import type { Random } from '@fettle/kernel';
import type { LayerSpec } from '../network.types';

/** Sizes of one sample's tensor, without the batch. */
export type Shape = readonly number[];

export type LayerKindName = LayerSpec['kind'];

/** The spec of one kind of layer. */
export type SpecOf<K extends LayerKindName> = Extract<LayerSpec, { kind: K }>;

/** One array of a layer's numbers. */
export interface ParameterRule {
  readonly shape: Shape;
  /** Fills the array before training. */
  readonly fill: (values: Float32Array, random: Random) => void;
  /** True where weight decay applies: factors, not offsets. */
  readonly decays: boolean;
  /**
   * Set where the array follows statistics of the batches instead of gradients: after a step it is
   * momentum · itself + (1 - momentum) · what `backward` left in its gradient.
   */
  readonly momentum?: number;
}

/** A layer's arrays by role, in the order in which they are stored. */
export type ParameterRules = Readonly<Record<string, ParameterRule>>;

/** What a layer works on in one pass over a shard of a batch; one record for each layer, changed between passes. */
export interface LayerPass {
  /** Samples in the shard, at most what the layer was built for. */
  count: number;
  /** The share of the batch that this shard is; statistics are weighted by it. */
  share: number;
  weights: Readonly<Record<string, Float32Array>>;
  /** Added to, never cleared here. */
  gradients: Readonly<Record<string, Float32Array>>;
  readonly input: Float32Array;
  readonly output: Float32Array;
  /** Gradient of the loss by `output`, of the sum before the activation where the layer has one. */
  readonly outputGradient: Float32Array;
  /** Written whole for the shard's samples; undefined where nothing before this layer learns. */
  readonly inputGradient: Float32Array | undefined;
  /** False: running statistics and no dropout, as a device would compute. */
  training: boolean;
  /** Chance of this pass: the same number for the same step, shard and layer. */
  seed: number;
}

/** A layer with its memory. `backward` follows the `forward` of the same pass. */
export interface LayerRun {
  forward(pass: LayerPass): void;
  backward(pass: LayerPass): void;
}

/** Gives memory; float32 in use, float64 where gradients are checked. */
export type Allocate = (length: number) => Float32Array;

/** What a layer is built from; `maxCount` is the most samples it will see at once. */
export interface LayerPlace<S extends LayerSpec> {
  readonly spec: S;
  readonly input: Shape;
  readonly output: Shape;
  readonly maxCount: number;
  readonly allocate: Allocate;
}

/** Everything there is to know of one kind of layer. A fused activation is not its business: see `activations.ts`. */
export interface LayerKind<S extends LayerSpec = LayerSpec> {
  /** The shape that comes out. Throws `TRAINING.BAD_SHAPE` or `TRAINING.BAD_SPEC`. */
  outputShape(spec: S, input: Shape): Shape;
  parameters(spec: S, input: Shape): ParameterRules;
  /** Multiplications of one sample's forward pass, for choosing threads and for cost tables. */
  multiplyAccumulates(spec: S, input: Shape): number;
  build(place: LayerPlace<S>): LayerRun;
}

/** Elements of a shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}
