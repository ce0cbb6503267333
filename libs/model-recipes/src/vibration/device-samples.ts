import { createResampler, designResampler, type FeatureSpec } from '@fettle/features';
import { rescaled } from './windows';

/** Samples as somebody recorded them. */
export interface Recording {
  readonly samples: Int16Array;
  /** The signal's unit a step. */
  readonly scale: number;
  readonly sampleRateHz: number;
}

/** A recording's samples as a device has them: at its rate and scale, whatever those of the recording were. */
export function deviceSamples(
  { samples, scale, sampleRateHz }: Recording,
  device: Pick<FeatureSpec, 'sampleRateHz' | 'scale'>,
): Int16Array {
  const { sampleRateHz: toHz } = device;
  const atRate =
    sampleRateHz === toHz
      ? samples
      : createResampler(designResampler({ fromHz: sampleRateHz, toHz })).push(samples);
  return rescaled(atRate, scale / device.scale);
}
