/** A pair for rows and columns. */
export type Pair = readonly [number, number];

export type PaddingMode = 'same' | 'valid';

/** What follows a layer's sum; `softmax` over the last axis, at the end only. */
export type ActivationName = 'linear' | 'relu' | 'relu6' | 'sigmoid' | 'tanh' | 'softmax';

/**
 * One layer of a sequence. Tensors are row-major, batch first, channels last: images [rows, columns, channels], series
 * [steps, channels], vectors [features].
 */
export type LayerSpec =
  | { readonly kind: 'dense'; readonly units: number; readonly activation?: ActivationName }
  | {
      readonly kind: 'conv-1d';
      readonly filters: number;
      readonly size: number;
      readonly stride?: number;
      readonly padding?: PaddingMode;
      readonly activation?: ActivationName;
    }
  | {
      readonly kind: 'conv-2d';
      readonly filters: number;
      readonly size: Pair;
      readonly stride?: Pair;
      readonly padding?: PaddingMode;
      readonly activation?: ActivationName;
    }
  | {
      readonly kind: 'depthwise-conv-2d';
      readonly size: Pair;
      readonly stride?: Pair;
      readonly padding?: PaddingMode;
      readonly activation?: ActivationName;
    }
  | { readonly kind: 'batch-norm'; readonly momentum?: number; readonly epsilon?: number }
  | { readonly kind: 'activation'; readonly activation: ActivationName }
  | {
      readonly kind: 'average-pool';
      readonly size: Pair;
      readonly stride?: Pair;
      readonly padding?: PaddingMode;
    }
  | { readonly kind: 'max-pool'; readonly size: Pair; readonly stride?: Pair; readonly padding?: PaddingMode }
  | { readonly kind: 'global-average-pool' }
  | { readonly kind: 'flatten' }
  | { readonly kind: 'reshape'; readonly shape: readonly number[] }
  | { readonly kind: 'dropout'; readonly rate: number }
  | { readonly kind: 'gru'; readonly units: number; readonly returnSequences?: boolean };

/** A network as it is written down: what goes in (without the batch), then layer after layer. */
export interface NetworkSpec {
  readonly input: readonly number[];
  readonly layers: readonly LayerSpec[];
}

/**
 * A network's numbers: for each layer its arrays by role, row-major. Dense: `kernel` [units, inputs], `bias` [units].
 * Convolutions: `kernel` [filters, rows, columns, inputs], `bias`; 1-D ones have one row. Depthwise: `kernel`
 * [rows, columns, channels], `bias`. Batch norm: `gamma`, `beta`, `mean`, `variance` [channels]. GRU (update, reset, candidate
 * gates in this order, reset applied after the recurrent product): `kernel` [3 units, inputs], `recurrent` [3 units, units],
 * `bias` [3 units], `recurrentBias` [3 units]. Layers without numbers have an empty record.
 */
export type NetworkWeights = readonly Readonly<Record<string, Float32Array>>[];

/** A network that can be run, trained further, compressed or quantised. */
export interface Network {
  readonly spec: NetworkSpec;
  readonly weights: NetworkWeights;
}
