import { SUMS } from '../../stages/stage';
import { SUMS_C } from '../../stages/sums/sums.c99';
import { scalarFeature } from '../scalar';

/** Halves up. */
export const MEAN = scalarFeature({
  name: 'mean',
  title: 'arithmetic mean',
  source: 'ISO 3534-1',
  unit: 'level',
  q: 8,
  stage: SUMS,
  of: ({ sums }) => sums.meanQ8,
  part: SUMS_C,
  call: 'sums.mean_q8',
});
