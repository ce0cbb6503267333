import { dataFile } from '../lines';
import type { Dataset, DatasetSeries } from '../series';
import { type ColumnRule, isoTime, readTable } from '../table';

const BEARINGS = [1, 2, 3, 4] as const;
const FEATURES = [
  ['rms', 'rms'],
  ['kurtosis', 'kurtosis'],
  ['crest', 'crest'],
  ['meanabs', 'mean_abs'],
] as const;
/** g; below this on the first bearing the rig has been switched off. */
const RUNNING_FROM_RMS = 0.02;

const features: readonly ColumnRule[] = BEARINGS.flatMap((n) =>
  FEATURES.map(([column, signal]) => ({ column: `b${n}_${column}`, signal: `bearing_${n}_${signal}` })),
);
const meanAbs: readonly ColumnRule[] = BEARINGS.map((n) => ({
  column: `Bearing ${n} C1`,
  signal: `bearing_${n}_mean_abs`,
}));

function rig(
  name: string,
  columns: readonly ColumnRule[],
  rest: Omit<DatasetSeries, 'name' | 'assetTypeId' | 'signals' | 'anomalies'>,
): DatasetSeries {
  const signals = columns.map(({ signal }) => signal);
  return { name, assetTypeId: 'wind.bearing_rig', signals, anomalies: [], ...rest };
}

/**
 * IMS bearings, test 2 (Qiu, Lee, Lin and Yu 2006): seven days to the outer-race failure of bearing 1, a snapshot every
 * ten minutes. The snapshots after the rig was switched off are left out.
 */
export const ims: Dataset = {
  id: 'ims',
  label: 'NASA/IMS bearings, test 2',
  source: 'https://data.nasa.gov/dataset/ims-bearings',
  async open(dataDir) {
    const path = dataFile(dataDir, 'ims_bearing', 'features_derived_2nd_test.csv');
    const failureMs = isoTime('2004-02-19 06:22:39');
    return [
      rig('ims-test-2', features, {
        failures: [{ component: 'bearing_1', failureMs, what: 'outer race failure' }],
        samples: () =>
          readTable(path, {
            separator: ',',
            time: ['timestamp'],
            parseTime: isoTime,
            columns: features,
            keep: (cell) => Number(cell('b1_rms')) >= RUNNING_FROM_RMS,
          }),
      }),
    ];
  },
};

/** IMS bearings, test 1: 35 days to the failures of bearing 3 (inner race) and bearing 4 (roller); mean absolute acceleration only. */
export const imsFirstTest: Dataset = {
  id: 'ims1',
  label: 'NASA/IMS bearings, test 1',
  source: 'https://data.nasa.gov/dataset/ims-bearings',
  async open(dataDir) {
    const path = dataFile(dataDir, 'ims_bearing', 'merged_dataset_BearingTest_1.csv');
    const failureMs = isoTime('2003-11-25 23:39:56');
    return [
      rig('ims-test-1', meanAbs, {
        failures: [
          { component: 'bearing_3', failureMs, what: 'inner race failure' },
          { component: 'bearing_4', failureMs, what: 'roller failure' },
        ],
        samples: () =>
          readTable(path, { separator: ',', time: ['#0'], parseTime: isoTime, columns: meanAbs }),
      }),
    ];
  },
};
