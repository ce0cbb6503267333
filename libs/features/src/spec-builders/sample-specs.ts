import { KNOWN_BEARINGS } from '../bearings/known-bearings';
import { FeatureSpec } from '../extractor/feature-spec';
import { FeatureRequest } from '../extractor/feature-spec';
import { SpectrumBits } from '../transform/width';

/** Every feature of a window's samples, the logarithms among them. */
export const TIME_FEATURES: readonly FeatureRequest[] = [
  ...['mean', 'minimum', 'maximum', 'peak', 'peakToPeak', 'rms', 'standardDeviation', 'variance'],
  ...['meanAbsolute', 'crest', 'kurtosis', 'skewness', 'zeroCrossings'],
]
  .map((name): FeatureRequest => ({ name }))
  .concat(
    ['peak', 'rms', 'variance', 'crest', 'kurtosis'].map((name) => ({ name, params: { log: true } })),
    { name: 'zeroCrossings', params: { hysteresis: 40 } },
  );

/** Vibration as the IMS rig records it: 20 kHz, 2,000 rpm, 0.001 g a step. */
export function vibrationSpec(samplesPerWindow: number, spectrumBits: SpectrumBits): FeatureSpec {
  return {
    sampleRateHz: 20000,
    samplesPerWindow,
    scale: 0.001,
    spectrumBits,
    features: [
      {
        name: 'faultLines',
        params: {
          bandHz: [2000, 6000],
          bearing: { ...KNOWN_BEARINGS.za2115, shaftHz: 2000 / 60 },
          harmonics: 4,
        },
      },
      { name: 'rms' },
      { name: 'bandEnergy', params: { edgesHz: [0, 625, 1250, 2500, 5000, 10000] } },
      { name: 'spectralCentroid' },
      { name: 'kurtosis' },
      { name: 'dominantFrequency' },
      {
        name: 'faultLines',
        params: { bandHz: [500, 9000], lines: { outer: 236.4, inner: 296.9 }, tolerance: 0.01 },
      },
    ],
  };
}

/** Sound: frames of 512 samples at 16 kHz. */
export function soundSpec(spectrumBits: SpectrumBits): FeatureSpec {
  return {
    sampleRateHz: 16000,
    samplesPerWindow: 512,
    scale: 1 / 32768,
    spectrumBits,
    features: [
      { name: 'mfcc', params: { bands: 26, lowHz: 100 } },
      { name: 'logMel', params: { bands: 20, lowHz: 80, highHz: 7600 } },
    ],
  };
}
