import { readFile } from 'node:fs/promises';
import { dataFile, dataFiles } from '../lines';
import type { Dataset, DatasetSeries } from '../series';
import { isoTime, readTable } from '../table';

const KM_PER_MILE = 1.609344;
const fahrenheit = (value: number): number => ((value - 32) * 5) / 9;

/** Which asset type and signal a stream is, by how its file is called; the first that fits. */
const KINDS: readonly {
  readonly pattern: RegExp;
  readonly assetTypeId: string;
  readonly signal: string;
  readonly convert?: (value: number) => number;
}[] = [
  // The machine's temperature has no stated unit; it is kept as it is.
  { pattern: /^machine_temperature/, assetTypeId: 'generic.machine', signal: 'temperature' },
  {
    pattern: /^ambient_temperature/,
    assetTypeId: 'generic.machine',
    signal: 'temperature',
    convert: fahrenheit,
  },
  { pattern: /^occupancy_/, assetTypeId: 'city.junction', signal: 'traffic_occupancy' },
  {
    pattern: /^speed_/,
    assetTypeId: 'city.junction',
    signal: 'traffic_speed',
    convert: (mph) => mph * KM_PER_MILE,
  },
  { pattern: /./, assetTypeId: 'generic.machine', signal: 'value' },
];

/** Numenta Anomaly Benchmark (Lavin and Ahmad 2015): one series a stream, its labelled windows as anomalies. */
export const nab: Dataset = {
  id: 'nab',
  label: 'Numenta Anomaly Benchmark',
  source: 'https://github.com/numenta/NAB',
  async open(dataDir) {
    const labels = JSON.parse(
      await readFile(dataFile(dataDir, 'nab', 'labels', 'combined_windows.json'), 'utf8'),
    ) as Record<string, readonly (readonly [string, string])[]>;
    const series: DatasetSeries[] = [];
    for (const folder of await dataFiles(dataDir, 'nab', 'data')) {
      for (const file of await dataFiles(dataDir, 'nab', 'data', folder)) {
        series.push(
          stream(dataFile(dataDir, 'nab', 'data', folder, file), file, labels[`${folder}/${file}`] ?? []),
        );
      }
    }
    return series;
  },
};

function stream(path: string, file: string, windows: readonly (readonly [string, string])[]): DatasetSeries {
  const name = file.replace(/\.csv$/, '');
  const { assetTypeId, signal, convert } = KINDS.find(({ pattern }) => pattern.test(name))!;
  const column = { column: 'value', signal, ...(convert === undefined ? {} : { convert }) };
  return {
    name,
    assetTypeId,
    signals: [signal],
    failures: [],
    anomalies: windows.map(([from, to]) => ({ fromMs: isoTime(from), toMs: isoTime(to) })),
    samples: () =>
      readTable(path, { separator: ',', time: ['timestamp'], parseTime: isoTime, columns: [column] }),
  };
}
