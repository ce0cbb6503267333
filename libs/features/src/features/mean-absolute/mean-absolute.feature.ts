import { SUMS } from '../../stages/stage';
import { SUMS_C } from '../../stages/sums/sums.c99';
import { quotient } from '../../arithmetic/integers';
import { scalarFeature } from '../scalar';

function meanAbsoluteQ8(samples: Int16Array, meanQ8: number): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += Math.abs(samples[i]! * 256 - meanQ8);
  return quotient(sum + (samples.length >> 1), samples.length);
}

/** About the mean. */
export const MEAN_ABSOLUTE = scalarFeature({
  name: 'meanAbsolute',
  title: 'mean distance from the mean',
  source: 'ISO 2041, about the mean',
  unit: 'amplitude',
  q: 8,
  stage: SUMS,
  of: ({ samples, sums }) => meanAbsoluteQ8(samples, sums.meanQ8),
  part: {
    uses: [SUMS_C],
    text: `/* Mean distance from the mean, 8 fractional bits. */
static inline int32_t fettle_mean_absolute(const int16_t *x, const fettle_sums *s)
{
  int64_t sum = 0;
  for (int32_t i = 0; i < s->count; i++) {
    const int32_t distance = x[i] * 256 - s->mean_q8;
    sum += distance < 0 ? -distance : distance;
  }
  return (int32_t)((sum + s->count / 2) / s->count);
}
`,
  },
  call: 'fettle_mean_absolute(samples, &sums)',
});
