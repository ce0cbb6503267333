import { powerOfTwo } from '../arithmetic/power-of-two';
import { TableStep } from '../arithmetic/squashing-16';
import { Site } from './operator';
import { scaleOf } from './quantized';

/** A plain multiple of three for scales 2^(s - 12) with s in `plainShifts`, else a 15-bit multiplier and shift. */
export function tableStep(site: Site, plainShifts: readonly number[]): TableStep {
  const scale = scaleOf(site, site.input(0));
  site.require(powerOfTwo(scaleOf(site, site.output(0))) === -15, 'a 16-bit output needs scale 2^-15');
  const plain = 12 + (powerOfTwo(scale) ?? NaN);
  if (plainShifts.includes(plain)) return { multiplier: 3 << plain, shift: 0 };
  let multiplier = scale * 4096 * 3;
  let shift = 0;
  while (multiplier <= 32767 / 2 && shift <= 30) {
    shift++;
    multiplier *= 2;
  }
  site.require(multiplier <= 32767, 'the input scale is too large');
  return { multiplier: Math.trunc(multiplier), shift };
}
