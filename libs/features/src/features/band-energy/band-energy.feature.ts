import { CPart } from '../../c/c-part';
import { power } from '../../stages/spectrum/spectrum';
import { SPECTRUM_C } from '../../stages/spectrum/spectrum.c99';
import { SPECTRUM, Workspace } from '../../stages/stage';
import { SpectrumBits } from '../../transform/width';
import { FeatureKind } from '../feature';
import { edgesToBins, frequencies } from '../spectral/bins';
import { LEVEL_C, levelOf, windowOffset } from '../spectral/level';
import { logFormat } from '../units';

const part = (bits: SpectrumBits): CPart => ({
  uses: [SPECTRUM_C[bits].type, LEVEL_C],
  text: `/* Levels of count bands; band i has the bins from edges[i] up to, not with, edges[i + 1]. */
static inline void fettle_band_levels${bits}(const fettle_spectrum${bits} *s, const int16_t *edges, int32_t count,
  int32_t offset, int32_t *out)
{
  for (int32_t i = 0; i < count; i++) {
    uint64_t sum = 0;
    for (int32_t k = edges[i]; k < edges[i + 1]; k++) {
      sum += fettle_power${bits}(s->words, k);
    }
    out[i] = fettle_level(sum, s->exponent, offset);
  }
}
`,
});
const BAND_LEVELS_C = { 16: part(16), 32: part(32) } as const;

function bandLevel(
  { words, exponent }: Workspace['spectrum'],
  from: number,
  to: number,
  offset: number,
): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += power(words, k);
  return levelOf({ high: 0, low: sum }, exponent, offset);
}

/**
 * Mean square of the signal in each band `edgesHz[i]` to `edgesHz[i + 1]` (2 to 65 edges), as log2 in Q10. A bin belongs to
 * the band that its centre is in. A sine of amplitude a away from the edges has a^2 / 2.
 */
export const BAND_ENERGY: FeatureKind = {
  name: 'bandEnergy',
  title: 'log2 of the mean square in bands of the spectrum',
  source: 'Heinzel, Rüdiger and Schilling 2002',
  unit: 'logPower',
  q: 10,
  spectral: true,
  parts: [BAND_LEVELS_C[16], BAND_LEVELS_C[32]],
  prepare: (params, site) => {
    const edgesHz = params.ascending('edgesHz', { min: 2, max: 65 }, frequencies(site));
    const edges = Int16Array.from(edgesToBins(edgesHz, site, params, 'edgesHz'));
    const offset = windowOffset(site.count);
    const { bits } = site.width;
    return {
      labels: edgesHz.slice(1).map((to, i) => `${edgesHz[i]}-${to}`),
      format: logFormat('logPower'),
      stage: SPECTRUM,
      run: ({ spectrum }, out, at) => {
        for (let i = 0; i + 1 < edges.length; i++)
          out[at + i] = bandLevel(spectrum, edges[i]!, edges[i + 1]!, offset);
      },
      emit: (c, at) => {
        c.use(BAND_LEVELS_C[bits]);
        const table = c.array('edges', 'int16_t', edges);
        return `fettle_band_levels${bits}(&spectrum, ${table}, ${edges.length - 1}, ${offset}, out + ${at});`;
      },
    };
  },
};
