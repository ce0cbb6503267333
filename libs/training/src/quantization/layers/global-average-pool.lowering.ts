import { LayerLowering } from './layer-lowering';

/** MEAN over rows and columns. */
export const globalAveragePool: LayerLowering<'global-average-pool'> = {
  kind: 'global-average-pool',
  lower: ({ flow, builder, refuse }) => {
    if (flow.stepwise) refuse('a mean over steps needs the whole series: lower it unrolled');
    const channels = flow.shape.at(-1)!;
    const axes = builder.integers('axes', [1, 2]);
    const options = { keepDimensions: false };
    return {
      ...flow,
      tensor: builder.apply('MEAN', [flow.tensor, axes], [1, channels], { options }),
      shape: [channels],
    };
  },
};
