import { badSpec } from '../../network/errors';
import { minMax } from './min-max/min-max.range';
import { mse } from './mse/mse.range';
import { percentile } from './percentile/percentile.range';
import { RangeRule } from './range-rule';

/** Every way to choose ranges, one row each. */
export const RANGE_RULES = [minMax, percentile, mse] as const satisfies readonly RangeRule[];

export type RangeKind = (typeof RANGE_RULES)[number]['name'];

/** The row of this name. Throws `TRAINING.BAD_SPEC` for a name that there is not. */
export function rangeRule(kind: RangeKind): RangeRule {
  const rule = RANGE_RULES.find(({ name }) => name === kind);
  if (rule === undefined) {
    throw badSpec(`no ranges '${String(kind)}'; known: ${RANGE_RULES.map(({ name }) => name).join(', ')}`);
  }
  return rule;
}
