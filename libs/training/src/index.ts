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
  type Scoring,
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
export * from './anomaly/k-means';
export * from './losses/loss.types';
export { distillationTargets } from './losses/distillation.loss';
export { type Judged, lossOf } from './losses/registry';
export * from './optimizers/optimizer.types';
export type { ScheduleSpec } from './optimizers/schedule';
export * from './training/data/dataset';
export * from './training/data/split-by-group';
export * from './training/data/standardiser';
export * from './training/evaluate';
export * from './training/hooks';
export * from './training/progress-line';
export * from './training/tasks/task.types';
export { train } from './training/train';
export * from './training/train.types';
export { quantizeAware, type AwareOptions, type AwareResult } from './quantization/aware/quantize-aware';
export {
  type Budget,
  type Candidate,
  type Costs,
  type Rated,
  type Recipe,
} from './compression/candidate.types';
export { axesOf, compress } from './compression/compress';
export * from './compression/compress.types';
export { compressionSvg, compressionText } from './compression/compression-text';
export { type CostOf, costsOn, leastCosts } from './compression/costs';
export { distil, type DistilOptions, taught, type TeachingOptions } from './compression/distillation/distil';
export { type Metric, taskMetric } from './compression/metric';
export { type Axis, paretoFront } from './compression/pareto/pareto-front';
export { paretoSvg } from './compression/pareto/pareto-svg';
export { type Bound, pick, type Pick } from './compression/pareto/pick';
export { candidatePlot, candidateTable, type FloatBaseline, type Marks } from './compression/pareto/table';
