import { CPart } from '../../c/c-part';
import { SUMS } from '../../stages/stage';
import { SUMS_C } from '../../stages/sums/sums.c99';
import { FeatureKind } from '../feature';

const ZERO_CROSSINGS_C: CPart = {
  uses: [SUMS_C],
  text: `/* How often samples go from one side of the mean to the other, each by more than the hysteresis (8 fractional bits). */
static inline int32_t fettle_zero_crossings(const int16_t *x, const fettle_sums *s, int32_t hysteresis)
{
  int32_t side = 0;
  int32_t crossings = 0;
  for (int32_t i = 0; i < s->count; i++) {
    const int32_t distance = x[i] * 256 - s->mean_q8;
    const int32_t now = distance > hysteresis ? 1 : distance < -hysteresis ? -1 : side;
    crossings += side != 0 && now != side ? 1 : 0;
    side = now;
  }
  return crossings;
}
`,
};

function crossings(samples: Int16Array, meanQ8: number, hysteresis: number): number {
  let [side, count] = [0, 0];
  for (let i = 0; i < samples.length; i++) {
    const distance = samples[i]! * 256 - meanQ8;
    const now = distance > hysteresis ? 1 : distance < -hysteresis ? -1 : side;
    if (side !== 0 && now !== side) count++;
    side = now;
  }
  return count;
}

/** Crossings of the mean. `hysteresis` (steps, default 0): how far beyond the mean a sample has to be to count as across. */
export const ZERO_CROSSINGS: FeatureKind = {
  name: 'zeroCrossings',
  title: 'crossings of the mean',
  source: 'Kedem 1986',
  unit: 'count',
  q: 0,
  spectral: false,
  parts: [ZERO_CROSSINGS_C],
  prepare: (params) => {
    const hysteresis = params.number('hysteresis', { min: 0, max: 32767, whole: true, otherwise: 0 }) * 256;
    return {
      labels: [''],
      format: { q: 0, unit: 'count' },
      stage: SUMS,
      run: ({ samples, sums }, out, at) => {
        out[at] = crossings(samples, sums.meanQ8, hysteresis);
      },
      emit: (c, at) => {
        c.use(ZERO_CROSSINGS_C);
        return `out[${at}] = fettle_zero_crossings(samples, &sums, ${hysteresis});`;
      },
    };
  },
};
