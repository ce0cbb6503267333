/** An optimizer as it is written down. */
export type OptimizerSpec =
  /** Kingma and Ba (2015); with `weightDecay` the decoupled form (Loshchilov and Hutter, 2019), on factors only. */
  | {
      readonly kind: 'adam';
      readonly learningRate?: number;
      readonly beta1?: number;
      readonly beta2?: number;
      readonly epsilon?: number;
      readonly weightDecay?: number;
    }
  /** Stochastic gradient descent with momentum; `weightDecay` decoupled too. */
  | {
      readonly kind: 'sgd';
      readonly learningRate?: number;
      readonly momentum?: number;
      readonly weightDecay?: number;
    };

export type OptimizerKindName = OptimizerSpec['kind'];

export type OptimizerSpecOf<K extends OptimizerKindName> = Extract<OptimizerSpec, { kind: K }>;
