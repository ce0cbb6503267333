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
