import { SCALED_QUOTIENT_C, ROUNDED_ROOT_C } from '../../arithmetic/integers.c99';
import { SUMS } from '../../stages/stage';
import { SUMS_C } from '../../stages/sums/sums.c99';
import { scalarFeature } from '../scalar';
import { scaledQuotient, roundedRoot } from '../../arithmetic/integers';

/** Of the samples as they are; `standardDeviation` is the same about the mean. */
export const RMS = scalarFeature({
  name: 'rms',
  title: 'root mean square, the mean included',
  source: 'ISO 2041',
  unit: 'amplitude',
  q: 8,
  stage: SUMS,
  of: ({ sums }) => roundedRoot(scaledQuotient(sums.squares, sums.count, 16)),
  part: {
    uses: [SUMS_C, SCALED_QUOTIENT_C, ROUNDED_ROOT_C],
    text: `/* Root mean square, 8 fractional bits. */
static inline int32_t fettle_rms(const fettle_sums *s)
{
  return fettle_rounded_root(fettle_scaled_quotient(s->squares, (uint32_t)s->count, 16));
}
`,
  },
  call: 'fettle_rms(&sums)',
});
