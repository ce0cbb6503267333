import { DEFAULTS } from './layers/batch-norm/batch-norm.layer';
import { activationNameOf } from './layers/activations';
import type { LayerSpec, Network } from './network.types';
import { badSpec } from './errors';

type Weights = Readonly<Record<string, Float32Array>>;

/** Factor and offset that a batch norm amounts to, once its statistics rest. */
interface Affine {
  readonly factor: Float32Array;
  readonly offset: Float32Array;
}

/**
 * The same function without batch norm: each is worked into the kernel and bias of the dense layer or convolution right before
 * it. An activation right behind a folded norm is fused into that layer too, as devices want it. Equal within float32 error.
 * Throws `TRAINING.BAD_SPEC` where a norm does not directly follow such a layer without activation.
 */
export function foldBatchNorm(network: Network): Network {
  const layers: LayerSpec[] = [];
  const weights: Weights[] = [];
  let folded = false;
  for (const [index, layer] of network.spec.layers.entries()) {
    const before = layers.at(-1);
    if (layer.kind === 'batch-norm') {
      if (before === undefined || !canTakeNorm(before)) {
        throw badSpec(`batch-norm ${index} does not follow a dense layer or convolution without activation`);
      }
      weights.push(scaled(before, weights.pop()!, affineOf(layer, network.weights[index]!)));
      folded = true;
      continue;
    }
    if (layer.kind === 'activation' && folded && canTakeNorm(before!)) {
      layers[layers.length - 1] = { ...before!, activation: layer.activation } as LayerSpec;
    } else {
      layers.push(layer);
      weights.push(network.weights[index]!);
    }
    folded = false;
  }
  return { spec: { ...network.spec, layers }, weights };
}

function canTakeNorm(layer: LayerSpec): boolean {
  return (
    ['dense', 'conv-1d', 'conv-2d', 'depthwise-conv-2d'].includes(layer.kind) &&
    activationNameOf(layer) === 'linear'
  );
}

function affineOf({ epsilon = DEFAULTS.epsilon }: { readonly epsilon?: number }, norm: Weights): Affine {
  const { gamma, beta, mean, variance } = norm as Record<
    'gamma' | 'beta' | 'mean' | 'variance',
    Float32Array
  >;
  const factor = gamma.map((value, c) => value / Math.sqrt(variance[c]! + epsilon));
  return { factor, offset: beta.map((value, c) => value - mean[c]! * factor[c]!) };
}

/** Channels come first in kernels of dense layers and convolutions, last in depthwise ones. */
function scaled(layer: LayerSpec, { kernel, bias }: Weights, { factor, offset }: Affine): Weights {
  const channels = factor.length;
  const each = kernel!.length / channels;
  const channelOf =
    layer.kind === 'depthwise-conv-2d'
      ? (at: number) => at % channels
      : (at: number) => Math.floor(at / each);
  return {
    kernel: kernel!.map((value, at) => value * factor[channelOf(at)]!),
    bias: bias!.map((value, c) => value * factor[c]! + offset[c]!),
  };
}
