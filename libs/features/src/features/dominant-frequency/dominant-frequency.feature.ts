import { CPart } from '../../c/c-part';
import { power, Spectrum } from '../../stages/spectrum/spectrum';
import { SPECTRUM_C } from '../../stages/spectrum/spectrum.c99';
import { SPECTRUM } from '../../stages/stage';
import { SpectrumBits } from '../../transform/width';
import { FeatureKind } from '../feature';

const part = (bits: SpectrumBits): CPart => ({
  uses: [SPECTRUM_C[bits].type],
  text: `/* The bin of most power, the lowest of equals; 0 where there is none. */
static inline int32_t fettle_dominant_bin${bits}(const fettle_spectrum${bits} *s)
{
  int32_t best = 0;
  uint64_t most = 0;
  for (int32_t k = 1; k < s->size / 2; k++) {
    const uint64_t power = fettle_power${bits}(s->words, k);
    if (power > most) {
      most = power;
      best = k;
    }
  }
  return best;
}
`,
});
const DOMINANT_C = { 16: part(16), 32: part(32) } as const;

function dominantBin({ words, size }: Spectrum): number {
  let [best, most] = [0, 0];
  for (let k = 1; k < size / 2; k++) {
    const bin = power(words, k);
    if (bin > most) [best, most] = [k, bin];
  }
  return best;
}

/** The bin of most power, read as Hz; within half a bin of a lone sine. 0 for a constant window. */
export const DOMINANT_FREQUENCY: FeatureKind = {
  name: 'dominantFrequency',
  title: 'frequency of the largest line',
  source: 'Harris 1978',
  unit: 'bin',
  q: 0,
  spectral: true,
  parts: [DOMINANT_C[16], DOMINANT_C[32]],
  prepare: (_, { width: { bits } }) => ({
    labels: [''],
    format: { q: 0, unit: 'bin' },
    stage: SPECTRUM,
    run: ({ spectrum }, out, at) => {
      out[at] = dominantBin(spectrum);
    },
    emit: (c, at) => {
      c.use(DOMINANT_C[bits]);
      return `out[${at}] = fettle_dominant_bin${bits}(&spectrum);`;
    },
  }),
};
