import { hasCompiler, runProgram } from '../spec-builders/compiled-extractors';
import { edgeWindows } from '../spec-builders/signals';
import { designResampler } from './design';
import { createResampler } from './resampler';
import { resamplerC } from './resampler.c99';

const compiler = hasCompiler('gcc');
if (!compiler) console.warn('SKIPPED: compiled resamplers; gcc is not there');

const MAIN = `#include <stdio.h>
#include "rate_resampler.c"
int main(void)
{
  static rate_resampler_state state;
  int16_t in[64];
  int16_t out[RATE_RESAMPLED(64)];
  for (;;) {
    const size_t count = fread(in, sizeof in[0], 64, stdin);
    if (count == 0) return 0;
    const int32_t made = rate_resample(&state, in, (int32_t)count, out);
    fwrite(out, sizeof out[0], (size_t)made, stdout);
  }
}
`;

(compiler ? describe : describe.skip)('a compiled resampler under sanitizers', () => {
  const samples = Int16Array.from(Object.values(edgeWindows(400)).flatMap((window) => [...window]));
  it.each([
    [44100, 16000, 0],
    [16000, 4000, 1],
    [12000, 20000, 1],
  ])(
    'from %i to %i Hz has the samples of the one in TypeScript, paired products: %i',
    (fromHz, toHz, dsp) => {
      const design = designResampler({ fromHz, toHz });
      const { source, header, runtime } = resamplerC(design, 'rate');
      const files = {
        'rate_resampler.c': source,
        'rate_resampler.h': header,
        'fettle_features.h': runtime,
        'main.c': MAIN,
      };
      const said = runProgram(files, [`-DFETTLE_FEATURES_DSP=${dsp}`], Buffer.from(samples.buffer));
      const compiled = Int16Array.from({ length: said.length / 2 }, (_, i) => said.readInt16LE(2 * i));
      expect(compiled).toEqual(createResampler(design).push(samples));
    },
  );
});
