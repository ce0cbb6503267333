import { AppError } from '@fettle/kernel';

interface FileError extends Error {
  readonly code: string;
  readonly syscall: string;
  /** Absent where an open file is read that turns out to be a folder. */
  readonly path?: string;
}

function isOfFile(error: unknown): error is FileError {
  if (!(error instanceof Error)) return false;
  const { code, syscall, path } = error as Partial<FileError>;
  return typeof syscall === 'string' && (typeof path === 'string' || code === 'EISDIR');
}

/** What the system says of a file, in words: `permission denied`; empty for an error of anything else. */
export function fileReason(error: unknown): string {
  if (!isOfFile(error)) return '';
  // "EACCES: permission denied, open '/x'"
  return /^\w+: ([^,]+)/.exec(error.message)?.[1] ?? error.code;
}

/**
 * An error of the file system as `FILE.REFUSED` with the path and the system's reason: the person who named the path can mend
 * it. Anything else stays as it is.
 */
export function asFileRefusal(error: unknown): unknown {
  if (error instanceof AppError || !isOfFile(error)) return error;
  const { syscall, path = 'the file' } = error;
  return new AppError('FILE.REFUSED', `cannot ${syscall} ${path}: ${fileReason(error)}`, { cause: error });
}
