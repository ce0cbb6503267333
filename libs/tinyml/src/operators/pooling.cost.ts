import { Site, Work } from './operator';
import { poolGeometry, PoolOptions } from './pooling';
import { windowWork } from './window-work';

/** Windows of so few values are no loops any more, where none hangs over an edge: their bounds are known beforehand. */
const LOOSE = 4;

/** Of windows in which every channel is by itself. */
export function poolWork(site: Site<PoolOptions>): Work {
  const { batches, rows, columns, depth } = poolGeometry(site);
  const windows = windowWork({ batches, rows, columns, depth });
  return {
    ...windows,
    outputs: site.output(0).count,
    values: windows['taps']! * depth,
    valueRows: windows['windowRows']! * depth,
    ...(windows['outside'] === 0 && rows.size * columns.size <= LOOSE ? { loose: 1 } : {}),
  };
}
