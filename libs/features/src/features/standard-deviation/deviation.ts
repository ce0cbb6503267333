import { roundedRoot } from '../../arithmetic/integers';
import { ROUNDED_ROOT_C } from '../../arithmetic/integers.c99';
import { CPart } from '../../c/c-part';
import { Sums, varianceQ16 } from '../../stages/sums/sums';
import { VARIANCE_C } from '../../stages/sums/sums.c99';

/** Root of the variance in Q8. */
export function deviationQ8(sums: Sums): number {
  return roundedRoot(varianceQ16(sums));
}

export const DEVIATION_C: CPart = {
  uses: [VARIANCE_C, ROUNDED_ROOT_C],
  text: `/* Root of the variance, 8 fractional bits. */
static inline int32_t fettle_deviation(const fettle_sums *s)
{
  return fettle_rounded_root(fettle_variance_q16(s));
}
`,
};
