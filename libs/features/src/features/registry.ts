import { BAND_ENERGY } from './band-energy/band-energy.feature';
import { CREST } from './crest/crest.feature';
import { DOMINANT_FREQUENCY } from './dominant-frequency/dominant-frequency.feature';
import { FAULT_LINES } from './fault-lines/fault-lines.feature';
import { FeatureKind } from './feature';
import { KURTOSIS } from './kurtosis/kurtosis.feature';
import { LOG_MEL } from './log-mel/log-mel.feature';
import { MAXIMUM } from './maximum/maximum.feature';
import { MEAN } from './mean/mean.feature';
import { MEAN_ABSOLUTE } from './mean-absolute/mean-absolute.feature';
import { MFCC } from './mfcc/mfcc.feature';
import { MINIMUM } from './minimum/minimum.feature';
import { PEAK } from './peak/peak.feature';
import { PEAK_TO_PEAK } from './peak-to-peak/peak-to-peak.feature';
import { RMS } from './rms/rms.feature';
import { SKEWNESS } from './skewness/skewness.feature';
import { SPECTRAL_CENTROID } from './spectral-centroid/spectral-centroid.feature';
import { STANDARD_DEVIATION } from './standard-deviation/standard-deviation.feature';
import { VARIANCE } from './variance/variance.feature';
import { ZERO_CROSSINGS } from './zero-crossings/zero-crossings.feature';

/** Every kind of feature, one row each. */
export const FEATURES: readonly FeatureKind[] = [
  MEAN,
  MINIMUM,
  MAXIMUM,
  PEAK,
  PEAK_TO_PEAK,
  RMS,
  STANDARD_DEVIATION,
  VARIANCE,
  MEAN_ABSOLUTE,
  CREST,
  KURTOSIS,
  SKEWNESS,
  ZERO_CROSSINGS,
  BAND_ENERGY,
  SPECTRAL_CENTROID,
  DOMINANT_FREQUENCY,
  FAULT_LINES,
  LOG_MEL,
  MFCC,
];

const byName = new Map(FEATURES.map((kind) => [kind.name, kind]));

/** The kind of that name; undefined where there is none. */
export function featureKind(name: string): FeatureKind | undefined {
  return byName.get(name);
}
