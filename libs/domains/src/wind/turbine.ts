import type { AssetType, ComponentDefinition, SignalDefinition } from '../domain-pack';
import { forecastRules, limitRule } from '../rules';
import { ambientTemperature, anomalyScore, gauge } from '../signals';

/** Values as new and at functional failure; zone boundaries after ISO 10816-21 / VDI 3834 Part 1. */
export const WIND_LIMITS = {
  /** mm/s RMS. */
  mainBearingRms: { healthy: 0.7, failed: 3.2 },
  /** K above the nacelle's surroundings. */
  mainBearingTempRise: { healthy: 16, failed: 48 },
  /** mm/s RMS, 10-1000 Hz. */
  gearboxRms: { healthy: 1.3, failed: 5.6 },
  /** °C in the sump at rated power. */
  gearboxOilTemp: { healthy: 54, failed: 82 },
  /** Ferrous particles over 200 µm an hour in the oil return. */
  oilParticles: { healthy: 8, failed: 260 },
  /** A, RMS of the pitch motor. */
  pitchCurrent: { healthy: 9, failed: 21 },
  /** Degrees between demanded and measured blade angle, RMS. */
  pitchError: { healthy: 0.15, failed: 2 },
} as const;

const mainBearing: ComponentDefinition = {
  id: 'main_bearing',
  label: 'Main bearing',
  failureModes: [
    {
      id: 'raceway_spall',
      label: 'Raceway spalling',
      remedy: 'Flush and regrease; plan the exchange with a crane',
      indicators: [
        {
          signal: 'main_bearing_rms',
          ...WIND_LIMITS.mainBearingRms,
          weight: 3,
          scale: 'log',
          adjustFor: ['power'],
        },
        {
          signal: 'main_bearing_temp_rise',
          ...WIND_LIMITS.mainBearingTempRise,
          weight: 1,
          scale: 'linear',
          adjustFor: ['power'],
        },
      ],
    },
  ],
};

const gearbox: ComponentDefinition = {
  id: 'gearbox',
  label: 'Gearbox',
  failureModes: [
    {
      id: 'tooth_pitting',
      label: 'Tooth flank pitting',
      remedy: 'Inspect by endoscope, change oil and filter, derate until exchanged',
      indicators: [
        {
          signal: 'oil_particles',
          ...WIND_LIMITS.oilParticles,
          weight: 2,
          scale: 'log',
          adjustFor: ['power'],
        },
        { signal: 'gearbox_rms', ...WIND_LIMITS.gearboxRms, weight: 2, scale: 'log', adjustFor: ['power'] },
        {
          signal: 'gearbox_oil_temp',
          ...WIND_LIMITS.gearboxOilTemp,
          weight: 1,
          scale: 'linear',
          adjustFor: ['power', 'ambient_temp'],
        },
      ],
    },
  ],
};

const pitch: ComponentDefinition = {
  id: 'pitch',
  label: 'Pitch actuator',
  failureModes: [
    {
      id: 'actuator_wear',
      label: 'Drive and bearing wear',
      remedy: 'Grease the blade bearing, change the pitch motor brake',
      indicators: [
        {
          signal: 'pitch_error',
          ...WIND_LIMITS.pitchError,
          weight: 2,
          scale: 'log',
          adjustFor: ['wind_speed'],
        },
        {
          signal: 'pitch_current',
          ...WIND_LIMITS.pitchCurrent,
          weight: 1,
          scale: 'linear',
          adjustFor: ['wind_speed'],
        },
      ],
    },
  ],
};

const signals: readonly SignalDefinition[] = [
  gauge(1, 'wind_speed', 'Wind speed', { unit: 'm/s', range: [0, 75], exponent: -1 }),
  gauge(2, 'power', 'Active power', { unit: 'kW', range: [-100, 6000], exponent: 0 }),
  gauge(3, 'rotor_speed', 'Rotor speed', { unit: '/min', range: [0, 30], exponent: -2 }),
  ambientTemperature(4),
  anomalyScore(5),
  ...[
    gauge(10, 'main_bearing_rms', 'Main bearing vibration', { unit: 'mm/s', range: [0, 100], exponent: -2 }),
    gauge(11, 'main_bearing_kurtosis', 'Main bearing kurtosis', { unit: '1', range: [1, 100], exponent: -2 }),
    gauge(12, 'main_bearing_temp_rise', 'Main bearing above ambient', {
      unit: 'K',
      range: [-30, 150],
      exponent: -1,
    }),
  ].map((signal) => ({ ...signal, component: 'main_bearing' })),
  ...[
    gauge(20, 'gearbox_rms', 'Gearbox vibration', { unit: 'mm/s', range: [0, 100], exponent: -2 }),
    gauge(21, 'gearbox_oil_temp', 'Gearbox oil temperature', { unit: '°C', range: [-60, 180], exponent: -1 }),
    gauge(22, 'oil_particles', 'Oil debris', { unit: '/h', range: [0, 100_000], exponent: 0 }),
  ].map((signal) => ({ ...signal, component: 'gearbox' })),
  ...[
    gauge(30, 'pitch_error', 'Pitch tracking error', { unit: 'deg', range: [0, 90], exponent: -2 }),
    gauge(31, 'pitch_current', 'Pitch motor current', { unit: 'A', range: [0, 100], exponent: -1 }),
  ].map((signal) => ({ ...signal, component: 'pitch' })),
];

/** A geared, pitch-controlled turbine of 2.5 MW. */
export const windTurbine: AssetType = {
  id: 'wind.turbine',
  label: 'Wind turbine',
  components: [mainBearing, gearbox, pitch],
  signals,
  defaultRules: [
    limitRule('Main bearing vibration', 'main_bearing_rms', {
      comparison: '>',
      threshold: 2.2,
      recovery: 1.6,
    }),
    limitRule('Gearbox vibration', 'gearbox_rms', { comparison: '>', threshold: 4, recovery: 3 }),
    limitRule('Oil debris', 'oil_particles', { comparison: '>', threshold: 120, recovery: 60 }),
    limitRule('Gearbox oil hot', 'gearbox_oil_temp', {
      comparison: '>',
      threshold: 76,
      recovery: 70,
      severity: 'warning',
    }),
    limitRule('Pitch tracking error', 'pitch_error', { comparison: '>', threshold: 1.1, recovery: 0.7 }),
    ...forecastRules(),
  ],
};
