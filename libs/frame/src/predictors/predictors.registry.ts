import { average } from './average.predictor';
import { centre } from './centre.predictor';
import { last } from './last.predictor';
import { level } from './level.predictor';
import type { Predictor } from './predictor';
import { trend } from './trend.predictor';

/** Every predictor, at the index that is its code on the wire (three bits). */
export const PREDICTORS: readonly Predictor[] = [
  centre,
  last,
  trend(2, 'linear', 1),
  trend(3, 'damped', 2),
  average,
  level(5, 2),
  level(6, 4),
  level(7, 8),
];
