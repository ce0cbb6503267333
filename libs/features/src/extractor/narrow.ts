import { roundedShift } from '../arithmetic/integers';
import { CPart } from '../c/c-part';
import { WideInput } from './feature-spec';

/** 32-bit samples as a window of int16: beyond its range they stay at its ends. */
export function narrow(samples: Int32Array, { offset, shift }: WideInput, out: Int16Array): Int16Array {
  for (let i = 0; i < out.length; i++) {
    out[i] = Math.max(-32768, Math.min(32767, roundedShift(samples[i]! - offset, shift)));
  }
  return out;
}

export const NARROW_C: CPart = {
  text: `/* (sample - offset) / 2^shift, halves up, within 16 bits. */
static inline void fettle_narrow(const int32_t *x, int32_t count, int32_t offset, int32_t shift, int16_t *out)
{
  const int64_t round = ((int64_t)1 << shift) >> 1;
  for (int32_t i = 0; i < count; i++) {
    const int64_t value = ((int64_t)x[i] - offset + round) >> shift;
    out[i] = (int16_t)(value < -32768 ? -32768 : value > 32767 ? 32767 : value);
  }
}
`,
};
