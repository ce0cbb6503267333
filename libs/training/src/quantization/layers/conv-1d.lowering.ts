import { LayerLowering } from './layer-lowering';
import { lowerConvolution } from './convolution';

/** CONV_2D over images of one row; the series has that shape from the model's input on. */
export const conv1d: LayerLowering<'conv-1d'> = {
  kind: 'conv-1d',
  lower: (site) => {
    const { filters, size, stride = 1, padding = 'valid', activation } = site.layer;
    return lowerConvolution(site, filters, { size: [1, size], stride: [1, stride], padding }, activation);
  },
};
