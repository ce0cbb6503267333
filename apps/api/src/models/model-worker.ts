import { parentPort } from 'node:worker_threads';
import { AppError, errorCode, errorMessage } from '@fettle/kernel';
import { MODEL_JOBS, type ModelJobName } from './model-jobs';

/** One job, as it crosses to the thread. */
export interface JobMessage {
  readonly name: ModelJobName;
  readonly args: readonly unknown[];
}

/** What comes back: a result, or an error by its code. */
export type JobAnswer =
  | { readonly ok: true; readonly result: unknown }
  | {
      readonly ok: false;
      readonly code: AppError['code'];
      readonly message: string;
      readonly details: object;
    };

parentPort?.on('message', ({ name, args }: JobMessage) => {
  parentPort!.postMessage(answer(name, args));
});

function answer(name: ModelJobName, args: readonly unknown[]): JobAnswer {
  try {
    const job = MODEL_JOBS[name] as (...given: readonly unknown[]) => unknown;
    return { ok: true, result: job(...args) };
  } catch (error) {
    const details = error instanceof AppError ? error.details : {};
    return { ok: false, code: errorCode(error), message: errorMessage(error), details };
  }
}
