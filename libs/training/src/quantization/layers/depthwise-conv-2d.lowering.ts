import { fusedActivation, LayerLowering, ownActivation, tensorShape } from './layer-lowering';
import { afterWindow, windowOptions } from './windowed';

/** DEPTHWISE_CONV_2D, one filter a channel. */
export const depthwiseConv2d: LayerLowering<'depthwise-conv-2d'> = {
  kind: 'depthwise-conv-2d',
  lower: (site) => {
    const { size, stride = [1, 1], padding = 'valid', activation } = site.layer;
    const { flow, builder } = site;
    const channels = flow.shape.at(-1)!;
    const window = { size, stride, padding };
    const shape = [...afterWindow(site, window), channels];
    const kernel = builder.weights('kernel', [1, ...size, channels], site.weights('kernel'), 3);
    const bias = builder.bias('bias', site.weights('bias'));
    const sum = builder.apply('DEPTHWISE_CONV_2D', [flow.tensor, kernel, bias], tensorShape(shape), {
      options: {
        ...windowOptions(window),
        activation: fusedActivation(activation),
        dilationWidth: 1,
        dilationHeight: 1,
      },
    });
    return { ...flow, tensor: ownActivation(builder, sum, activation), shape };
  },
};
