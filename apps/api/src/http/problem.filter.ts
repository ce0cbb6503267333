import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { AppError } from '@fettle/kernel';
import type { Problem } from '@fettle/contracts';
import type { Request, Response } from 'express';
import { STATUS_CODES } from 'node:http';
import { statusOf } from './api-error-status';
import { toAppError } from './to-app-error';

/** Turns everything thrown into an RFC 9457 problem document. What is not the caller's fault is logged, not told. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Api');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const request = host.switchToHttp().getRequest<Request>();
    const error = toAppError(thrown);
    const problem = problemOf(error);
    if (problem.status >= 500) this.log(request, error);
    if (response.headersSent) {
      response.end();
      return;
    }
    if (problem.retryAfter !== undefined) response.setHeader('Retry-After', String(problem.retryAfter));
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    response.setHeader('Cache-Control', 'no-store');
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  private log(request: Request, error: AppError): void {
    const cause = error.cause instanceof Error ? error.cause.stack : undefined;
    this.logger.error(
      `${request.method} ${request.path}: ${error.code} ${error.message}`,
      cause ?? error.stack,
    );
  }
}

/** The problem document of an error; without its message where that is nobody's business. */
export function problemOf(error: AppError): Problem {
  const { status, isPublic } = statusOf(error);
  const { issues, retryAfter } = error.details as Pick<Problem, 'issues' | 'retryAfter'>;
  return {
    type: `urn:fettle:problem:${error.code.toLowerCase()}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code: error.code,
    detail: isPublic ? error.message : 'The request could not be done. It has been noted.',
    retryable: error.retryable,
    ...(issues ? { issues } : {}),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}
