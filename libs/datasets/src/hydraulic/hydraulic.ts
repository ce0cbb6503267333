import { MINUTE_MS } from '@fettle/kernel';
import { dataFile, readLines } from '../lines';
import type { Dataset, Sample } from '../series';
import { AppError } from '@fettle/kernel';

/** The source numbers its cycles of 60 seconds; they are told as minutes from this moment on. */
export const HYDRAULIC_EPOCH_MS = Date.UTC(2015, 0, 1);

const COLUMNS = {
  psa_bar: 'pressure_a',
  psb_bar: 'pressure_b',
  psc_bar: 'pressure_c',
  psd_bar: 'pressure_d',
  pse_bar: 'pressure_e',
  psf_bar: 'pressure_f',
  fsa_vol_flow: 'flow_a',
  fsb_vol_flow: 'flow_b',
  tsa_temp: 'temp_a',
  tsb_temp: 'temp_b',
  tsc_temp: 'temp_c',
  tsd_temp: 'temp_d',
  pump_eff: 'motor_power',
  vs_vib: 'vibration',
  cool_eff_pct: 'cooling_efficiency',
  cool_pwr_pct: 'cooling_power',
  eff_fact_pct: 'efficiency_factor',
} as const;

/** UCI hydraulic rig (Helwig, Pignanelli and Schütze 2015): means of load cycles under worn coolers. */
export const hydraulic: Dataset = {
  id: 'hydraulic',
  label: 'UCI hydraulic rig',
  source: 'https://archive.ics.uci.edu/dataset/447',
  async open(dataDir) {
    const path = dataFile(dataDir, 'hydraulic', 'hydraulicData_coolCondY.csv');
    return [
      {
        name: 'hydraulic-rig',
        assetTypeId: 'generic.hydraulic_rig',
        signals: Object.values(COLUMNS),
        failures: [],
        anomalies: [],
        samples: () => cycles(path),
      },
    ];
  },
};

async function* cycles(path: string): AsyncGenerator<Sample> {
  let signals: readonly (string | undefined)[] | undefined;
  let row = 0;
  for await (const line of readLines(path)) {
    const cells = line.split(',');
    if (signals === undefined) {
      signals = cells.map((name) => (COLUMNS as Record<string, string>)[name.trim()]);
      if (!signals.includes('pressure_a')) {
        throw new AppError('DATA.MALFORMED', `${path} has no column "psa_bar"`, { details: { path } });
      }
      continue;
    }
    const values: Record<string, number> = {};
    signals.forEach((signal, i) => {
      if (signal !== undefined && Number.isFinite(Number(cells[i]))) values[signal] = Number(cells[i]);
    });
    yield { tMs: HYDRAULIC_EPOCH_MS + row++ * MINUTE_MS, values };
  }
}
