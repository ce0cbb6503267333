import { problemSchema } from '@fettle/contracts';
import type { z } from 'zod';
import { ApiError } from './api-error';

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** Bytes instead of a body, as they are. */
  readonly file?: Blob;
  /** Absent, null and empty values are left out. */
  readonly query?: Readonly<Record<string, string | number | null | undefined>>;
  readonly signal?: AbortSignal;
}

/** Longest wait for an answer; a phone in a tunnel should say so rather than spin. */
const TIMEOUT_MS = 20_000;
/** The same while a file goes up a slow link. */
const FILE_TIMEOUT_MS = 120_000;

/** The address of a file under `/api/v1`, for a link that saves it. */
export function fileHref(path: string, query: RequestOptions['query'] = {}): string {
  return urlOf(path, query);
}

function urlOf(path: string, query: RequestOptions['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? `/api/v1${path}` : `/api/v1${path}?${text}`;
}

function payloadOf({ body, file }: RequestOptions): { type: string; content: BodyInit } | null {
  if (file !== undefined) return { type: 'application/octet-stream', content: file };
  return body === undefined ? null : { type: 'application/json', content: JSON.stringify(body) };
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const { method = 'GET', file, signal } = options;
  const timeout = AbortSignal.timeout(file === undefined ? TIMEOUT_MS : FILE_TIMEOUT_MS);
  const payload = payloadOf(options);
  try {
    return await fetch(urlOf(path, options.query), {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json, application/problem+json',
        ...(payload === null ? {} : { 'content-type': payload.type }),
      },
      ...(payload === null ? {} : { body: payload.content }),
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

/** The bytes of a file under `/api/v1{path}`. Throws as {@link request} does. */
export async function requestFile(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  const response = await send(path, signal === undefined ? {} : { signal });
  if (!response.ok) throw await errorOf(response);
  return new Uint8Array(await response.arrayBuffer());
}
