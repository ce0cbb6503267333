import { badSpec } from '../errors';
import type { LayerSpec } from '../network.types';
import { activation } from './activation/activation.layer';
import { averagePool } from './average-pool/average-pool.layer';
import { batchNorm } from './batch-norm/batch-norm.layer';
import { conv1d } from './conv-1d/conv-1d.layer';
import { conv2d } from './conv-2d/conv-2d.layer';
import { dense } from './dense/dense.layer';
import { depthwiseConv2d } from './depthwise-conv-2d/depthwise-conv-2d.layer';
import { dropout } from './dropout/dropout.layer';
import { flatten } from './flatten/flatten.layer';
import { globalAveragePool } from './global-average-pool/global-average-pool.layer';
import { gru } from './gru/gru.layer';
import type { LayerKind, LayerKindName, SpecOf } from './layer';
import { maxPool } from './max-pool/max-pool.layer';
import { reshape } from './reshape/reshape.layer';

/** Every kind of layer there is, one row each. */
export const LAYERS: { readonly [K in LayerKindName]: LayerKind<SpecOf<K>> } = {
  activation,
  'average-pool': averagePool,
  'batch-norm': batchNorm,
  'conv-1d': conv1d,
  'conv-2d': conv2d,
  dense,
  'depthwise-conv-2d': depthwiseConv2d,
  dropout,
  flatten,
  'global-average-pool': globalAveragePool,
  gru,
  'max-pool': maxPool,
  reshape,
};

/** The row of a layer. Throws `TRAINING.BAD_SPEC` for a kind that there is not. */
export function layerKindOf(spec: LayerSpec): LayerKind {
  if (!Object.hasOwn(LAYERS, spec.kind)) {
    throw badSpec(`no layer of kind '${String(spec.kind)}'; known: ${Object.keys(LAYERS).join(', ')}`);
  }
  return LAYERS[spec.kind] as unknown as LayerKind;
}
