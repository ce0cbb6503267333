/** `AREA.REASON`, upper case; the part of an error that crosses a process and that a user can search for. */
export type ErrorCode = `${Uppercase<string>}.${Uppercase<string>}`;

export interface AppErrorOptions {
  /** True when the same call may succeed later without any change by the caller. Default false. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
  /** Facts for the reader of a log or a problem document; never secrets, never another tenant's data. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * The one error class that is thrown on purpose. Carries a code, since `instanceof` does not survive a wire;
 * edges map codes to HTTP status, MQTT reason or exit status.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: AppErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryable = options.retryable ?? false;
    this.details = options.details ?? {};
  }
}

/** The code of anything thrown: an AppError's own, else `INTERNAL.UNEXPECTED`. */
export function errorCode(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'INTERNAL.UNEXPECTED';
}

/** The message of anything thrown, never throws itself. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Makes a `switch` over a union exhaustive at compile time; throws `INTERNAL.UNREACHABLE` if a new value slips in. */
export function assertUnreachable(value: never): never {
  throw new AppError('INTERNAL.UNREACHABLE', `unexpected value: ${String(value)}`);
}
