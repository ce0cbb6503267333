export * from './network/network.types';
export * from './network/fold-batch-norm';
export * from './network/network';
export { inputSizeOf, multiplyAccumulatesOf, outputSizeOf, shapesOf } from './network/shapes';
export {
  layoutOf,
  type LayoutEntry,
  viewsOf,
  type WeightLayout,
  writeWeights,
} from './network/weight-layout';
export type { QuantizationGrid } from './network/tensor-grids';
export { evaluateInt8, type EvaluationOptions } from './quantization/evaluate-int8';
export {
  quantize,
  type Evaluation,
  type QuantizationReport,
  type QuantizedNetwork,
  type QuantizeOptions,
} from './quantization/quantize';
export { type LayerNoise } from './quantization/noise';
export { RANGE_RULES, type RangeKind } from './quantization/ranges/registry';
export { dequantizeValues, quantizeValues, type Step } from './quantization/values';
export { CRITERIA, type CriterionKind } from './compression/pruning/criteria/registry';
export {
  prune,
  pruneByRounds,
  type PrunedLayer,
  type PrunedNetwork,
  type PruneOptions,
} from './compression/pruning/prune';
export { removeChannels } from './compression/pruning/remove-channels';
export { prunableLayers, type PrunableLayer } from './compression/pruning/channel-flow';
