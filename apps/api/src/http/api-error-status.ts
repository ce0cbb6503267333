import { AppError, type AppErrorOptions, type ErrorCode } from '@fettle/kernel';

/**
 * HTTP status of every code that may leave the API. What is not listed is a defect or an outage: 503 when it may
 * succeed later, else 500, and its message stays in the log.
 */
export const API_ERROR_STATUS = {
  'INPUT.INVALID': 400,
  'INPUT.MALFORMED': 400,
  'CURSOR.INVALID': 400,
  'CURSOR.MALFORMED': 400,
  'TENANT.BAD_NAME': 400,
  'ASSET.UNKNOWN_TYPE': 400,
  'SIGNAL.UNKNOWN': 400,
  'RANGE.EMPTY': 400,
  'RANGE.TOO_LONG': 400,
  'PACKAGE.MALFORMED': 400,
  'TINYML.MALFORMED': 400,
  'TINYML.BAD_INPUT': 400,
  'SESSION.REQUIRED': 401,
  'SESSION.BAD_CREDENTIALS': 401,
  'LINK.INVALID': 401,
  'ORIGIN.REFUSED': 403,
  'ROLE.TOO_LOW': 403,
  'METRICS.FORBIDDEN': 403,
  'ROUTE.NOT_FOUND': 404,
  'ALERT.NOT_FOUND': 404,
  'ASSET.NOT_FOUND': 404,
  'DEVICE.NOT_FOUND': 404,
  'DEVICE.UNKNOWN': 404,
  'RULE.NOT_FOUND': 404,
  'SITE.NOT_FOUND': 404,
  'USER.NOT_FOUND': 404,
  'WORK_ORDER.NOT_FOUND': 404,
  'MODEL.NOT_FOUND': 404,
  'MODEL.NO_SUCH_FILE': 404,
  'PACKAGE.NOT_FOUND': 404,
  'SNIPPET.NOT_FOUND': 404,
  'METHOD.NOT_ALLOWED': 405,
  'ASSET.EXISTS': 409,
  'MODEL.EXISTS': 409,
  'DEVICE.EXISTS': 409,
  'DEVICE.HAS_HISTORY': 409,
  'SITE.EXISTS': 409,
  'TENANT.EXISTS': 409,
  'USER.EXISTS': 409,
  'USER.LAST_OWNER': 409,
  'RULE.VERSION_CONFLICT': 409,
  'SETUP.DONE': 409,
  'INPUT.TOO_LARGE': 413,
  'TINYML.TOO_LARGE': 413,
  'INPUT.UNSUPPORTED_TYPE': 415,
  'MODEL.TOO_SLOW': 422,
  'TINYML.OPERATOR_UNSUPPORTED': 422,
  'TINYML.OPERATOR_REFUSED': 422,
  'TINYML.OPERATOR_NOT_COMPILED': 422,
  'TINYML.NOT_COMPILED': 422,
  'COMMAND.TOO_MANY': 429,
  'QUOTA.DEVICES': 429,
  'QUOTA.STORAGE': 429,
  'SIGN_IN.THROTTLED': 429,
  'SERVER.BUSY': 503,
  'DATABASE.UNAVAILABLE': 503,
  'LOG.UNAVAILABLE': 503,
} as const satisfies Partial<Record<ErrorCode, number>>;

export type ApiErrorCode = keyof typeof API_ERROR_STATUS;

/** An error whose status is known by its code. */
export function apiError(code: ApiErrorCode, message: string, options: AppErrorOptions = {}): AppError {
  return new AppError(code, message, options);
}

/** The status of anything thrown, and whether its message may be shown. */
export function statusOf(error: AppError): { status: number; isPublic: boolean } {
  const status = (API_ERROR_STATUS as Partial<Record<ErrorCode, number>>)[error.code];
  if (status !== undefined) return { status, isPublic: true };
  return { status: error.retryable ? 503 : 500, isPublic: false };
}
