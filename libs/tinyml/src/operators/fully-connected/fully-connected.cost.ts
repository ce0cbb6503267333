import { denseWork } from '../dense-work';
import { Site, Work } from '../operator';
import { DenseOptions, denseSize } from './dense';

export function fullyConnectedWork(site: Site<DenseOptions>): Work {
  const { batches, units, depth } = denseSize(site);
  return denseWork(batches, units, depth);
}
