import { SUMS } from '../../stages/stage';
import { VARIANCE_C } from '../../stages/sums/sums.c99';
import { roundedShift } from '../../arithmetic/integers';
import { scalarFeature } from '../scalar';
import { varianceQ16 } from '../../stages/sums/sums';

/** Whole squared steps: 30 bits are the most it has. Small signals are better told by `standardDeviation`. */
export const VARIANCE = scalarFeature({
  name: 'variance',
  title: 'mean squared distance from the mean',
  source: 'ISO 3534-1, divided by n',
  unit: 'power',
  q: 0,
  stage: SUMS,
  of: ({ sums }) => roundedShift(varianceQ16(sums), 16),
  part: {
    uses: [VARIANCE_C],
    text: `/* Variance, no fractional bits. */
static inline int32_t fettle_variance(const fettle_sums *s)
{
  return (int32_t)((fettle_variance_q16(s) + 32768u) >> 16);
}
`,
  },
  call: 'fettle_variance(&sums)',
});
