import { denseWork } from '../dense-work';
import { Site, Work } from '../operator';
import { windowWork } from '../window-work';
import { convolutionGeometry, ConvolutionOptions } from './geometry';

/** Of a convolution: its windows, and the products of each with all filters. */
export function conv2dWork(site: Site<ConvolutionOptions>): Work {
  const { batches, rows, columns, inputDepth, filterDepth, outputDepth } = convolutionGeometry(site);
  const windows = windowWork({ batches, rows, columns, depth: inputDepth });
  const products = denseWork(windows['pixels']!, outputDepth, rows.size * columns.size * filterDepth);
  return {
    ...windows,
    ...products,
    insideMacs: windows['taps']! * filterDepth * outputDepth,
    filterRows: windows['windowRows']! * outputDepth,
    filterTaps: windows['taps']! * outputDepth,
  };
}
