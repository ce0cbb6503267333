import type { AssetType, ComponentDefinition, SignalDefinition } from '../domain-pack';
import { forecastRules, limitRule } from '../rules';
import { anomalyScore, gauge } from '../signals';

/** Values as new and at functional failure: data quality objectives for indicative measurements (CEN/TS 17660-1). */
export const AIR_LIMITS = {
  /** µg/m3 in the nightly zero check. */
  no2Zero: { healthy: 0, failed: 25 },
  /** % of the sensitivity when calibrated. */
  no2Sensitivity: { healthy: 100, failed: 70 },
  /** l/min through the particle counter. */
  inletFlow: { healthy: 1, failed: 0.6 },
  /** mA: the driver makes up for a dirty lens. */
  laserCurrent: { healthy: 32, failed: 58 },
} as const;

const no2Sensor: ComponentDefinition = {
  id: 'no2_sensor',
  label: 'NO₂ sensor',
  failureModes: [
    {
      id: 'drift',
      label: 'Electrochemical drift',
      remedy: 'Recalibrate beside a reference, or change the cell',
      indicators: [
        {
          signal: 'no2_zero_offset',
          ...AIR_LIMITS.no2Zero,
          weight: 2,
          scale: 'linear',
          adjustFor: ['temperature'],
        },
        {
          signal: 'no2_sensitivity',
          ...AIR_LIMITS.no2Sensitivity,
          weight: 1,
          scale: 'linear',
          adjustFor: ['temperature'],
        },
      ],
    },
  ],
};

const pmSensor: ComponentDefinition = {
  id: 'pm_sensor',
  label: 'Particle sensor',
  failureModes: [
    {
      id: 'fouling',
      label: 'Inlet and lens fouling',
      remedy: 'Clean inlet and optics, change the fan',
      indicators: [
        { signal: 'inlet_flow', ...AIR_LIMITS.inletFlow, weight: 2, scale: 'linear' },
        { signal: 'laser_current', ...AIR_LIMITS.laserCurrent, weight: 1, scale: 'linear' },
      ],
    },
  ],
};

const signals: readonly SignalDefinition[] = [
  gauge(1, 'no2', 'NO₂', { unit: 'ug/m3', range: [-50, 2000], exponent: -1 }),
  gauge(2, 'o3', 'O₃', { unit: 'ug/m3', range: [-50, 1000], exponent: -1 }),
  gauge(3, 'pm25', 'PM2.5', { unit: 'ug/m3', range: [0, 2000], exponent: -1 }),
  gauge(4, 'temperature', 'Air temperature', { unit: '°C', range: [-60, 70], exponent: -1 }),
  gauge(5, 'humidity', 'Relative humidity', { unit: '%', range: [0, 100], exponent: -1 }),
  anomalyScore(6),
  gauge(10, 'no2_zero_offset', 'NO₂ zero offset', {
    unit: 'ug/m3',
    range: [-100, 200],
    exponent: -1,
    component: 'no2_sensor',
  }),
  gauge(11, 'no2_sensitivity', 'NO₂ sensitivity', {
    unit: '%',
    range: [0, 200],
    exponent: -1,
    component: 'no2_sensor',
  }),
  gauge(20, 'inlet_flow', 'Inlet flow', {
    unit: 'l/min',
    range: [0, 5],
    exponent: -3,
    component: 'pm_sensor',
  }),
  gauge(21, 'laser_current', 'Laser current', {
    unit: 'mA',
    range: [0, 150],
    exponent: -1,
    component: 'pm_sensor',
  }),
];

/** A low-cost air-quality station on a lamp post. */
export const airStation: AssetType = {
  id: 'city.air_station',
  label: 'Air-quality station',
  components: [no2Sensor, pmSensor],
  signals,
  defaultRules: [
    limitRule('NO₂ sensor drifts', 'no2_zero_offset', {
      comparison: '>',
      threshold: 18,
      recovery: 12,
      pendingMs: 6 * 3_600_000,
    }),
    limitRule('NO₂ sensor tired', 'no2_sensitivity', {
      comparison: '<',
      threshold: 78,
      recovery: 85,
      severity: 'warning',
      pendingMs: 6 * 3_600_000,
    }),
    limitRule('Particle inlet clogged', 'inlet_flow', { comparison: '<', threshold: 0.7, recovery: 0.82 }),
    ...forecastRules(),
  ],
};
