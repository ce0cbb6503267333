export {
  bearingFrequencies,
  type Bearing,
  type BearingFrequencies,
  BEARING_FAULTS,
} from './bearings/bearing-frequencies';
export { KNOWN_BEARINGS } from './bearings/known-bearings';
export { createExtractor, type ExtractedFeature, type Extractor } from './extractor/extractor';
export { extractorC, type CompiledExtractor } from './extractor/extractor-c';
export { type FeatureRequest, type FeatureSpec, type WideInput } from './extractor/feature-spec';
export { type FeatureKind } from './features/feature';
export { FEATURES } from './features/registry';
export {
  fitStandardisation,
  type InputQuantization,
  type Standardisation,
} from './standardising/standardisation';
export { featuresRuntime } from './c/features-runtime';
export { designResampler, type RateChange, type ResamplerDesign } from './resampling/design';
export { createResampler, type Resampler } from './resampling/resampler';
export { type CompiledResampler, resamplerC } from './resampling/resampler.c99';
export { standardise } from './standardising/standardisation';
