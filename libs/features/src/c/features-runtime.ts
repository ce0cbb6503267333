import { FEATURES } from '../features/registry';
import { NARROW_C } from '../extractor/narrow';
import { RESAMPLE_C } from '../resampling/resampler.c99';
import { STANDARDISE_C } from '../standardising/standardisation';
import { ENVELOPE_C } from '../stages/envelope/envelope.c99';
import { SPECTRUM_C } from '../stages/spectrum/spectrum.c99';
import { headerOf } from './runtime-header';

/** `fettle_features.h` with everything: for programs with several extractors. What they do not call costs no flash. */
export function featuresRuntime(): string {
  return headerOf([
    ...FEATURES.flatMap(({ parts }) => parts),
    ...([16, 32] as const).flatMap((bits) => [SPECTRUM_C[bits].window, ENVELOPE_C[bits]]),
    NARROW_C,
    STANDARDISE_C,
    RESAMPLE_C,
  ]);
}
