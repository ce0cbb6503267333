import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '@fettle/kernel';
import { apiError } from '../http/api-error-status';
import type { ModelJobName, ModelJobs } from './model-jobs';
import type { JobAnswer, JobMessage } from './model-worker';

/** Runs jobs on models, one at a time for each caller that waits. */
export interface ModelRunner {
  run<N extends ModelJobName>(name: N, ...args: Parameters<ModelJobs[N]>): Promise<ReturnType<ModelJobs[N]>>;
  stop(): Promise<void>;
}

/** No model of the allowed size takes as long. */
const PATIENCE_MS = 20_000;
/** And no machine so busy that a thread has not loaded its code by then. */
const START_PATIENCE_MS = 40_000;
const MEMORY_MB = 512;

/**
 * A thread of its own for jobs, so that requests of others go on meanwhile. Started with the first job; one that takes too
 * long or breaks ends with its job (`MODEL.TOO_SLOW`, `MODEL.THREAD_DIED`), and the next job gets a new one. Jobs must
 * not overlap: the caller sees to that. Needs the built package, since a worker cannot load TypeScript.
 */
export class ModelThread implements ModelRunner {
  private worker: Worker | null = null;

  constructor(
    private readonly file = join(__dirname, 'model-worker.js'),
    private readonly patienceMs = PATIENCE_MS,
    private readonly startPatienceMs = START_PATIENCE_MS,
  ) {}

  run<N extends ModelJobName>(name: N, ...args: Parameters<ModelJobs[N]>): Promise<ReturnType<ModelJobs[N]>> {
    const allowedMs = this.patienceMs + (this.worker === null ? this.startPatienceMs : 0);
    const worker = this.worker ?? this.start();
    return new Promise<ReturnType<ModelJobs[N]>>((resolve, reject) => {
      const onMessage = (answer: JobAnswer): void => {
        settle();
        if (answer.ok) resolve(answer.result as ReturnType<ModelJobs[N]>);
        else reject(new AppError(answer.code, answer.message, { details: { ...answer.details } }));
      };
      const onEnd = (cause?: unknown): void => {
        settle();
        this.forget(worker);
        reject(new AppError('MODEL.THREAD_DIED', 'the work on the model broke down', { cause }));
      };
      const late = setTimeout(() => {
        settle();
        this.forget(worker);
        reject(apiError('MODEL.TOO_SLOW', 'the work on this model takes too long'));
      }, allowedMs);
      const settle = (): void => {
        clearTimeout(late);
        worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd);
      };
      worker.on('message', onMessage).on('error', onEnd).on('exit', onEnd);
      worker.postMessage({ name, args } satisfies JobMessage);
    });
  }

  async stop(): Promise<void> {
    await this.worker?.terminate();
    this.worker = null;
  }

  private start(): Worker {
    const worker = new Worker(this.file, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
    // What happens to it between jobs is found out by the next one.
    worker.on('error', () => this.forget(worker));
    worker.unref();
    this.worker = worker;
    return worker;
  }

  private forget(worker: Worker): void {
    void worker.terminate();
    if (this.worker === worker) this.worker = null;
  }
}
