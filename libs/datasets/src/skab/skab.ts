import { dataFile, dataFiles } from '../lines';
import type { Dataset, DatasetSeries } from '../series';
import { type ColumnRule, isoTime, readTable } from '../table';

const columns: readonly ColumnRule[] = [
  { column: 'Accelerometer1RMS', signal: 'accelerometer_1' },
  { column: 'Accelerometer2RMS', signal: 'accelerometer_2' },
  { column: 'Current', signal: 'current' },
  { column: 'Pressure', signal: 'pressure' },
  { column: 'Temperature', signal: 'temperature' },
  { column: 'Thermocouple', signal: 'thermocouple' },
  { column: 'Voltage', signal: 'voltage' },
  { column: 'Volume Flow RateRMS', signal: 'flow' },
];

/** Skoltech Anomaly Benchmark: runs of a water-pump rig at 1 Hz; the labelled stretches are read on opening. */
export const skab: Dataset = {
  id: 'skab',
  label: 'Skoltech water-pump rig',
  source: 'https://github.com/waico/SKAB',
  async open(dataDir) {
    const series: DatasetSeries[] = [];
    for (const folder of await dataFiles(dataDir, 'skab')) {
      for (const file of await dataFiles(dataDir, 'skab', folder)) {
        const path = dataFile(dataDir, 'skab', folder, file);
        series.push({
          name: folder === file.replace(/\.csv$/, '') ? folder : `${folder}-${file.replace(/\.csv$/, '')}`,
          assetTypeId: 'generic.pump_rig',
          signals: columns.map(({ signal }) => signal),
          failures: [],
          anomalies: folder === 'anomaly-free' ? [] : await anomalousStretches(path),
          samples: () => readTable(path, { separator: ';', time: ['datetime'], parseTime: isoTime, columns }),
        });
      }
    }
    return series;
  },
};

async function anomalousStretches(path: string): Promise<{ fromMs: number; toMs: number }[]> {
  const flag: ColumnRule = { column: 'anomaly', signal: 'anomaly' };
  const rows = readTable(path, { separator: ';', time: ['datetime'], parseTime: isoTime, columns: [flag] });
  const found: { fromMs: number; toMs: number }[] = [];
  let open: { fromMs: number; toMs: number } | undefined;
  for await (const { tMs, values } of rows) {
    if (values['anomaly'] !== 1) {
      open = undefined;
    } else if (open === undefined) {
      open = { fromMs: tMs, toMs: tMs };
      found.push(open);
    } else {
      open.toMs = tMs;
    }
  }
  return found;
}
