import { BadRequestException, InternalServerErrorException } from '@nestjs/common';
import { AppError } from '@fettle/kernel';
import { problemOf } from './problem.filter';
import { toAppError } from './to-app-error';

function answerTo(thrown: unknown): { status: number; code: string; retryable: boolean } {
  const { status, code, retryable } = problemOf(toAppError(thrown));
  return { status, code, retryable };
}

describe('what callers are told of an error', () => {
  it.each([
    ['a connection that was refused', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })],
    ['a server that shuts down', Object.assign(new Error('shutdown'), { code: '57P01' })],
    ['a pool without a free connection in time', new Error('timeout exceeded when trying to connect')],
    ['a connection lost in mid-query', new Error('Connection terminated unexpectedly')],
  ])('%s is an outage: 503, try again', (_name, error) => {
    expect(answerTo(error)).toEqual({ status: 503, code: 'DATABASE.UNAVAILABLE', retryable: true });
  });

  it('a defect is a 500 whose message stays in the log', () => {
    const { status, detail } = problemOf(toAppError(new Error('secret of the house')));
    expect([status, detail]).toEqual([500, 'The request could not be done. It has been noted.']);
    expect(answerTo(new InternalServerErrorException()).code).toBe('INTERNAL.UNEXPECTED');
  });

  it('an error with a code keeps it; the callers’ own mistakes stay theirs', () => {
    expect(answerTo(new AppError('ROLE.TOO_LOW', 'no'))).toMatchObject({ status: 403, code: 'ROLE.TOO_LOW' });
    expect(answerTo(new BadRequestException('x'))).toMatchObject({ status: 400, code: 'INPUT.MALFORMED' });
    expect(answerTo(Object.assign(new Error('big'), { status: 413 }))).toMatchObject({
      code: 'INPUT.TOO_LARGE',
    });
  });
});
