import { type DatasetSeries, openDataset } from '@fettle/datasets';
import { HeldReadings } from '@fettle/device-models';
import { assetTypeById } from '@fettle/domains';

/** One second of the rig, as a device's integers. */
export interface PumpRow {
  readonly values: Int32Array;
  readonly anomalous: boolean;
}

/** One file of the set. */
export interface PumpRun {
  readonly name: string;
  readonly rows: readonly PumpRow[];
}

/** Finer than this, the body's temperature and the flow do not fit 16 bits. */
const FINEST = -2;

const SIGNALS = assetTypeById('generic.pump_rig')!
  .signals.filter(({ kind }) => kind === 'gauge')
  .map(({ name, exponent, max }) => ({
    name,
    exponent: max > 100 ? Math.max(exponent, FINEST) : exponent,
  }));

/** In the order of a row's values. */
export const PUMP_SIGNALS = SIGNALS.map(({ name }) => name);

/** All files of SKAB, in the set's order. */
export async function readPumpRuns(dataDir: string): Promise<PumpRun[]> {
  const runs: PumpRun[] = [];
  for (const series of await openDataset('skab', dataDir)) {
    runs.push({ name: series.name, rows: await rowsOf(series) });
  }
  return runs;
}

async function rowsOf({ samples, anomalies }: DatasetSeries): Promise<PumpRow[]> {
  const held = new HeldReadings(SIGNALS);
  const rows: PumpRow[] = [];
  for await (const { tMs, values } of samples()) {
    const taken = held.take(values);
    if (taken === null) continue;
    const anomalous = anomalies.some(({ fromMs, toMs }) => tMs >= fromMs && tMs <= toMs);
    rows.push({ values: Int32Array.from(taken), anomalous });
  }
  return rows;
}
