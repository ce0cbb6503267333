import type { AssetType, ComponentDefinition, SignalDefinition } from '../domain-pack';
import { forecastRules, limitRule } from '../rules';
import { ambientTemperature, anomalyScore, gauge } from '../signals';

export const LAMPS = ['red', 'green'] as const;

/** Values as new and at functional failure. */
export const JUNCTION_LIMITS = {
  /** A through the LED string while lit; a controller's lamp monitor trips at about two thirds of nominal (EN 12675). */
  lampCurrent: { healthy: 0.62, failed: 0.4 },
  /** % of rated; IEEE 1188 replaces a VRLA battery at 80 %. */
  batteryCapacity: { healthy: 99, failed: 80 },
  /** mΩ; IEEE 1188 acts on a rise of about half. */
  batteryResistance: { healthy: 5, failed: 7.5 },
} as const;

function lamp(colour: string): ComponentDefinition {
  return {
    id: `${colour}_lamp`,
    label: `${colour === 'red' ? 'Red' : 'Green'} lamp`,
    failureModes: [
      {
        id: 'led_degradation',
        label: 'LED string degradation',
        remedy: 'Change the lamp insert',
        indicators: [
          {
            signal: `${colour}_lamp_current`,
            ...JUNCTION_LIMITS.lampCurrent,
            weight: 1,
            scale: 'linear',
            adjustFor: ['cabinet_temp'],
          },
        ],
      },
    ],
  };
}

const battery: ComponentDefinition = {
  id: 'battery',
  label: 'Backup battery',
  failureModes: [
    {
      id: 'capacity_fade',
      label: 'Capacity fade',
      remedy: 'Change the battery string, check the charger',
      indicators: [
        {
          signal: 'battery_capacity',
          ...JUNCTION_LIMITS.batteryCapacity,
          weight: 2,
          scale: 'linear',
          adjustFor: ['cabinet_temp'],
        },
        {
          signal: 'battery_resistance',
          ...JUNCTION_LIMITS.batteryResistance,
          weight: 1,
          scale: 'log',
          adjustFor: ['cabinet_temp'],
        },
      ],
    },
  ],
};

const signals: readonly SignalDefinition[] = [
  gauge(1, 'traffic_volume', 'Traffic volume', { unit: '/h', range: [0, 20_000], exponent: 0 }),
  gauge(2, 'traffic_occupancy', 'Detector occupancy', { unit: '%', range: [0, 100], exponent: -2 }),
  gauge(3, 'traffic_speed', 'Traffic speed', { unit: 'km/h', range: [0, 250], exponent: 0 }),
  ambientTemperature(4),
  gauge(5, 'cabinet_temp', 'Cabinet temperature', { unit: '°C', range: [-50, 110], exponent: -1 }),
  gauge(6, 'mains_voltage', 'Mains voltage', { unit: 'V', range: [0, 480], exponent: -1 }),
  anomalyScore(7),
  gauge(10, 'red_lamp_current', 'Red lamp current', {
    unit: 'A',
    range: [0, 5],
    exponent: -3,
    component: 'red_lamp',
  }),
  gauge(11, 'green_lamp_current', 'Green lamp current', {
    unit: 'A',
    range: [0, 5],
    exponent: -3,
    component: 'green_lamp',
  }),
  ...[
    gauge(20, 'battery_capacity', 'Battery capacity', { unit: '%', range: [0, 120], exponent: -1 }),
    gauge(21, 'battery_resistance', 'Battery resistance', { unit: 'mOhm', range: [0, 200], exponent: -2 }),
    gauge(22, 'battery_voltage', 'Battery voltage', { unit: 'V', range: [0, 80], exponent: -2 }),
  ].map((signal) => ({ ...signal, component: 'battery' })),
];

/** A signalised junction: controller cabinet, LED lamps, backup battery, vehicle detectors. */
export const cityJunction: AssetType = {
  id: 'city.junction',
  label: 'Junction',
  components: [...LAMPS.map(lamp), battery],
  signals,
  defaultRules: [
    limitRule('Red lamp dim', 'red_lamp_current', { comparison: '<', threshold: 0.46, recovery: 0.54 }),
    limitRule('Green lamp dim', 'green_lamp_current', {
      comparison: '<',
      threshold: 0.46,
      recovery: 0.54,
      severity: 'warning',
    }),
    limitRule('Battery weak', 'battery_capacity', {
      comparison: '<',
      threshold: 84,
      recovery: 90,
      pendingMs: 6 * 3_600_000,
    }),
    limitRule('Cabinet hot', 'cabinet_temp', {
      comparison: '>',
      threshold: 68,
      recovery: 60,
      severity: 'warning',
    }),
    ...forecastRules(),
  ],
};
