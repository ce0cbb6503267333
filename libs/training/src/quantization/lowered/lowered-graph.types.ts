import { OperatorOptions, Shape } from '@fettle/tinyml';

/** What a tensor holds; it decides how its values are stored. */
export type TensorRole = 'activation' | 'weights' | 'bias' | 'integers' | 'handle';

/** Quantisation that an operator prescribes for its output, whatever the data says. */
export interface FixedQuantization {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** Tensors that share one quantisation, because values move between them unchanged or step after step. */
export interface QuantizationGroup {
  readonly index: number;
  readonly fixed?: FixedQuantization;
  /** Real values beyond these ends make no difference to what reads them. */
  readonly bounds?: readonly [number, number];
}

/** A tensor in real numbers, batch of one first, as the operator wants it (series are images of one row). */
export interface LoweredTensor {
  readonly index: number;
  readonly name: string;
  readonly shape: Shape;
  readonly role: TensorRole;
  /** Of activations. */
  readonly group?: number;
  /** Of weights: the axis along which every index has its own scale; absent where one scale serves all. */
  readonly channelAxis?: number;
  /** Constants only. */
  readonly data?: Float32Array | Int32Array;
}

/** One operator of the int8 graph to be, still in real numbers. */
export interface LoweredNode {
  readonly index: number;
  /** Name of its row, here and in the int8 graph. */
  readonly name: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: OperatorOptions;
  /** Place in the network's layers that it comes from. */
  readonly layer: number;
}

/** A network as the operators of an int8 graph, one to one, before anything is rounded. */
export interface LoweredGraph {
  readonly tensors: readonly LoweredTensor[];
  readonly groups: readonly QuantizationGroup[];
  readonly nodes: readonly LoweredNode[];
  readonly input: number;
  readonly output: number;
  /** The tensor that each layer of the network gives; several where later ones are fused or change nothing. */
  readonly layerOutputs: readonly number[];
  /** Runs that make up one sample: 1, or the steps of a series where state carries over between runs. */
  readonly runsPerSample: number;
}
