import { foldBatchNorm } from '../network/fold-batch-norm';
import { LayerSpec, Network } from '../network/network.types';

const TAKING: readonly LayerSpec['kind'][] = ['dense', 'conv-1d', 'conv-2d', 'depthwise-conv-2d'];

/** Folds every batch norm that directly follows a layer that can take it; the others stay, and are lowered by themselves. */
export function foldNorms(network: Network): Network {
  const { layers } = network.spec;
  const parts: Network[] = [];
  let from = 0;
  const foldUntil = (to: number): void => {
    const spec = { ...network.spec, layers: layers.slice(from, to) };
    parts.push(foldBatchNorm({ spec, weights: network.weights.slice(from, to) }));
    from = to;
  };
  layers.forEach((layer, index) => {
    if (layer.kind !== 'batch-norm' || isFoldable(layers, index)) return;
    foldUntil(index);
    parts.push({ spec: { ...network.spec, layers: [layer] }, weights: [network.weights[index]!] });
    from = index + 1;
  });
  foldUntil(layers.length);
  return {
    spec: { ...network.spec, layers: parts.flatMap(({ spec }) => spec.layers) },
    weights: parts.flatMap(({ weights }) => weights),
  };
}

/** Whether nothing but other norms lies between it and a layer that can take it. */
function isFoldable(layers: readonly LayerSpec[], norm: number): boolean {
  const before = layers.slice(0, norm).findLast(({ kind }) => kind !== 'batch-norm');
  if (before === undefined || !TAKING.includes(before.kind)) return false;
  return !('activation' in before) || (before.activation ?? 'linear') === 'linear';
}
