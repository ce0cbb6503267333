import { CPart } from '../../c/c-part';
import { CText } from '../../c/c-text';
import { power, Spectrum } from '../../stages/spectrum/spectrum';
import { SPECTRUM_C } from '../../stages/spectrum/spectrum.c99';
import { SpectrumBits } from '../../transform/width';
import { Site } from '../feature';
import { Params } from '../params';
import { frequencies } from '../spectral/bins';
import { LEVEL_C, levelOf, windowOffset } from '../spectral/level';

/** Taken out of the global once: some hosts intercept every look-up of a global. */
const { floor, max, min, round, ceil, log10 } = Math;

/**
 * Triangles with their peaks at 1, evenly spaced in mel, each reaching to its neighbours' peaks. `edges`: first bin of each
 * of the `bands + 1` stretches between peaks, and one past the last; `rising`: in Q10, how much of a bin goes to the triangle
 * that rises over it; the rest goes to the one that falls. `offset`: as for bands, with the ten bits of the weights.
 */
export interface MelBank {
  readonly bands: number;
  readonly edges: Int16Array;
  readonly rising: Int16Array;
  readonly offset: number;
}

const toMel = (hz: number): number => 2595 * log10(1 + hz / 700);
const fromMel = (mel: number): number => 700 * (10 ** (mel / 2595) - 1);

/** From `bands` (2 to 64), `lowHz` (0) and `highHz` (half the rate). Refuses triangles that no bin would reach. */
export function readMelBank(params: Params, site: Site): MelBank {
  const range = frequencies(site);
  const bands = params.number('bands', { min: 2, max: 64, whole: true, otherwise: 40 });
  const lowHz = params.number('lowHz', { ...range, otherwise: 0 });
  const highHz = params.number('highHz', { ...range, otherwise: range.max });
  if (highHz <= lowHz) params.refuse('highHz', 'has to be above lowHz');
  const stepMel = (toMel(highHz) - toMel(lowHz)) / (bands + 1);
  const peaks = Array.from({ length: bands + 2 }, (_, i) => fromMel(toMel(lowHz) + i * stepMel));
  const binHz = site.sampleRateHz / site.count;
  const edges = Int16Array.from(peaks, (hz) => min(max(ceil(hz / binHz - 1e-9), 1), site.count / 2));
  const starved = peaks.findIndex((_, i) => i > 1 && edges[i]! <= edges[i - 2]!);
  if (starved > 0)
    params.refuse('bands', `no bin for triangle ${starved - 2}: fewer bands or a longer window`);
  const rising = new Int16Array(edges[bands + 1]! - edges[0]!);
  for (let stretch = 0; stretch <= bands; stretch++) {
    for (let k = edges[stretch]!; k < edges[stretch + 1]!; k++) {
      const part = (k * binHz - peaks[stretch]!) / (peaks[stretch + 1]! - peaks[stretch]!);
      rising[k - edges[0]!] = round(1024 * min(max(part, 0), 1));
    }
  }
  return { bands, edges, rising, offset: windowOffset(site.count) + 10240 };
}

/** Levels of the bank's triangles in Q10. Sums of up to 63 bits, in two halves. */
export function melLevels(spectrum: Spectrum, bank: MelBank, out: Int32Array, at: number): void {
  const { bands, edges, rising, offset } = bank;
  let [fallHigh, fallLow] = [0, 0];
  for (let stretch = 0; stretch <= bands; stretch++) {
    let [riseHigh, riseLow, nextHigh, nextLow] = [0, 0, 0, 0];
    for (let k = edges[stretch]!; k < edges[stretch + 1]!; k++) {
      const bin = power(spectrum.words, k);
      const top = floor(bin / 67108864);
      const rest = bin - top * 67108864;
      const weight = rising[k - edges[0]!]!;
      riseHigh += top * weight;
      riseLow += rest * weight;
      nextHigh += top * (1024 - weight);
      nextLow += rest * (1024 - weight);
    }
    if (stretch > 0) {
      const sum = { high: fallHigh + nextHigh, low: fallLow + nextLow };
      out[at + stretch - 1] = levelOf(sum, spectrum.exponent, offset);
    }
    [fallHigh, fallLow] = [riseHigh, riseLow];
  }
}

const part = (bits: SpectrumBits): CPart => ({
  uses: [SPECTRUM_C[bits].type, LEVEL_C],
  text: `/* Levels of triangles: a bin goes by rising / 1024 to the one that rises over it, by the rest to the one that falls. */
static inline void fettle_mel_levels${bits}(const fettle_spectrum${bits} *s, const int16_t *edges, const int16_t *rising,
  int32_t bands, int32_t offset, int32_t *out)
{
  uint64_t falling_sum = 0;
  for (int32_t stretch = 0; stretch <= bands; stretch++) {
    uint64_t rising_sum = 0;
    for (int32_t k = edges[stretch]; k < edges[stretch + 1]; k++) {
      const uint64_t power = fettle_power${bits}(s->words, k);
      const uint32_t weight = (uint32_t)rising[k - edges[0]];
      rising_sum += power * weight;
      falling_sum += power * (1024u - weight);
    }
    if (stretch > 0) {
      out[stretch - 1] = fettle_level(falling_sum, s->exponent, offset);
    }
    falling_sum = rising_sum;
  }
}
`,
});
export const MEL_LEVELS_C = { 16: part(16), 32: part(32) } as const;

/** The call for `melLevels`; `to`: the C expression of where its levels go. */
export function emitMelLevels(
  c: CText,
  { bands, edges, rising, offset }: MelBank,
  bits: SpectrumBits,
  to: string,
): string {
  c.use(MEL_LEVELS_C[bits]);
  const tables = `${c.array('mel_edges', 'int16_t', edges)}, ${c.array('mel_rising', 'int16_t', rising)}`;
  return `fettle_mel_levels${bits}(&spectrum, ${tables}, ${bands}, ${offset}, ${to});`;
}
