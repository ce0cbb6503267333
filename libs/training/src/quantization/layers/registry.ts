import { activation } from './activation.lowering';
import { averagePool } from './average-pool.lowering';
import { batchNorm } from './batch-norm.lowering';
import { conv1d } from './conv-1d.lowering';
import { conv2d } from './conv-2d.lowering';
import { dense } from './dense.lowering';
import { depthwiseConv2d } from './depthwise-conv-2d.lowering';
import { dropout } from './dropout.lowering';
import { flatten } from './flatten.lowering';
import { globalAveragePool } from './global-average-pool.lowering';
import { gru } from './gru.lowering';
import { maxPool } from './max-pool.lowering';
import { reshape } from './reshape.lowering';
import { LayerKind, LayerLowering } from './layer-lowering';

/** Every kind of layer there is as operators of an int8 graph, one row each; the types see to it that none is missing. */
export const LAYER_LOWERINGS: { readonly [K in LayerKind]: LayerLowering<K> } = {
  dense,
  'conv-1d': conv1d,
  'conv-2d': conv2d,
  'depthwise-conv-2d': depthwiseConv2d,
  'batch-norm': batchNorm,
  activation,
  'average-pool': averagePool,
  'max-pool': maxPool,
  'global-average-pool': globalAveragePool,
  flatten,
  reshape,
  dropout,
  gru,
};
