import { DEVIATION_C, deviationQ8 } from './deviation';
import { SUMS } from '../../stages/stage';
import { scalarFeature } from '../scalar';

/** RMS of what alternates. Divides by n. */
export const STANDARD_DEVIATION = scalarFeature({
  name: 'standardDeviation',
  title: 'root mean square about the mean',
  source: 'ISO 3534-1, divided by n',
  unit: 'amplitude',
  q: 8,
  stage: SUMS,
  of: ({ sums }) => deviationQ8(sums),
  part: DEVIATION_C,
  call: 'fettle_deviation(&sums)',
});
