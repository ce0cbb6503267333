import type { Problem } from '@fettle/contracts';

/** Everything that a call to the API can go wrong with: a problem document, no network, or an answer of another shape. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    /** The API's own code, or `NETWORK.UNREACHABLE`, `RESPONSE.UNEXPECTED`. */
    readonly code: string,
    message: string,
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly retryable: boolean,
    readonly issues: readonly { path: string; message: string }[] = [],
  ) {
    super(message);
  }

  /** From an RFC 9457 problem document. */
  static fromProblem(problem: Problem): ApiError {
    const { code, detail, title, status, retryable, issues } = problem;
    return new ApiError(code, detail || title, status, retryable, issues);
  }
}

/** Anything thrown, as an ApiError: what screens can show with a code and a way on. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiError('DASHBOARD.UNEXPECTED', message, 0, false);
}
