import { CPart } from '../../c/c-part';
import { SPECTRUM } from '../../stages/stage';
import { FeatureKind } from '../feature';
import { emitMelLevels, MEL_LEVELS_C, melLevels, readMelBank } from '../log-mel/mel-bank';
import { logFormat, SampleScale, UNITS } from '../units';

const COSINES_C: CPart = {
  text: `/* out[j] = sum of levels[i] * table[j][i], the table with 14 fractional bits. */
static inline void fettle_cosine_transform(const int32_t *levels, int32_t bands, const int16_t *table, int32_t count,
  int32_t *out)
{
  for (int32_t j = 0; j < count; j++) {
    int64_t sum = 8192;
    for (int32_t i = 0; i < bands; i++) {
      sum += (int64_t)levels[i] * table[j * bands + i];
    }
    out[j] = (int32_t)(sum >> 14);
  }
}
`,
};

/** Orthonormal discrete cosine transform, type 2, in Q14. */
function cosineTable(bands: number, count: number): Int16Array {
  return Int16Array.from({ length: bands * count }, (_, place) => {
    const [j, i] = [Math.floor(place / bands), place % bands];
    return Math.round(
      16384 * Math.sqrt((j === 0 ? 1 : 2) / bands) * Math.cos((Math.PI * j * (i + 0.5)) / bands),
    );
  });
}

function cosineTransform(levels: Int32Array, table: Int16Array, out: Int32Array, at: number): void {
  const bands = levels.length;
  for (let j = 0; j * bands < table.length; j++) {
    let sum = 8192;
    for (let i = 0; i < bands; i++) sum += levels[i]! * table[j * bands + i]!;
    out[at + j] = Math.floor(sum / 16384);
  }
}

/**
 * The first `coefficients` (1 to `bands`, default 13) of the orthonormal cosine transform of natural logarithms of mel powers;
 * the device leaves them in base 2, Q10, and reading them as real multiplies by ln 2. Bands as `logMel`.
 */
export const MFCC: FeatureKind = {
  name: 'mfcc',
  title: 'mel frequency cepstral coefficients',
  source: 'Davis and Mermelstein 1980',
  unit: 'logPower',
  q: 10,
  spectral: true,
  parts: [COSINES_C, MEL_LEVELS_C[16], MEL_LEVELS_C[32]],
  prepare: (params, site) => {
    const bank = readMelBank(params, site);
    const { bands } = bank;
    const count = params.number('coefficients', {
      min: 1,
      max: bands,
      whole: true,
      otherwise: Math.min(13, bands),
    });
    const table = cosineTable(bands, count);
    const levels = new Int32Array(bands);
    return {
      labels: Array.from({ length: count }, (_, i) => `${i}`),
      format: logFormat('logPower'),
      stage: SPECTRUM,
      run: ({ spectrum }, out, at) => {
        melLevels(spectrum, bank, levels, 0);
        cosineTransform(levels, table, out, at);
      },
      emit: (c, at) => {
        c.use(COSINES_C);
        const fill = emitMelLevels(c, bank, site.width.bits, 'levels');
        const cosines = c.array('cosines', 'int16_t', table);
        return `{
    int32_t levels[${bands}];
    ${fill}
    fettle_cosine_transform(levels, ${bands}, ${cosines}, ${count}, out + ${at});
  }`;
      },
      toReal: (value, index, scale) => inNepers(value, index, bands, scale),
    };
  },
};

/** A change of scale moves every level alike, which only the first coefficient sees. */
function inNepers(value: number, index: number, bands: number, scale: SampleScale): number {
  const shared = index === 0 ? UNITS.logPower.toReal(0, scale) * Math.sqrt(bands) : 0;
  return (value / 1024 + shared) * Math.LN2;
}
