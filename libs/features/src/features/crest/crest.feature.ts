import { DEVIATION_C, deviationQ8 } from '../standard-deviation/deviation';
import { SUMS } from '../../stages/stage';
import { Sums } from '../../stages/sums/sums';
import { quotient } from '../../arithmetic/integers';
import { scalarFeature } from '../scalar';

function crestQ8(sums: Sums): number {
  const deviation = deviationQ8(sums);
  return deviation === 0 ? 0 : quotient(sums.peakQ8 * 256, deviation);
}

/** Both about the mean; 0 for a constant window. */
export const CREST = scalarFeature({
  name: 'crest',
  title: 'peak over standard deviation',
  source: 'ISO 2041, about the mean',
  unit: 'ratio',
  q: 8,
  stage: SUMS,
  of: ({ sums }) => crestQ8(sums),
  part: {
    uses: [DEVIATION_C],
    text: `/* Peak over standard deviation, 8 fractional bits; 0 for a constant window. */
static inline int32_t fettle_crest(const fettle_sums *s)
{
  const uint32_t deviation = (uint32_t)fettle_deviation(s);
  return deviation == 0 ? 0 : (int32_t)((uint32_t)s->peak_q8 * 256u / deviation);
}
`,
  },
  call: 'fettle_crest(&sums)',
});
