import { LayerLowering } from './layer-lowering';
import { lowerPooling } from './pooling';

/** MAX_POOL_2D. */
export const maxPool: LayerLowering<'max-pool'> = {
  kind: 'max-pool',
  lower: (site) => lowerPooling(site, 'MAX_POOL_2D'),
};
