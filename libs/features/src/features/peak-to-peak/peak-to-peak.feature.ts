import { SUMS } from '../../stages/stage';
import { SUMS_C } from '../../stages/sums/sums.c99';
import { scalarFeature } from '../scalar';

/** Up to 65,535. */
export const PEAK_TO_PEAK = scalarFeature({
  name: 'peakToPeak',
  title: 'largest minus smallest sample',
  source: 'ISO 2041',
  unit: 'amplitude',
  q: 0,
  stage: SUMS,
  of: ({ sums }) => sums.high - sums.low,
  part: SUMS_C,
  call: '(sums.high - sums.low)',
});
