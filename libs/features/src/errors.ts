import { AppError } from '@fettle/kernel';

/** What a spec asks that cannot be: `FEATURES.BAD_SPEC`, with the place (`features[2].bandHz`) in words and details. */
export function badSpec(place: string, reason: string): AppError {
  return new AppError('FEATURES.BAD_SPEC', `${place}: ${reason}`, { details: { place } });
}
