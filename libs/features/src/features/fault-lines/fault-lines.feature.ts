import { log2Fixed } from '../../arithmetic/log2';
import { LOG2_C } from '../../arithmetic/log2.c99';
import { CPart } from '../../c/c-part';
import { power, Spectrum } from '../../stages/spectrum/spectrum';
import { SPECTRUM_C } from '../../stages/spectrum/spectrum.c99';
import { envelopeStage } from '../../stages/stage';
import { SpectrumBits } from '../../transform/width';
import { FeatureKind } from '../feature';
import { logFormat } from '../units';
import { FIRST_LINE_BIN, floorEnd, readBand, readLines } from './lines';

const part = (bits: SpectrumBits): CPart => ({
  uses: [SPECTRUM_C[bits].type, LOG2_C],
  text: `/* Mean logarithm of the powers of bins before end: what the lines stand out of, hardly moved by the lines themselves. */
static inline int32_t fettle_floor_level${bits}(const fettle_spectrum${bits} *s, int32_t end)
{
  int32_t sum = 0;
  for (int32_t k = ${FIRST_LINE_BIN}; k < end; k++) {
    sum += fettle_log2(fettle_power${bits}(s->words, k));
  }
  return sum / (end - ${FIRST_LINE_BIN});
}

/* Logarithm of the mean of the largest powers between each harmonic's first and last bin, above the floor. */
static inline int32_t fettle_line_level${bits}(const fettle_spectrum${bits} *s, const int16_t *bins, int32_t harmonics,
  int32_t floor_level)
{
  uint64_t sum = 0;
  for (int32_t h = 0; h < harmonics; h++) {
    uint64_t most = 0;
    for (int32_t k = bins[2 * h]; k <= bins[2 * h + 1]; k++) {
      const uint64_t power = fettle_power${bits}(s->words, k);
      most = power > most ? power : most;
    }
    sum += most;
  }
  return fettle_log2(sum / (uint32_t)harmonics) - floor_level;
}
`,
});
const LINES_C = { 16: part(16), 32: part(32) } as const;

function floorLevel({ words }: Spectrum, end: number): number {
  let sum = 0;
  for (let k = FIRST_LINE_BIN; k < end; k++) sum += log2Fixed(power(words, k));
  return Math.floor(sum / (end - FIRST_LINE_BIN));
}

function lineLevel({ words }: Spectrum, bins: Int16Array, floor: number): number {
  let sum = 0;
  for (let i = 0; i < bins.length; i += 2) {
    let most = 0;
    for (let k = bins[i]!; k <= bins[i + 1]!; k++) most = Math.max(most, power(words, k));
    sum += most;
  }
  return log2Fixed(Math.floor(sum / (bins.length / 2))) - floor;
}

/**
 * How far the lines of each fault stand out of the envelope spectrum of `bandHz` (two edges): log2 of power over the mean log2
 * of the bins around, Q10. Noise alone gives 1 to 2; the scale of the signal does not matter. Faults and their frequencies: `lines`
 * by name in Hz, or `bearing` (geometry and shaft speed) and `faults`; see `readLines` for `harmonics` and `tolerance`.
 */
export const FAULT_LINES: FeatureKind = {
  name: 'faultLines',
  title: "log2 of the power at faults' frequencies in the envelope, over its floor",
  source: 'Randall and Antoni 2011',
  unit: 'logRatio',
  q: 10,
  spectral: true,
  parts: [LINES_C[16], LINES_C[32]],
  prepare: (params, site) => {
    const band = readBand(params, site);
    const faults = readLines(params, site, band);
    const end = floorEnd(faults, band);
    const { bits } = site.width;
    return {
      labels: faults.map(({ name }) => name),
      format: logFormat('logRatio'),
      stage: envelopeStage(band),
      run: ({ spectrum }, out, at) => {
        const floor = floorLevel(spectrum, end);
        faults.forEach(({ bins }, i) => (out[at + i] = lineLevel(spectrum, bins, floor)));
      },
      emit: (c, at) => {
        c.use(LINES_C[bits]);
        const calls = faults.map(({ bins }, i) => {
          const table = c.array('lines', 'int16_t', bins);
          return `    out[${at + i}] = fettle_line_level${bits}(&spectrum, ${table}, ${bins.length / 2}, floor_level);`;
        });
        return [
          `{\n    const int32_t floor_level = fettle_floor_level${bits}(&spectrum, ${end});`,
          ...calls,
          '  }',
        ].join('\n');
      },
    };
  },
};
