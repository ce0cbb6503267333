import { dataFile } from '../lines';
import type { Dataset } from '../series';
import { type ColumnRule, isoTime, readTable } from '../table';

const columns: readonly ColumnRule[] = [
  { column: 'traffic_volume', signal: 'traffic_volume' },
  // A few rows say 0 K: the weather was missing.
  {
    column: 'temp',
    signal: 'ambient_temp',
    convert: (kelvin) => (kelvin > 100 ? kelvin - 273.15 : undefined),
  },
];

/** Metro Interstate 94 hourly traffic volume (UCI 492), as one junction. */
export const traffic: Dataset = {
  id: 'traffic',
  label: 'Interstate 94 traffic volume',
  source: 'https://archive.ics.uci.edu/dataset/492',
  async open(dataDir) {
    const path = dataFile(dataDir, 'metro_traffic', 'Metro_Interstate_Traffic_Volume.csv');
    return [
      {
        name: 'interstate-94',
        assetTypeId: 'city.junction',
        signals: columns.map(({ signal }) => signal),
        failures: [],
        anomalies: [],
        samples: () => readTable(path, { separator: ',', time: ['date_time'], parseTime: isoTime, columns }),
      },
    ];
  },
};
