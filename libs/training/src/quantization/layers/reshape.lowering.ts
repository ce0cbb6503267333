import { LayerLowering, tensorShape } from './layer-lowering';
import { reshaped } from './reshaped';

/** RESHAPE. */
export const reshape: LayerLowering<'reshape'> = {
  kind: 'reshape',
  lower: ({ layer, flow, builder, refuse }) => {
    if (flow.stepwise) refuse('another shape needs the whole series: lower it unrolled');
    const { shape } = layer;
    if (shape.length > 3) refuse('more than three axes');
    return { ...flow, tensor: reshaped(builder, flow.tensor, tensorShape(shape)), shape };
  },
};
