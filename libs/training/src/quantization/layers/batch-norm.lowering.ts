import { DEFAULTS } from '../../network/layers/batch-norm/batch-norm.layer';
import { fusedActivation, LayerLowering } from './layer-lowering';
import { reshaped } from './reshaped';

/** Where it cannot be folded into the layer before: DEPTHWISE_CONV_2D by one tap, which has a scale for each channel. */
export const batchNorm: LayerLowering<'batch-norm'> = {
  kind: 'batch-norm',
  lower: ({ layer, flow, builder, weights }) => {
    const channels = flow.shape.at(-1)!;
    const [gamma, beta, mean, variance] = ['gamma', 'beta', 'mean', 'variance'].map((role) =>
      weights(role),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const factor = gamma.map(
      (value, c) => value / Math.sqrt(variance[c]! + (layer.epsilon ?? DEFAULTS.epsilon)),
    );
    const offset = beta.map((value, c) => value - factor[c]! * mean[c]!);
    const before = builder.shape(flow.tensor);
    const image = before.length === 4 ? before : [1, 1, 1, channels];
    const operands = [
      reshaped(builder, flow.tensor, image),
      builder.weights('factor', [1, 1, 1, channels], factor, 3),
      builder.bias('offset', offset),
    ];
    const normal = builder.apply('DEPTHWISE_CONV_2D', operands, image, {
      options: {
        padding: 'VALID',
        strideWidth: 1,
        strideHeight: 1,
        activation: fusedActivation(),
        dilationWidth: 1,
        dilationHeight: 1,
      },
    });
    return { ...flow, tensor: reshaped(builder, normal, before) };
  },
};
