import { Shape } from '@fettle/tinyml';
import { ActivationName, LayerSpec } from '../../network/network.types';
import { badWeights, notLowered } from '../errors';
import { GraphBuilder } from '../lowered/graph-builder';

export type LayerKind = LayerSpec['kind'];
export type LayerOf<K extends LayerKind> = Extract<LayerSpec, { kind: K }>;

/** What a layer's values are in the graph so far. */
export interface Flow {
  readonly tensor: number;
  /** As the network has it, without the batch. */
  readonly shape: Shape;
  /** True where every run holds one step of a series: only layers that look at one step at a time may follow. */
  readonly stepwise: boolean;
}

export interface LoweringOptions {
  /** Steps of a series as operators one after the other, or one step a run with state between runs. */
  readonly recurrent: 'unrolled' | 'streaming';
  /** Scales of dense weights: one for each unit, or one for all. */
  readonly denseScales: 'per-channel' | 'per-tensor';
}

/** What any layer's lowering may look at. */
export interface LayerScope {
  readonly index: number;
  readonly flow: Flow;
  readonly options: LoweringOptions;
  readonly builder: GraphBuilder;
  /** The layer's numbers of this role; `TRAINING.BAD_WEIGHTS` unless all are finite. */
  weights(role: string): Float32Array;
  /** Ends lowering with `TRAINING.NOT_LOWERED`. */
  refuse(reason: string): never;
}

/** The same with the layer's own spec: what a row gets to see. */
export interface LayerSite<K extends LayerKind> extends LayerScope {
  readonly layer: LayerOf<K>;
}

/** One kind of layer as operators of an int8 graph. */
export interface LayerLowering<K extends LayerKind = LayerKind> {
  readonly kind: K;
  lower(site: LayerSite<K>): Flow;
}

/** The tensor shape of a network's shape: batch first, series as images of one row. */
export function tensorShape(shape: Shape): Shape {
  return shape.length === 2 ? [1, 1, ...shape] : [1, ...shape];
}

/** The site of one layer. */
export function layerSite<K extends LayerKind>(
  place: Pick<LayerSite<K>, 'index' | 'layer' | 'flow' | 'options' | 'builder'>,
  numbers: Readonly<Record<string, Float32Array>>,
): LayerSite<K> {
  const { index, layer } = place;
  return {
    ...place,
    weights: (role) => {
      const values = numbers[role]!;
      if (!values.every(Number.isFinite)) throw badWeights(index, layer.kind, `${role} is not finite`);
      return values;
    },
    refuse: (reason) => {
      throw notLowered(index, layer.kind, reason);
    },
  };
}

/** What the operator before an activation can do itself. */
export function fusedActivation(activation: ActivationName = 'linear'): 'NONE' | 'RELU' | 'RELU6' {
  return activation === 'relu' ? 'RELU' : activation === 'relu6' ? 'RELU6' : 'NONE';
}

const OWN_OPERATOR: Partial<Readonly<Record<ActivationName, string>>> = {
  sigmoid: 'LOGISTIC',
  tanh: 'TANH',
  softmax: 'SOFTMAX',
};

/** The tensor after the part of an activation that is an operator of its own. */
export function ownActivation(
  builder: GraphBuilder,
  tensor: number,
  activation: ActivationName = 'linear',
): number {
  const name = OWN_OPERATOR[activation];
  if (name === undefined) return tensor;
  return builder.apply(name, [tensor], builder.shape(tensor), {
    options: name === 'SOFTMAX' ? { beta: 1 } : {},
  });
}
