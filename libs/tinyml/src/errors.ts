import { AppError } from '@fettle/kernel';

/** Where in a model an error lies. */
export interface Place {
  readonly subgraph: number;
  /** Place in execution order. */
  readonly operatorIndex: number;
  readonly operator: string;
}

/** The bytes are not a model: truncated, out of bounds, or contradicting themselves. */
export function malformed(what: string): AppError {
  return new AppError('TINYML.MALFORMED', `not a valid model: ${what}`);
}

/** A limit of `ModelLimits` was passed. */
export function tooLarge(what: string, asked: number, limit: number): AppError {
  return new AppError('TINYML.TOO_LARGE', `${what}: ${asked} exceeds ${limit}`, {
    details: { asked, limit },
  });
}

/** No registry row knows this operator. */
export function unsupportedOperator(place: Place): AppError {
  return new AppError('TINYML.OPERATOR_UNSUPPORTED', `${place.operator} ${at(place)} is not supported`, {
    details: { ...place },
  });
}

/** The operator is known, but not in this form: types, shapes, quantisation or options that it cannot take. */
export function refusedOperator(place: Place, reason: string): AppError {
  return new AppError('TINYML.OPERATOR_REFUSED', `${place.operator} ${at(place)}: ${reason}`, {
    details: { ...place, reason },
  });
}

/** The interpreter runs the operator, but the C back end does not know it, or not in this form. */
export function notCompiled(place: Place, reason: string): AppError {
  return new AppError('TINYML.OPERATOR_NOT_COMPILED', `${place.operator} ${at(place)}: ${reason}`, {
    details: { ...place, reason },
  });
}

function at(place: Place): string {
  return `(operator ${place.operatorIndex} of subgraph ${place.subgraph})`;
}
