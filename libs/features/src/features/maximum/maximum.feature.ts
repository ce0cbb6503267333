import { SUMS } from '../../stages/stage';
import { SUMS_C } from '../../stages/sums/sums.c99';
import { scalarFeature } from '../scalar';

/** A sample as it came. */
export const MAXIMUM = scalarFeature({
  name: 'maximum',
  title: 'largest sample',
  source: 'ISO 3534-1',
  unit: 'level',
  q: 0,
  stage: SUMS,
  of: ({ sums }) => sums.high,
  part: SUMS_C,
  call: 'sums.high',
});
