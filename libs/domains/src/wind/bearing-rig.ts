import type {
  AssetType,
  ComponentDefinition,
  RunToFailureExperience,
  SignalDefinition,
} from '../domain-pack';
import { HOUR_MS, MINUTE_MS } from '@fettle/kernel';
import { forecastRules, limitRule } from '../rules';
import { gauge } from '../signals';

export const RIG_BEARINGS = [1, 2, 3, 4] as const;

/** What the label of a bearing's damaged part counts, from 0. */
const DAMAGED_PARTS = ['none', 'ball', 'inner race', 'outer race'] as const;

function signalsOf(n: number): SignalDefinition[] {
  const component = `bearing_${n}`;
  const shape = { cadenceMs: 10 * MINUTE_MS, component };
  return [
    gauge(n * 10, `${component}_rms`, `Bearing ${n} RMS`, {
      unit: 'g',
      range: [0, 50],
      exponent: -4,
      ...shape,
    }),
    gauge(n * 10 + 1, `${component}_kurtosis`, `Bearing ${n} kurtosis`, {
      unit: '1',
      range: [0, 500],
      exponent: -3,
      ...shape,
    }),
    gauge(n * 10 + 2, `${component}_crest`, `Bearing ${n} crest factor`, {
      unit: '1',
      range: [0, 200],
      exponent: -3,
      ...shape,
    }),
    gauge(n * 10 + 3, `${component}_mean_abs`, `Bearing ${n} mean absolute`, {
      unit: 'g',
      range: [0, 50],
      exponent: -4,
      ...shape,
    }),
    {
      ...gauge(n * 10 + 4, `${component}_anomaly`, `Bearing ${n} anomaly`, {
        unit: '1',
        range: [0, 1],
        exponent: -3,
        ...shape,
      }),
      kind: 'probability',
    },
    {
      ...gauge(n * 10 + 5, `${component}_fault`, `Bearing ${n} damaged part`, {
        unit: '1',
        range: [0, DAMAGED_PARTS.length - 1],
        exponent: 0,
        ...shape,
      }),
      kind: 'label',
    },
    {
      ...gauge(n * 10 + 6, `${component}_fault_probability`, `Bearing ${n} chance of damage`, {
        unit: '1',
        range: [0, 1],
        exponent: -3,
        ...shape,
      }),
      kind: 'probability',
    },
  ];
}

/**
 * In test 1 bearings 3 and 4 were stopped at 0.88 and 0.44 of the way to four times their first five days: two parts, so
 * the spread is rough. How speeds gain is that of simulated parts; how long a quiet bearing lives, nobody knows.
 */
const FIRST_TEST: RunToFailureExperience = {
  gain: [0.075, 0.2375],
  gainSpread: [0.161, 0.219],
  thresholdSpread: 0.4,
  source: 'threshold: IMS test 1; the rest: simulated parts. tests/bench/forecasting/experience.e2e-spec.ts',
};

function bearing(n: number): ComponentDefinition {
  return {
    id: `bearing_${n}`,
    label: `Bearing ${n}`,
    failureModes: [
      {
        id: 'raceway_spall',
        label: 'Raceway spalling',
        remedy: 'Stop the rig and change the bearing',
        indicators: [{ signal: `bearing_${n}_rms`, healthy: 0.075, failed: 0.3, weight: 1, scale: 'log' }],
        experience: FIRST_TEST,
      },
    ],
  };
}

/** Four bearings on one shaft under radial load, a snapshot of one second every ten minutes (Qiu et al. 2006). */
export const bearingRig: AssetType = {
  id: 'wind.bearing_rig',
  label: 'Bearing test rig',
  components: RIG_BEARINGS.map(bearing),
  signals: RIG_BEARINGS.flatMap(signalsOf),
  defaultRules: [
    ...RIG_BEARINGS.map((n) =>
      limitRule(`Bearing ${n} vibration`, `bearing_${n}_rms`, {
        comparison: '>',
        threshold: 0.15,
        recovery: 0.12,
        pendingMs: 2 * HOUR_MS,
      }),
    ),
    ...RIG_BEARINGS.map((n) =>
      limitRule(`Bearing ${n} mean vibration`, `bearing_${n}_mean_abs`, {
        comparison: '>',
        threshold: 0.16,
        recovery: 0.14,
        pendingMs: 2 * HOUR_MS,
      }),
    ),
    ...RIG_BEARINGS.map((n) =>
      limitRule(`Bearing ${n} unlike a healthy bearing`, `bearing_${n}_anomaly`, {
        comparison: '>',
        threshold: 0.5,
        recovery: 0.45,
        severity: 'warning',
      }),
    ),
    ...forecastRules(),
  ],
};
