import type { AssetType } from '../domain-pack';
import { HOUR_MS } from '@fettle/kernel';
import { gauge } from '../signals';

const hourly = { cadenceMs: HOUR_MS };
const resistance = { unit: 'Ohm', range: [0, 10_000], exponent: 0, ...hourly } as const;

/**
 * Metal-oxide gas sensors beside a reference analyser (De Vito et al. 2008, the UCI air-quality set): a type for recorded
 * data, whose sensors drift against the reference.
 */
export const gasArray: AssetType = {
  id: 'city.gas_array',
  label: 'Gas sensor array',
  components: [{ id: 'array', label: 'Sensor array', failureModes: [] }],
  signals: [
    gauge(1, 'co_reference', 'CO, reference', { unit: 'mg/m3', range: [0, 100], exponent: -1, ...hourly }),
    gauge(2, 'benzene_reference', 'Benzene, reference', {
      unit: 'ug/m3',
      range: [0, 500],
      exponent: -1,
      ...hourly,
    }),
    gauge(3, 'nox_reference', 'NOx, reference', { unit: 'ppb', range: [0, 5000], exponent: 0, ...hourly }),
    gauge(4, 'no2_reference', 'NO₂, reference', { unit: 'ug/m3', range: [0, 2000], exponent: 0, ...hourly }),
    gauge(10, 'sensor_co', 'CO sensor', resistance),
    gauge(11, 'sensor_nmhc', 'Hydrocarbon sensor', resistance),
    gauge(12, 'sensor_nox', 'NOx sensor', resistance),
    gauge(13, 'sensor_no2', 'NO₂ sensor', resistance),
    gauge(14, 'sensor_o3', 'O₃ sensor', resistance),
    gauge(20, 'temperature', 'Air temperature', { unit: '°C', range: [-60, 70], exponent: -1, ...hourly }),
    gauge(21, 'humidity', 'Relative humidity', { unit: '%', range: [0, 100], exponent: -1, ...hourly }),
  ],
  defaultRules: [],
};
