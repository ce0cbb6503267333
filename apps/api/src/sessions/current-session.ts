import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { SignedIn } from '@fettle/persistence';
import type { Request } from 'express';
import { apiError } from '../http/api-error-status';

/** A verified session, and the digest it is stored under. */
export interface CurrentSession extends SignedIn {
  readonly tokenHash: Buffer;
}

const SESSIONS = new WeakMap<object, CurrentSession>();

/** Notes who makes the request, once that has been verified. */
export function attachSession(request: object, session: CurrentSession): void {
  SESSIONS.set(request, session);
}

/** The verified session of a request. Throws `SESSION.REQUIRED`. */
export function sessionOf(request: object): CurrentSession {
  const session = SESSIONS.get(request);
  if (!session) throw apiError('SESSION.REQUIRED', 'sign in first');
  return session;
}

/** The verified session of the request at hand. */
export const Session = createParamDecorator((_: unknown, context: ExecutionContext) =>
  sessionOf(context.switchToHttp().getRequest<Request>()),
);
