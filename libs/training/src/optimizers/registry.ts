import { badSpec } from '../network/errors';
import { adam } from './adam.optimizer';
import type { OptimizerKind } from './optimizer';
import type { OptimizerKindName, OptimizerSpec, OptimizerSpecOf } from './optimizer.types';
import { sgd } from './sgd.optimizer';

/** Every optimizer there is, one row each. */
export const OPTIMIZERS: { readonly [K in OptimizerKindName]: OptimizerKind<OptimizerSpecOf<K>> } = {
  adam,
  sgd,
};

/** The row of an optimizer. Throws `TRAINING.BAD_SPEC` for a kind that there is not. */
export function optimizerKindOf(spec: OptimizerSpec): OptimizerKind {
  if (!Object.hasOwn(OPTIMIZERS, spec.kind)) {
    throw badSpec(
      `no optimizer of kind '${String(spec.kind)}'; known: ${Object.keys(OPTIMIZERS).join(', ')}`,
    );
  }
  return OPTIMIZERS[spec.kind] as unknown as OptimizerKind;
}

/** The learning rate that schedules multiply. Throws `TRAINING.BAD_SPEC` unless it is above 0. */
export function learningRateOf(spec: OptimizerSpec): number {
  const rate = spec.learningRate ?? optimizerKindOf(spec).learningRate;
  if (!(rate > 0 && rate < Infinity)) throw badSpec(`a learning rate is above 0, not ${rate}`);
  return rate;
}
