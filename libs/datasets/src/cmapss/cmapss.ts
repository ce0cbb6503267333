import { HOUR_MS } from '@fettle/kernel';
import { TURBOFAN_SENSORS } from '@fettle/domains';
import { dataFile, dataFiles, readLines } from '../lines';
import type { Dataset, DatasetSeries, Sample } from '../series';

/** A flight is told as one hour from this moment on: the source counts flights, not time. */
export const CMAPSS_EPOCH_MS = Date.UTC(2008, 0, 1);
const FIRST_SENSOR_COLUMN = 5;

/** One engine: its number and its flights, oldest first; 26 columns as in the source, unit and cycle first. */
export interface EngineRun {
  readonly unit: number;
  readonly rows: readonly (readonly number[])[];
}

/** Engines of a C-MAPSS file in order, one held at a time. */
export async function* readEngines(path: string): AsyncGenerator<EngineRun> {
  let unit = NaN;
  let rows: number[][] = [];
  for await (const line of readLines(path)) {
    const row = line.trim().split(/\s+/).map(Number);
    if (row[0] !== unit && rows.length > 0) yield { unit, rows };
    if (row[0] !== unit) rows = [];
    unit = row[0]!;
    rows.push(row);
  }
  if (rows.length > 0) yield { unit, rows };
}

/** NASA C-MAPSS turbofans (Saxena et al. 2008): the training engines, which run to failure. */
export const cmapss: Dataset = {
  id: 'cmapss',
  label: 'NASA C-MAPSS turbofan engines',
  source: 'https://data.nasa.gov/dataset/cmapss-jet-engine-simulated-data',
  async open(dataDir) {
    const files = (await dataFiles(dataDir, 'cmapss')).filter((name) => name.startsWith('train_'));
    const series: DatasetSeries[] = [];
    for (const file of files) {
      const set = file.slice('train_'.length, -'.txt'.length);
      for await (const engine of readEngines(dataFile(dataDir, 'cmapss', file)))
        series.push(engineSeries(set, engine));
    }
    return series;
  },
};

function engineSeries(set: string, { unit, rows }: EngineRun): DatasetSeries {
  const samples = rows.map((row) => sample(row));
  return {
    name: `${set}-engine-${unit}`,
    assetTypeId: 'generic.turbofan',
    signals: TURBOFAN_SENSORS.map(({ name }) => name),
    failures: [{ component: 'engine', failureMs: samples.at(-1)!.tMs + HOUR_MS, what: 'end of life' }],
    anomalies: [],
    samples: () => each(samples),
  };
}

async function* each(samples: readonly Sample[]): AsyncGenerator<Sample> {
  yield* samples;
}

function sample(row: readonly number[]): Sample {
  const values: Record<string, number> = {};
  for (const { sensor, name } of TURBOFAN_SENSORS) values[name] = row[FIRST_SENSOR_COLUMN + sensor - 1]!;
  return { tMs: CMAPSS_EPOCH_MS + (row[1]! - 1) * HOUR_MS, values };
}
