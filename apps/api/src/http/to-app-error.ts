import { HttpException, HttpStatus } from '@nestjs/common';
import { AppError } from '@fettle/kernel';
import { isInfrastructureError } from '@fettle/event-log';
import { ZodSerializationException } from 'nestjs-zod';
import { ZodError } from 'zod';
import { apiError, type ApiErrorCode } from './api-error-status';

const CODE_OF_STATUS: Readonly<Record<number, ApiErrorCode>> = {
  [HttpStatus.BAD_REQUEST]: 'INPUT.MALFORMED',
  [HttpStatus.NOT_FOUND]: 'ROUTE.NOT_FOUND',
  [HttpStatus.METHOD_NOT_ALLOWED]: 'METHOD.NOT_ALLOWED',
  [HttpStatus.PAYLOAD_TOO_LARGE]: 'INPUT.TOO_LARGE',
  [HttpStatus.UNSUPPORTED_MEDIA_TYPE]: 'INPUT.UNSUPPORTED_TYPE',
};

/** Anything that Nest, express, the validator or the database throws, as an AppError. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ZodSerializationException) {
    return new AppError('INTERNAL.BAD_RESPONSE', 'a response did not match its own schema', {
      cause: error.getZodError(),
    });
  }
  if (error instanceof HttpException) return ofStatus(error.getStatus(), error);
  const { status } = Object(error) as { status?: unknown };
  // What express' body parsers throw: an Error with `status` and `expose`.
  if (typeof status === 'number' && status >= 400 && status < 500) return ofStatus(status, error);
  if (isInfrastructureError(error)) {
    return apiError('DATABASE.UNAVAILABLE', 'the database does not answer', {
      cause: error,
      retryable: true,
    });
  }
  return new AppError('INTERNAL.UNEXPECTED', 'unexpected error', { cause: error });
}

function ofStatus(status: number, cause: unknown): AppError {
  const code = CODE_OF_STATUS[status];
  if (code) return apiError(code, cause instanceof Error ? cause.message : code, { cause });
  if (status < 500) return apiError('INPUT.MALFORMED', 'the request is not understood', { cause });
  return new AppError('INTERNAL.UNEXPECTED', 'unexpected error', { cause });
}

/** The input error of a failed validation, with every issue and where it is. */
export function invalidInput(error: unknown): AppError {
  const issues =
    error instanceof ZodError
      ? error.issues.slice(0, 50).map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
      : [];
  const first = issues[0]
    ? `${issues[0].path || 'request'}: ${issues[0].message}`
    : 'the request is not valid';
  return apiError('INPUT.INVALID', first, { details: { issues }, cause: error });
}
