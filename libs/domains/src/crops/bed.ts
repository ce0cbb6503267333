import type { AssetType, ComponentDefinition, SignalDefinition } from '../domain-pack';
import { DAY_MS } from '@fettle/kernel';
import { forecastRules, limitRule } from '../rules';
import { anomalyScore, gauge } from '../signals';

/** Values as new and at functional failure. */
export const CROPS_LIMITS = {
  /** mm/s RMS on the pump's bearing housing; failed at the C/D boundary of ISO 20816-3. */
  pumpRms: { healthy: 1.8, failed: 7.1 },
  /** l/min at the bed's pressure: internal leakage of a worn impeller. */
  pumpFlow: { healthy: 120, failed: 78 },
  /** A, RMS, one phase. */
  pumpCurrent: { healthy: 6.2, failed: 9.2 },
  /** s from command to full flow. */
  valveResponse: { healthy: 1.5, failed: 8 },
  /** % VWC between the probe and its twin. */
  probeOffset: { healthy: 0.4, failed: 6 },
} as const;

const pump: ComponentDefinition = {
  id: 'pump',
  label: 'Irrigation pump',
  failureModes: [
    {
      id: 'impeller_bearing_wear',
      label: 'Impeller and bearing wear',
      remedy: 'Change the bearing and the impeller ring, check the strainer',
      indicators: [
        { signal: 'pump_rms', ...CROPS_LIMITS.pumpRms, weight: 2, scale: 'log' },
        { signal: 'pump_flow', ...CROPS_LIMITS.pumpFlow, weight: 1, scale: 'linear' },
        { signal: 'pump_current', ...CROPS_LIMITS.pumpCurrent, weight: 1, scale: 'linear' },
      ],
    },
  ],
};

const valve: ComponentDefinition = {
  id: 'valve',
  label: 'Irrigation valve',
  failureModes: [
    {
      id: 'scaling',
      label: 'Scaling and diaphragm wear',
      remedy: 'Descale the valve, change the diaphragm',
      indicators: [{ signal: 'valve_response_s', ...CROPS_LIMITS.valveResponse, weight: 1, scale: 'log' }],
    },
  ],
};

const probe: ComponentDefinition = {
  id: 'moisture_probe',
  label: 'Soil-moisture probe',
  failureModes: [
    {
      id: 'drift',
      label: 'Calibration drift',
      remedy: 'Recalibrate in wet and dry soil, or change the probe',
      indicators: [
        {
          signal: 'probe_offset',
          ...CROPS_LIMITS.probeOffset,
          weight: 1,
          scale: 'linear',
          adjustFor: ['soil_temp'],
        },
      ],
    },
  ],
};

/** Weather threatens it, not wear: told by a rule on `blight_risk`, not by a degradation path. */
const canopy: ComponentDefinition = { id: 'canopy', label: 'Canopy', failureModes: [] };

const signals: readonly SignalDefinition[] = [
  gauge(1, 'air_temp', 'Air temperature', { unit: '°C', range: [-40, 60], exponent: -1 }),
  gauge(2, 'humidity', 'Relative humidity', { unit: '%', range: [0, 100], exponent: -1 }),
  gauge(3, 'solar', 'Solar irradiance', { unit: 'W/m2', range: [0, 1500], exponent: 0 }),
  gauge(4, 'soil_temp', 'Soil temperature', { unit: '°C', range: [-30, 60], exponent: -1 }),
  gauge(5, 'soil_moisture', 'Soil moisture', {
    unit: '%',
    range: [0, 100],
    exponent: -1,
    component: 'moisture_probe',
  }),
  anomalyScore(6),
  ...[
    gauge(10, 'pump_rms', 'Pump vibration', { unit: 'mm/s', range: [0, 100], exponent: -2 }),
    gauge(11, 'pump_current', 'Pump current', { unit: 'A', range: [0, 60], exponent: -2 }),
    gauge(12, 'pump_flow', 'Pump flow', { unit: 'l/min', range: [0, 500], exponent: -1 }),
  ].map((signal) => ({ ...signal, component: 'pump' })),
  gauge(20, 'valve_response_s', 'Valve response', {
    unit: 's',
    range: [0, 120],
    exponent: -2,
    component: 'valve',
  }),
  gauge(30, 'probe_offset', 'Probe against its twin', {
    unit: '%',
    range: [-50, 50],
    exponent: -2,
    component: 'moisture_probe',
  }),
  gauge(40, 'wet_hours', 'Humid hours in the last day', {
    unit: 'h',
    range: [0, 24],
    exponent: -1,
    component: 'canopy',
  }),
  gauge(41, 'blight_risk', 'Blight risk', { unit: '1', range: [0, 1], exponent: -2, component: 'canopy' }),
];

/** A drip-irrigated bed with its own pump, valve and climate station. */
export const cropBed: AssetType = {
  id: 'crops.bed',
  label: 'Crop bed',
  components: [pump, valve, probe, canopy],
  signals,
  defaultRules: [
    limitRule('Pump vibration', 'pump_rms', { comparison: '>', threshold: 4.8, recovery: 3.4 }),
    limitRule('Pump flow low', 'pump_flow', { comparison: '<', threshold: 92, recovery: 105 }),
    limitRule('Valve slow', 'valve_response_s', { comparison: '>', threshold: 5, recovery: 3 }),
    limitRule('Soil-moisture probe drifts', 'probe_offset', {
      comparison: '>',
      threshold: 4.5,
      recovery: 2.5,
      severity: 'warning',
      pendingMs: 6 * 3_600_000,
    }),
    limitRule('Blight weather (Hutton period)', 'blight_risk', {
      comparison: '>=',
      threshold: 1,
      recovery: 0.9,
      severity: 'warning',
      aggregate: 'max',
      windowMs: DAY_MS,
      pendingMs: 0,
    }),
    ...forecastRules(),
  ],
};
