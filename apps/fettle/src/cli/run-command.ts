import { AppError, errorCode, errorMessage } from '@fettle/kernel';
import type { CommandContext, CommandRunner } from './command';
import { asFileRefusal } from './file-refusal';

/** Exit statuses of the command line; the last is what shells give a process that SIGINT ended. */
export const EXIT = { ok: 0, failure: 1, usage: 2, cutShort: 130 } as const;

/** Wrong use of a command: exit status 2. */
export function usageError(message: string): AppError {
  return new AppError('USAGE.INVALID', message);
}

function contextOf(json: boolean, signal: AbortSignal, cutShort: () => void): CommandContext {
  return {
    env: process.env,
    progress: (line) => process.stderr.write(`${line}\n`),
    result: (value, text) => process.stdout.write(`${json ? JSON.stringify(value) : text}\n`),
    signal,
    cutShort,
  };
}

/** Whoever reads the output may leave early (`| head -1`): what they no longer read is no failure. */
export function letReadersLeave(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: { code?: string }) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/**
 * Runs an action until it settles. The first Ctrl-C or SIGTERM aborts its signal and lets it finish; a second one
 * ends the process at once, which is safe at any moment.
 */
export const runCommand: CommandRunner = async (options, action) => {
  const abort = new AbortController();
  const stop = (): void => {
    if (abort.signal.aborted) process.exit(EXIT.failure);
    abort.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  let status: number = EXIT.ok;
  const cutShort = (): void => void (status = EXIT.cutShort);
  try {
    await action(contextOf(options.json ?? false, abort.signal, cutShort));
    process.exitCode = status;
  } catch (thrown) {
    const error = asFileRefusal(thrown);
    const code = errorCode(error);
    process.stderr.write(`${code}: ${errorMessage(error)}\n`);
    if (code === 'INTERNAL.UNEXPECTED' && error instanceof Error)
      process.stderr.write(`${error.stack ?? ''}\n`);
    process.exitCode = code === 'USAGE.INVALID' ? EXIT.usage : EXIT.failure;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
};
