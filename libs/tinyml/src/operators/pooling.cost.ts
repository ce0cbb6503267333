import { Site, Work } from './operator';
import { poolGeometry, PoolOptions } from './pooling';
import { windowWork } from './window-work';

/** Of windows in which every channel is by itself. */
export function poolWork(site: Site<PoolOptions>): Work {
  const { batches, rows, columns, depth } = poolGeometry(site);
  const windows = windowWork({ batches, rows, columns, depth });
  return {
    ...windows,
    outputs: site.output(0).count,
    values: windows['taps']! * depth,
    valueRows: windows['windowRows']! * depth,
  };
}
