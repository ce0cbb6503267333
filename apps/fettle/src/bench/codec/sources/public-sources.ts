import { HOUR_MS, MINUTE_MS } from '@fettle/kernel';
import type { CodecSource } from './series';
import { dayFirstMs, isoMs, textSeries, type TextShape } from './text-series';
import { waveforms } from './waveforms';

const FIRST_CELL = (cells: readonly string[]): number => isoMs(cells[0]!);
const ANY_DATE = (text: string): number => (text.includes('/') ? dayFirstMs(text) : isoMs(text));
/** Sources that count cycles instead of time are told as if one passed each hour or minute from here. */
const EPOCH_MS = Date.UTC(2020, 0, 1);
const COMMA = { separator: ',', headerRows: 1 } as const;

const skab = (folder: string): TextShape => ({
  path: `skab/${folder}`,
  separator: ';',
  headerRows: 1,
  columns: [1, 9],
  time: FIRST_CELL,
});

const cmapss = (file: string): TextShape => ({
  path: `cmapss/${file}.txt`,
  separator: /\s+/,
  headerRows: 0,
  columns: [2, 26],
  time: (_cells, row) => EPOCH_MS + row * HOUR_MS,
  seriesOf: (cells) => cells[0]!,
});

const greenhouse = (file: string, columns: readonly [number, number], timeCell: number): TextShape => ({
  ...COMMA,
  path: `greenhouse/${file}.csv`,
  columns,
  time: (cells) => ANY_DATE(cells[timeCell]!),
});

const hydraulic = (file: string): TextShape => ({
  ...COMMA,
  path: `hydraulic/${file}.csv`,
  columns: [0, 18],
  time: (_cells, row) => EPOCH_MS + row * MINUTE_MS,
});

/** Text files by data set; every file with series of numbers is here, with every numeric column. */
const TEXTS: Readonly<Record<string, readonly TextShape[]>> = {
  nab: ['artificialNoAnomaly', 'artificialWithAnomaly', 'realKnownCause', 'realTraffic'].map((folder) => ({
    ...COMMA,
    path: `nab/data/${folder}`,
    columns: [1, 2],
    time: FIRST_CELL,
  })),
  'ims-features': [
    { ...COMMA, path: 'ims_bearing/features_derived_2nd_test.csv', columns: [2, 30], time: FIRST_CELL },
  ],
  'ims-test-1': [
    { ...COMMA, path: 'ims_bearing/merged_dataset_BearingTest_1.csv', columns: [1, 9], time: FIRST_CELL },
  ],
  'ims-test-2': [
    { ...COMMA, path: 'ims_bearing/merged_dataset_BearingTest_2.csv', columns: [1, 5], time: FIRST_CELL },
  ],
  'cmapss-fd001': [cmapss('train_FD001'), cmapss('test_FD001')],
  'cmapss-fd002': [cmapss('train_FD002')],
  'cmapss-fd003': [cmapss('train_FD003'), cmapss('test_FD003')],
  skab: [skab('anomaly-free'), skab('other'), skab('valve1')],
  greenhouse: [
    greenhouse('Micro_1', [2, 7], 1),
    ...['Ref_AirTemp', 'Ref_RH', 'Ref_SoilTemp', 'Ref_WaterCont'].map((file) => greenhouse(file, [0, 1], 1)),
  ],
  'metro-traffic': [
    {
      ...COMMA,
      path: 'metro_traffic/Metro_Interstate_Traffic_Volume.csv',
      columns: [1, 9],
      time: (cells) => isoMs(cells[7]!),
    },
  ],
  'air-quality': [
    {
      ...COMMA,
      path: 'uci_airquality/AirQualityUCI.csv',
      columns: [2, 15],
      time: (cells) => dayFirstMs(`${cells[0]} ${cells[1]}`),
      missing: -200,
    },
  ],
  azure: [
    {
      ...COMMA,
      path: 'azure_pdm/PdM_telemetry.csv',
      columns: [2, 6],
      time: FIRST_CELL,
      seriesOf: (cells) => cells[1]!,
    },
  ],
  hydraulic: [hydraulic('hydraulicData_coolCondY'), hydraulic('hydraulicData_valveCondY')],
  ai4i2020: [
    {
      ...COMMA,
      path: 'ai4i2020/ai4i2020.csv',
      columns: [3, 14],
      time: (_cells, row) => EPOCH_MS + row * MINUTE_MS,
    },
  ],
};

/** Series as their sources publish them, decimals as they were written. */
export const PUBLIC_SOURCES: readonly CodecSource[] = [
  ...Object.entries(TEXTS).map(([id, shapes]): CodecSource => ({
    id,
    load: (dataDir) =>
      shapes
        .flatMap((shape) => textSeries(dataDir, shape))
        .map((series) => ({
          ...series,
          columns: series.columns.filter(({ values }) => values.some((value) => value !== null)),
        })),
  })),
  waveforms('ims-raw', 'ims_bearing/raw', 4),
  waveforms('cwru', 'cwru', 1),
];
