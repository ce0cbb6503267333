import { dataFile } from '../lines';
import type { Dataset } from '../series';
import { type ColumnRule, dayFirstTime, readTable } from '../table';

const SIGNALS = [
  ['CO_GT', 'co_reference'],
  ['C6H6_GT', 'benzene_reference'],
  ['NOx_GT', 'nox_reference'],
  ['NO2_GT', 'no2_reference'],
  ['PT08_S1_CO', 'sensor_co'],
  ['PT08_S2_NMHC', 'sensor_nmhc'],
  ['PT08_S3_NOx', 'sensor_nox'],
  ['PT08_S4_NO2', 'sensor_no2'],
  ['PT08_S5_O3', 'sensor_o3'],
  ['T', 'temperature'],
  ['RH', 'humidity'],
] as const;

const columns: readonly ColumnRule[] = SIGNALS.map(([column, signal]) => ({
  column,
  signal,
  convert: (value) => (value === -200 ? undefined : value),
}));

/** Gas sensors beside a reference analyser in an Italian street (De Vito et al. 2008, UCI 360); -200 means missing. */
export const airquality: Dataset = {
  id: 'airquality',
  label: 'UCI air quality',
  source: 'https://archive.ics.uci.edu/dataset/360',
  async open(dataDir) {
    const path = dataFile(dataDir, 'uci_airquality', 'AirQualityUCI.csv');
    return [
      {
        name: 'air-quality',
        assetTypeId: 'city.gas_array',
        signals: columns.map(({ signal }) => signal),
        failures: [],
        anomalies: [],
        samples: () =>
          readTable(path, { separator: ',', time: ['Date', 'Time'], parseTime: dayFirstTime, columns }),
      },
    ];
  },
};
