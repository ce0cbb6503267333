import { LayerLowering } from './layer-lowering';
import { lowerConvolution } from './convolution';

/** CONV_2D. */
export const conv2d: LayerLowering<'conv-2d'> = {
  kind: 'conv-2d',
  lower: (site) => {
    const { filters, size, stride = [1, 1], padding = 'valid', activation } = site.layer;
    return lowerConvolution(site, filters, { size, stride, padding }, activation);
  },
};
