import { fusedActivation, LayerLowering, ownActivation } from './layer-lowering';

/** FULLY_CONNECTED of a vector. */
export const dense: LayerLowering<'dense'> = {
  kind: 'dense',
  lower: ({ layer, flow, options, builder, weights }) => {
    const inputs = flow.shape[0]!;
    const axis = options.denseScales === 'per-channel' ? 0 : undefined;
    const kernel = builder.weights('kernel', [layer.units, inputs], weights('kernel'), axis);
    const bias = builder.bias('bias', weights('bias'));
    const sum = builder.apply('FULLY_CONNECTED', [flow.tensor, kernel, bias], [1, layer.units], {
      options: {
        activation: fusedActivation(layer.activation),
        shuffled: false,
        keepDimensions: false,
      },
    });
    return { ...flow, tensor: ownActivation(builder, sum, layer.activation), shape: [layer.units] };
  },
};
