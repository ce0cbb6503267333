import { elementCount } from '@fettle/tinyml';
import { LayerLowering, tensorShape } from './layer-lowering';
import { reshaped } from './reshaped';

/** RESHAPE to a vector. */
export const flatten: LayerLowering<'flatten'> = {
  kind: 'flatten',
  lower: ({ flow, builder, refuse }) => {
    if (flow.stepwise) refuse('all steps as one vector need the whole series: lower it unrolled');
    const shape = [elementCount(flow.shape)];
    return { ...flow, tensor: reshaped(builder, flow.tensor, tensorShape(shape)), shape };
  },
};
