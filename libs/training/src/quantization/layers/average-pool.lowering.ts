import { LayerLowering } from './layer-lowering';
import { lowerPooling } from './pooling';

/** AVERAGE_POOL_2D. */
export const averagePool: LayerLowering<'average-pool'> = {
  kind: 'average-pool',
  lower: (site) => lowerPooling(site, 'AVERAGE_POOL_2D'),
};
