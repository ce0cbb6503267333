import { SUMS } from '../../stages/stage';
import { SUMS_C } from '../../stages/sums/sums.c99';
import { scalarFeature } from '../scalar';

/** A sample as it came. */
export const MINIMUM = scalarFeature({
  name: 'minimum',
  title: 'smallest sample',
  source: 'ISO 3534-1',
  unit: 'level',
  q: 0,
  stage: SUMS,
  of: ({ sums }) => sums.low,
  part: SUMS_C,
  call: 'sums.low',
});
