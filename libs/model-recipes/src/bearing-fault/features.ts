import type { FeatureReport } from '@fettle/device-models';
import { type FeatureSpec, KNOWN_BEARINGS } from '@fettle/features';

/** Halfway between the speeds without load and with 3 hp, 1,797 and 1,730 /min: lines within 3 % cover both, with slip. */
const SHAFT_HZ = 1764 / 60;

const lines = (bandHz: readonly [number, number]) => ({
  name: 'faultLines',
  params: {
    bearing: { ...KNOWN_BEARINGS.skf6205, shaftHz: SHAFT_HZ },
    faults: ['bpfo', 'bpfi', 'bsf'],
    bandHz,
    tolerance: 0.03,
  },
});

/** 0.17 s, five turns, of the drive end's accelerometer: 2,048 samples at 12 kHz of a sensor of ±16 g, 0.0005 g a step. */
export const FAULT_WINDOW: FeatureSpec = {
  sampleRateHz: 12_000,
  samplesPerWindow: 2048,
  scale: 0.0005,
  features: [
    { name: 'meanAbsolute' },
    { name: 'rms', params: { log: true } },
    { name: 'kurtosis', params: { log: true } },
    { name: 'crest', params: { log: true } },
    {
      name: 'bandEnergy',
      params: { edgesHz: [60, 300, 600, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 5000, 6000] },
    },
    lines([300, 1500]),
    lines([1500, 2800]),
    lines([2800, 4500]),
  ],
};

/** Reported, not seen: a level in g says how the sensor sits as much as what is wrong. Q8 of 0.0005 g in 0.0001 g. */
export const UNSEEN = ['meanAbsolute'];
export const FAULT_REPORTS: readonly FeatureReport[] = [
  { feature: 'meanAbsolute', role: 'mean_abs', multiplier: 5, shift: 8, exponent: -4 },
];
