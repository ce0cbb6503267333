import { AppError } from '@fettle/kernel';

/** The bytes are no package: `PACKAGE.MALFORMED`, with what contradicts what. */
export function malformed(what: string): AppError {
  return new AppError('PACKAGE.MALFORMED', `not a model package: ${what}`);
}

/** What was to be packed does not fit the format: `PACKAGE.BAD_CONTENT`. */
export function badContent(what: string): AppError {
  return new AppError('PACKAGE.BAD_CONTENT', what);
}

/** Well formed, but not signed by the key that it was checked against: `PACKAGE.BAD_SIGNATURE`. */
export function badSignature(): AppError {
  return new AppError('PACKAGE.BAD_SIGNATURE', 'the package is not signed by this key');
}
