import type { AssetType, ConditionIndicator, RunToFailureExperience } from '../domain-pack';
import { HOUR_MS } from '@fettle/kernel';
import { forecastRules } from '../rules';
import { gauge } from '../signals';

/** C-MAPSS column (1-based sensor number) of each signal; the sensors that are constant under one condition are left out. */
export const TURBOFAN_SENSORS = [
  {
    sensor: 2,
    name: 't24',
    label: 'LPC outlet temperature',
    unit: 'degR',
    exponent: -2,
    healthy: 642.4,
    failed: 643.7,
  },
  {
    sensor: 3,
    name: 't30',
    label: 'HPC outlet temperature',
    unit: 'degR',
    exponent: -2,
    healthy: 1586.8,
    failed: 1602.3,
  },
  {
    sensor: 4,
    name: 't50',
    label: 'LPT outlet temperature',
    unit: 'degR',
    exponent: -2,
    healthy: 1402.8,
    failed: 1429.4,
  },
  { sensor: 7, name: 'p30', label: 'HPC outlet pressure', unit: 'psi', exponent: -2 },
  { sensor: 8, name: 'fan_speed', label: 'Fan speed', unit: '/min', exponent: -2 },
  { sensor: 9, name: 'core_speed', label: 'Core speed', unit: '/min', exponent: -2 },
  {
    sensor: 11,
    name: 'ps30',
    label: 'HPC static pressure',
    unit: 'psi',
    exponent: -2,
    healthy: 47.35,
    failed: 48.17,
  },
  { sensor: 12, name: 'phi', label: 'Fuel flow ratio', unit: '1', exponent: -2 },
  { sensor: 13, name: 'fan_speed_corrected', label: 'Corrected fan speed', unit: '/min', exponent: -2 },
  { sensor: 14, name: 'core_speed_corrected', label: 'Corrected core speed', unit: '/min', exponent: -2 },
  { sensor: 15, name: 'bypass_ratio', label: 'Bypass ratio', unit: '1', exponent: -4 },
  {
    sensor: 17,
    name: 'bleed_enthalpy',
    label: 'Bleed enthalpy',
    unit: '1',
    exponent: 0,
    healthy: 392.3,
    failed: 396.3,
  },
  { sensor: 20, name: 'hpt_bleed', label: 'HPT coolant bleed', unit: 'lbm/s', exponent: -2 },
  { sensor: 21, name: 'lpt_bleed', label: 'LPT coolant bleed', unit: 'lbm/s', exponent: -4 },
] as const;

/**
 * Five sensors that rise whatever wears. The others tell the faults apart: as the fan wears (half of FD003's training
 * engines) P30, phi, bypass ratio and bleeds run away from where they end when the compressor does.
 */
const indicators: ConditionIndicator[] = TURBOFAN_SENSORS.flatMap((sensor) =>
  'healthy' in sensor
    ? [
        {
          signal: sensor.name,
          healthy: sensor.healthy,
          failed: sensor.failed,
          weight: 1,
          scale: 'linear' as const,
        },
      ]
    : [],
);

const experience: RunToFailureExperience = {
  gain: [0.712, 0.9],
  gainSpread: [0.001, 0.171],
  thresholdSpread: 0.045,
  quietLife: { medianDays: 6.78, spread: 0.354 },
  source:
    'odd-numbered training engines of C-MAPSS FD001 and FD003: tests/bench/forecasting/experience.e2e-spec.ts',
};

/**
 * A turbofan engine as in NASA's C-MAPSS sets, one reading a flight. `healthy` and `failed` are the means over FD001's
 * training engines of their first 20 and last 3 flights.
 */
export const turbofan: AssetType = {
  id: 'generic.turbofan',
  label: 'Turbofan engine',
  components: [
    {
      id: 'engine',
      label: 'Engine core',
      failureModes: [
        {
          id: 'hpc_degradation',
          label: 'Compressor degradation',
          remedy: 'Remove for shop visit',
          indicators,
          experience,
        },
      ],
    },
  ],
  signals: TURBOFAN_SENSORS.map(({ sensor, name, label, unit, exponent }) =>
    gauge(sensor, name, label, {
      unit,
      range: [0, 20_000],
      exponent,
      component: 'engine',
      cadenceMs: HOUR_MS,
    }),
  ),
  defaultRules: forecastRules(),
};
