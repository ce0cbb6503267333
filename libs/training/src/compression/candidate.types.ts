import { Network } from '../network/network.types';
import { QuantizedNetwork } from '../quantization/quantize';
import { RangeKind } from '../quantization/ranges/registry';

/** What a model needs of a device. */
export interface Costs {
  readonly flashBytes: number;
  readonly ramBytes: number;
  /** Of one run of the model. */
  readonly instructions: number;
}

/** Most that a device has to give; what is left out is not bounded. */
export type Budget = Partial<Costs>;

/** How a candidate came to be. */
export interface Recipe {
  /** Share of the channels that were taken out, 0 for none. */
  readonly pruned: number;
  /** Whether what pruning left learnt from the uncompressed network beside the truth. */
  readonly distilled: boolean;
  /** Whether it was trained with rounded weights and values. */
  readonly aware: boolean;
  readonly ranges: RangeKind;
}

/** What is known of any candidate. */
export interface Rated {
  readonly name: string;
  readonly costs: Costs;
  /** By the metric, on validation data. */
  readonly score: number;
}

/** A compressed network; its score is that of the int8 model as the interpreter runs it. */
export interface Candidate extends Rated {
  readonly recipe: Recipe;
  /** Before rounding. */
  readonly network: Network;
  readonly quantized: QuantizedNetwork;
}
