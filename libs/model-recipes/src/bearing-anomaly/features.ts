import { type FeatureReport } from '@fettle/device-models';
import { IMS_RAW } from '@fettle/datasets';
import { type FeatureSpec, KNOWN_BEARINGS } from '@fettle/features';

const lines = (bandHz: readonly [number, number]) => ({
  name: 'faultLines',
  params: {
    bearing: { ...KNOWN_BEARINGS.za2115, shaftHz: IMS_RAW.shaftHz },
    faults: ['bpfo', 'bpfi', 'bsf'],
    bandHz,
  },
});

/** A twentieth of a second of one accelerometer: 1,024 samples at 20 kHz, 0.001 g a step. */
export const BEARING_WINDOW: FeatureSpec = {
  sampleRateHz: IMS_RAW.sampleRateHz,
  samplesPerWindow: 1024,
  scale: IMS_RAW.scale,
  features: [
    { name: 'rms' },
    { name: 'kurtosis' },
    { name: 'crest' },
    { name: 'meanAbsolute' },
    {
      name: 'bandEnergy',
      params: { edgesHz: [100, 500, 1000, 2000, 3000, 4000, 5000, 6000, 8000, 10_000] },
    },
    lines([2000, 4500]),
    lines([4500, 7500]),
  ],
};

/** Q8 of a step of 0.001 g in 0.0001 g, and Q8 in thousandths. */
const level = { multiplier: 10, shift: 8, exponent: -4 } as const;
const ratio = { multiplier: 1000, shift: 8, exponent: -3 } as const;

/** What the rig's signals take of a window, as their integers. */
export const BEARING_REPORTS: readonly FeatureReport[] = [
  { feature: 'rms', role: 'rms', ...level },
  { feature: 'kurtosis', role: 'kurtosis', ...ratio },
  { feature: 'crest', role: 'crest', ...ratio },
  { feature: 'meanAbsolute', role: 'mean_abs', ...level },
];
