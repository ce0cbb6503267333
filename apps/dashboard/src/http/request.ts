import { problemSchema } from '@fettle/contracts';
import type { z } from 'zod';
import { ApiError } from './api-error';

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** Absent, null and empty values are left out. */
  readonly query?: Readonly<Record<string, string | number | null | undefined>>;
  readonly signal?: AbortSignal;
}

/** Longest wait for an answer; a phone in a tunnel should say so rather than spin. */
const TIMEOUT_MS = 20_000;

function urlOf(path: string, query: RequestOptions['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? `/api/v1${path}` : `/api/v1${path}?${text}`;
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const { method = 'GET', body, signal } = options;
  try {
    return await fetch(urlOf(path, options.query), {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json, application/problem+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new ApiError('NETWORK.UNREACHABLE', 'Fettle did not answer.', 0, true);
  }
}

async function errorOf(response: Response): Promise<ApiError> {
  const problem = problemSchema.safeParse(await response.json().catch(() => null));
  if (problem.success) return ApiError.fromProblem(problem.data);
  const retryable = response.status >= 500 || response.status === 429;
  return new ApiError(
    `HTTP.${response.status}`,
    response.statusText || 'The call failed.',
    response.status,
    retryable,
  );
}

/**
 * Calls `/api/v1{path}` and answers with what the schema made of the body. Throws only ApiError (or the abort of
 * `signal`): the problem's own code, `NETWORK.UNREACHABLE`, or `RESPONSE.UNEXPECTED` for a body that is not the contract's.
 */
export async function request<T extends z.ZodType>(
  schema: T,
  path: string,
  options: RequestOptions = {},
): Promise<z.infer<T>> {
  const response = await send(path, options);
  if (!response.ok) throw await errorOf(response);
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined ? '' : ` at ${issue.path.join('.') || 'its root'}: ${issue.message}`;
  throw new ApiError(
    'RESPONSE.UNEXPECTED',
    `The answer is not what was agreed${where}.`,
    response.status,
    false,
  );
}
