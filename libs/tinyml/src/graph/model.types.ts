/** What a tensor's elements are. Only what the operators here can hold; anything else is refused when the model is read. */
export type ElementType = 'float32' | 'int64' | 'int32' | 'int16' | 'int8' | 'uint8' | 'bool' | 'resource';

/** Row-major extents, outermost first; every extent is a positive integer. A scalar has none. */
export type Shape = readonly number[];

/** `real = scale * (stored - zeroPoint)`: one pair for the whole tensor, or one per index of `axis`. */
export interface Quantization {
  /** Exactly as float32 holds them. Never empty, all finite and positive. */
  readonly scales: readonly number[];
  /** As many as scales. */
  readonly zeroPoints: readonly number[];
  readonly axis: number;
}

export interface Tensor {
  /** Place in its subgraph's tensor list; operators refer to tensors by it. */
  readonly index: number;
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  readonly quantization?: Quantization;
  /** Constant contents, little-endian bytes, exactly `byteLength(tensor)` long; absent where values are computed. */
  readonly data?: Uint8Array;
  /** True where the contents survive from one run to the next (recurrent state). */
  readonly variable: boolean;
}

/** What an operator's row reads from the model beside tensors; plain values, frozen by type. */
export type OperatorOptions = Readonly<Record<string, number | boolean | string | readonly number[]>>;

export interface OperatorNode {
  /** Place in the subgraph's execution order. */
  readonly index: number;
  /** Name of the registry row that knows this operator. */
  readonly name: string;
  /** Tensor indices; -1 where an optional input is left out. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Tensors that carry only quantisation of values inside the operator (LSTM). */
  readonly intermediates: readonly number[];
  readonly options: OperatorOptions;
}

export interface Subgraph {
  readonly index: number;
  readonly name: string;
  readonly tensors: readonly Tensor[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** In an order in which every operator's inputs are ready before it. */
  readonly operators: readonly OperatorNode[];
}

/** A whole model: subgraph 0 is the one that runs; others are called by it. */
export interface Model {
  readonly description: string;
  readonly subgraphs: readonly Subgraph[];
}
