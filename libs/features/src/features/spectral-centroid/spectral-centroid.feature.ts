import { bitLength } from '../../arithmetic/integers';
import { BIT_LENGTH_C } from '../../arithmetic/integers.c99';
import { CPart } from '../../c/c-part';
import { power, Spectrum } from '../../stages/spectrum/spectrum';
import { SPECTRUM_C } from '../../stages/spectrum/spectrum.c99';
import { SPECTRUM } from '../../stages/stage';
import { SpectrumBits } from '../../transform/width';
import { FeatureKind } from '../feature';

/** Taken out of the global once: some hosts intercept every look-up of a global. */
const { floor, max } = Math;

const part = (bits: SpectrumBits): CPart => ({
  uses: [SPECTRUM_C[bits].type, BIT_LENGTH_C],
  text: `/* Power's centre of gravity in bins, 8 fractional bits; 0 where there is no power. */
static inline int32_t fettle_spectral_centroid${bits}(const fettle_spectrum${bits} *s)
{
  uint64_t sum = 0;
  uint64_t moment = 0;
  for (int32_t k = 1; k < s->size / 2; k++) {
    const uint64_t power = fettle_power${bits}(s->words, k);
    sum += power;
    moment += power * (uint32_t)k;
  }
  const int32_t spare = fettle_bit_length(sum) - 32;
  const int32_t shift = spare > 0 ? spare : 0;
  return sum == 0 ? 0 : (int32_t)((moment >> shift) * 256u / (sum >> shift));
}
`,
});
const CENTROID_C = { 16: part(16), 32: part(32) } as const;

/** The moment has up to 63 bits: it is summed in two halves. */
function centroidQ8({ words, size }: Spectrum): number {
  let [sum, high, low] = [0, 0, 0];
  for (let k = 1; k < size / 2; k++) {
    const bin = power(words, k);
    const top = floor(bin / 67108864);
    sum += bin;
    high += top * k;
    low += (bin - top * 67108864) * k;
  }
  if (sum === 0) return 0;
  const shift = BigInt(max(bitLength(sum) - 32, 0));
  const moment = (((BigInt(high) << 26n) + BigInt(low)) >> shift) * 256n;
  return Number(moment / (BigInt(sum) >> shift));
}

/** Centre of gravity of the spectrum's power, in bins of Q8, read as Hz. 0 for a constant window. */
export const SPECTRAL_CENTROID: FeatureKind = {
  name: 'spectralCentroid',
  title: "centre of gravity of the spectrum's power",
  source: 'Peeters 2004',
  unit: 'bin',
  q: 8,
  spectral: true,
  parts: [CENTROID_C[16], CENTROID_C[32]],
  prepare: (_, { width: { bits } }) => ({
    labels: [''],
    format: { q: 8, unit: 'bin' },
    stage: SPECTRUM,
    run: ({ spectrum }, out, at) => {
      out[at] = centroidQ8(spectrum);
    },
    emit: (c, at) => {
      c.use(CENTROID_C[bits]);
      return `out[${at}] = fettle_spectral_centroid${bits}(&spectrum);`;
    },
  }),
};
