import { denseWork } from '../dense-work';
import { Site, Work } from '../operator';
import { windowWork } from '../window-work';
import { depthwiseGeometry, DepthwiseOptions } from './geometry';

/** Of filters that look at one channel each. */
export function depthwiseConv2dWork(site: Site<DepthwiseOptions>): Work {
  const { batches, rows, columns, inputDepth, outputDepth } = depthwiseGeometry(site);
  const windows = windowWork({ batches, rows, columns, depth: inputDepth });
  const products = denseWork(windows['pixels']!, outputDepth, rows.size * columns.size);
  return {
    ...windows,
    ...products,
    insideMacs: windows['taps']! * outputDepth,
    filterRows: windows['windowRows']! * outputDepth,
  };
}
