import { DAY_MS } from '@fettle/kernel';
import type { AssetType, ComponentDefinition, SignalDefinition } from '../domain-pack';
import type { AlertRuleTemplate } from '@fettle/contracts';
import { forecastRules, limitRule } from '../rules';
import { ambientTemperature, anomalyScore, gauge } from '../signals';

export const AXLE_BOXES = [1, 2, 3, 4] as const;
export const DOORS = [1, 2] as const;

/** Values as new and at functional failure; shared by the declaration and the physics so that they cannot differ. */
export const RAIL_LIMITS = {
  /** mm/s RMS, 10-1000 Hz; failed at the C/D boundary of ISO 20816-3 for flexible supports. */
  bearingRms: { healthy: 1.2, failed: 7.1 },
  /** K above ambient; hot axle-box detectors warn at about this rise (EN 15437-1). */
  bearingTempRise: { healthy: 14, failed: 60 },
  /** kN, peak wheel-rail force; 350 kN is the action limit of wayside wheel impact detectors. */
  wheelImpact: { healthy: 95, failed: 350 },
  /** s to close and lock. */
  doorClosing: { healthy: 2.8, failed: 5.5 },
  /** A, peak of the motor while closing. */
  doorCurrent: { healthy: 4, failed: 9 },
} as const;

function bearingSignals(n: number): SignalDefinition[] {
  const component = `bearing_${n}`;
  const id = n * 10;
  return [
    gauge(id, `${component}_rms`, `Axle box ${n} vibration`, {
      unit: 'mm/s',
      range: [0, 100],
      exponent: -2,
      component,
    }),
    gauge(id + 1, `${component}_kurtosis`, `Axle box ${n} kurtosis`, {
      unit: '1',
      range: [1, 100],
      exponent: -2,
      component,
    }),
    gauge(id + 2, `${component}_temp_rise`, `Axle box ${n} above ambient`, {
      unit: 'K',
      range: [-30, 200],
      exponent: -1,
      component,
    }),
  ];
}

function doorSignals(n: number): SignalDefinition[] {
  const component = `door_${n}`;
  const id = 50 + n * 10;
  return [
    gauge(id, `${component}_closing_s`, `Door ${n} closing time`, {
      unit: 's',
      range: [0, 60],
      exponent: -2,
      component,
    }),
    gauge(id + 1, `${component}_current`, `Door ${n} motor current`, {
      unit: 'A',
      range: [0, 40],
      exponent: -2,
      component,
    }),
  ];
}

function bearing(n: number): ComponentDefinition {
  return {
    id: `bearing_${n}`,
    label: `Axle-box bearing ${n}`,
    failureModes: [
      {
        id: 'raceway_spall',
        label: 'Raceway spalling',
        remedy: 'Change the wheelset bearing, check the grease',
        // Kurtosis is no indicator: it rises early and falls again as the spall spreads, so it has no failure threshold.
        indicators: [
          {
            signal: `bearing_${n}_rms`,
            ...RAIL_LIMITS.bearingRms,
            weight: 3,
            scale: 'log',
            adjustFor: ['speed', 'load'],
          },
          {
            signal: `bearing_${n}_temp_rise`,
            ...RAIL_LIMITS.bearingTempRise,
            weight: 1,
            scale: 'linear',
            adjustFor: ['speed', 'load'],
          },
        ],
      },
    ],
  };
}

function door(n: number): ComponentDefinition {
  return {
    id: `door_${n}`,
    label: `Door actuator ${n}`,
    failureModes: [
      {
        id: 'spindle_wear',
        label: 'Spindle and guide wear',
        remedy: 'Clean and grease the spindle, change the drive nut',
        indicators: [
          {
            signal: `door_${n}_closing_s`,
            ...RAIL_LIMITS.doorClosing,
            weight: 2,
            scale: 'linear',
            adjustFor: ['ambient_temp'],
          },
          {
            signal: `door_${n}_current`,
            ...RAIL_LIMITS.doorCurrent,
            weight: 1,
            scale: 'linear',
            adjustFor: ['ambient_temp'],
          },
        ],
      },
    ],
  };
}

const wheelset: ComponentDefinition = {
  id: 'wheelset',
  label: 'Wheelset tread',
  failureModes: [
    {
      id: 'wheel_flat',
      label: 'Wheel flat',
      remedy: 'Re-profile on the wheel lathe, check the slide protection',
      indicators: [
        {
          signal: 'wheel_impact',
          ...RAIL_LIMITS.wheelImpact,
          weight: 1,
          scale: 'log',
          adjustFor: ['speed', 'load'],
        },
      ],
    },
  ],
};

const signals: readonly SignalDefinition[] = [
  gauge(1, 'speed', 'Speed', { unit: 'km/h', range: [0, 400], exponent: -1 }),
  gauge(2, 'load', 'Passenger load', { unit: '%', range: [0, 200], exponent: 0 }),
  ambientTemperature(3),
  anomalyScore(4),
  gauge(5, 'wheel_impact', 'Peak wheel load', {
    unit: 'kN',
    range: [0, 1000],
    exponent: -1,
    component: 'wheelset',
  }),
  ...AXLE_BOXES.flatMap(bearingSignals),
  ...DOORS.flatMap(doorSignals),
];

const defaultRules: readonly AlertRuleTemplate[] = [
  ...AXLE_BOXES.flatMap((n) => [
    limitRule(`Axle box ${n} vibration`, `bearing_${n}_rms`, {
      comparison: '>',
      threshold: 4.5,
      recovery: 3,
    }),
    // By the day: it cools whenever the car stands, and would be news again every morning.
    limitRule(`Axle box ${n} hot`, `bearing_${n}_temp_rise`, {
      comparison: '>',
      threshold: 50,
      recovery: 35,
      aggregate: 'p95',
      windowMs: DAY_MS,
      pendingMs: 0,
    }),
  ]),
  limitRule('Wheel flat', 'wheel_impact', { comparison: '>', threshold: 230, recovery: 170 }),
  ...DOORS.map((n) =>
    limitRule(`Door ${n} slow`, `door_${n}_closing_s`, {
      comparison: '>',
      threshold: 4.6,
      recovery: 3.8,
      severity: 'warning',
    }),
  ),
  ...forecastRules(),
];

/** One rail car: four axle boxes, a tread, two doors; load, speed and ambience beside them. */
export const railCar: AssetType = {
  id: 'rail.car',
  label: 'Rail car',
  components: [...AXLE_BOXES.map(bearing), wheelset, ...DOORS.map(door)],
  signals,
  defaultRules,
};
