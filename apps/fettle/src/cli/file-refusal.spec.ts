import { AppError, errorCode, errorMessage } from '@fettle/kernel';
import { asFileRefusal, fileReason } from './file-refusal';

const denied = Object.assign(new Error("EACCES: permission denied, open '/x/a.c'"), {
  ...{ code: 'EACCES', syscall: 'open', path: '/x/a.c' },
});

describe('what the file system refuses', () => {
  it('has a code, the path, and the reason in words', () => {
    const refusal = asFileRefusal(denied);
    expect([errorCode(refusal), errorMessage(refusal)]).toEqual([
      'FILE.REFUSED',
      'cannot open /x/a.c: permission denied',
    ]);
  });

  it('is a folder, too, that was taken for a file', () => {
    const folder = Object.assign(new Error('EISDIR: illegal operation on a directory, read'), {
      ...{ code: 'EISDIR', syscall: 'read' },
    });
    expect(errorMessage(asFileRefusal(folder))).toBe(
      'cannot read the file: illegal operation on a directory',
    );
  });

  it('is nothing else: other errors stay what they are', () => {
    const own = new AppError('MODEL.NO_FILE', 'cannot read it', { cause: denied });
    const connection = Object.assign(new Error('connect ECONNREFUSED'), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
    });
    for (const error of [own, connection, new TypeError('x is not iterable'), 'text', undefined]) {
      expect(asFileRefusal(error)).toBe(error);
      expect(fileReason(error)).toBe('');
    }
  });
});
