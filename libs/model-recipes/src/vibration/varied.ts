import { createResampler, designResampler } from '@fettle/features';
import type { Random } from '@fettle/kernel';
import { rescaled } from './windows';

/** How a machine's next recording may differ from this one. */
export interface Variation {
  /** Powers of two up and down within which its level lies. */
  readonly gainOctaves: number;
  /** Standard deviation of added white noise, in steps, at most. */
  readonly noiseSteps: number;
}

/** The samples as they would be had the machine run `percent` per cent slower (below 100) or faster, everything with it. */
export function atSpeed(samples: Int16Array, percent: number): Int16Array {
  return createResampler(designResampler({ fromHz: percent, toHz: 100 })).push(samples);
}

/** The window at another level and with noise, both drawn anew. */
export function varied(
  window: Int16Array,
  { gainOctaves, noiseSteps }: Variation,
  random: Random,
): Int16Array {
  const gain = 2 ** ((2 * random.next() - 1) * gainOctaves);
  const noise = random.next() * noiseSteps;
  return rescaled(
    Float64Array.from(window, (sample) => sample * gain + random.normal() * noise),
    1,
  );
}
