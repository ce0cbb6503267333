import { SUMS } from '../../stages/stage';
import { SUMS_C } from '../../stages/sums/sums.c99';
import { scalarFeature } from '../scalar';

/** About the mean, so that a sensor's offset does not count. */
export const PEAK = scalarFeature({
  name: 'peak',
  title: 'largest distance from the mean',
  source: 'ISO 2041',
  unit: 'amplitude',
  q: 8,
  stage: SUMS,
  of: ({ sums }) => sums.peakQ8,
  part: SUMS_C,
  call: 'sums.peak_q8',
});
