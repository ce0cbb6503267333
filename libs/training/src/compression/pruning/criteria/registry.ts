import { badSpec } from '../../../network/errors';
import { activation } from './activation/activation.criterion';
import { Criterion } from './criterion';
import { l1 } from './l1/l1.criterion';

/** Every way to rank channels, one row each. */
export const CRITERIA = [l1, activation] as const satisfies readonly Criterion[];

export type CriterionKind = (typeof CRITERIA)[number]['name'];

/** The row of this name. Throws `TRAINING.BAD_SPEC` for a name that there is not. */
export function criterion(kind: CriterionKind): Criterion {
  const row = CRITERIA.find(({ name }) => name === kind);
  if (row === undefined) {
    throw badSpec(`no criterion '${String(kind)}'; known: ${CRITERIA.map(({ name }) => name).join(', ')}`);
  }
  return row;
}
