import { AppError } from '@fettle/kernel';

/** A layer cannot take what comes before it, or an array is not as long as its shape says. */
export function badShape(what: string, details: Readonly<Record<string, unknown>> = {}): AppError {
  return new AppError('TRAINING.BAD_SHAPE', what, { details });
}

/** A network, task, loss, optimizer or schedule is written in a way that means nothing. */
export function badSpec(what: string, details: Readonly<Record<string, unknown>> = {}): AppError {
  return new AppError('TRAINING.BAD_SPEC', what, { details });
}

/** Refuses what is not a whole number of at least `least`. */
export function wholeNumber(name: string, value: unknown, least = 1): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw badSpec(`${name} must be a whole number of at least ${least}, not ${String(value)}`);
}
