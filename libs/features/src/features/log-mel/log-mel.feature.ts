import { SPECTRUM } from '../../stages/stage';
import { FeatureKind } from '../feature';
import { logFormat } from '../units';
import { emitMelLevels, MEL_LEVELS_C, melLevels, readMelBank } from './mel-bank';

/** Power under triangles on the mel scale, as log2 in Q10. One window is one frame; a spectrogram is a row of windows. */
export const LOG_MEL: FeatureKind = {
  name: 'logMel',
  title: 'log2 of the power in mel bands',
  source: 'O’Shaughnessy 1987 (mel scale), triangles as in HTK',
  unit: 'logPower',
  q: 10,
  spectral: true,
  parts: [MEL_LEVELS_C[16], MEL_LEVELS_C[32]],
  prepare: (params, site) => {
    const bank = readMelBank(params, site);
    return {
      labels: Array.from({ length: bank.bands }, (_, i) => `${i}`),
      format: logFormat('logPower'),
      stage: SPECTRUM,
      run: ({ spectrum }, out, at) => melLevels(spectrum, bank, out, at),
      emit: (c, at) => emitMelLevels(c, bank, site.width.bits, `out + ${at}`),
    };
  },
};
