import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode } from '@fettle/kernel';
import { ShardRunner } from './shard-runner';
import type { ShardWorkerData } from './shard-worker';
import { COMMAND, CONTROL, type TeamMemory } from './team-memory';

/** Threads that share one memory; the calling thread is one of them and works too. */
export interface Team {
  readonly threads: number;
  /** Gradients and loss sums of the samples at `order[start …]`, by shard. Rejects with `TRAINING.WORKER_FAILED`. */
  train(batch: { readonly start: number; readonly count: number; readonly seed: number }): Promise<void>;
  /** Results and loss sums of the validation samples, by chunk. Rejects with `TRAINING.WORKER_FAILED`. */
  evaluate(): Promise<void>;
  /** Ends every thread; to be called once, whatever happened. */
  close(): Promise<void>;
}

/** Longest that a step may take before a thread counts as dead. */
const PATIENCE_MS = 120_000;

/** A worker runs what was built: Node cannot load TypeScript. From `src` and from `dist` this is the same file. */
const WORKER_FILE = join(__dirname, '../../dist/workers/shard-worker.js');

/**
 * Starts `threads - 1` worker threads; with one thread, none. The memory must be shared if there are more.
 * Rejects with `TRAINING.WORKERS_NOT_BUILT` where the package's build is missing.
 */
export async function startTeam(memory: TeamMemory, threads: number): Promise<Team> {
  if (threads > 1 && !existsSync(WORKER_FILE)) {
    throw new AppError('TRAINING.WORKERS_NOT_BUILT', 'worker threads need the built package: npm run build');
  }
  const workers = Array.from({ length: threads - 1 }, (_, i) =>
    startWorker({ memory, thread: i + 1, threads }),
  );
  const failure = Promise.race(workers.map(({ failed }) => failed));
  failure.catch(() => undefined);
  const close = async (): Promise<void> => {
    memory.control[CONTROL.command] = COMMAND.stop;
    signal(memory.control, workers.length);
    await Promise.all(workers.map(({ ended }) => ended));
  };
  await Promise.race([failure, Promise.all(workers.map(({ ready }) => ready))]).catch(async (error) => {
    await close();
    throw error;
  });
  const runner = new ShardRunner(memory);
  const command = async (code: number): Promise<void> => {
    memory.control[CONTROL.command] = code;
    signal(memory.control, workers.length);
    runner.run(0, threads);
    if (!waitForAll(memory.control, workers.length)) await failure;
  };
  return {
    threads,
    train({ start, count, seed }) {
      memory.control[CONTROL.start] = start;
      memory.control[CONTROL.count] = count;
      memory.control[CONTROL.seed] = seed;
      return command(COMMAND.train);
    },
    evaluate: () => command(COMMAND.evaluate),
    close,
  };
}

interface Hired {
  readonly ready: Promise<void>;
  readonly failed: Promise<never>;
  readonly ended: Promise<void>;
}

function startWorker(workerData: ShardWorkerData): Hired {
  const worker = new Worker(WORKER_FILE, { workerData });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  let reject: (error: AppError) => void;
  const failed = new Promise<never>((_, rejectWith) => (reject = rejectWith));
  const ready = new Promise<void>((resolve) => {
    worker.on('message', (message: 'ready' | { code: ErrorCode; message: string }) => {
      if (message === 'ready') return resolve();
      reject(workerFailed(`${message.code}: ${message.message}`));
    });
  });
  worker.on('error', (cause) => reject(workerFailed(cause.message, cause)));
  worker.on('exit', () => reject(workerFailed('it ended by itself')));
  return { ready, failed, ended };
}

function workerFailed(what: string, cause?: unknown): AppError {
  return new AppError('TRAINING.WORKER_FAILED', `a training thread failed: ${what}`, { cause });
}

function signal(control: Int32Array, workers: number): void {
  if (workers === 0) return;
  Atomics.store(control, CONTROL.done, 0);
  Atomics.add(control, CONTROL.generation, 1);
  Atomics.notify(control, CONTROL.generation);
}

/** Blocks this thread until the others are done; false where one failed or died. */
function waitForAll(control: Int32Array, workers: number): boolean {
  for (let done = 0; (done = Atomics.load(control, CONTROL.done)) < workers;) {
    if (Atomics.wait(control, CONTROL.done, done, PATIENCE_MS) === 'timed-out') return false;
  }
  return workers === 0 || Atomics.load(control, CONTROL.failed) === 0;
}
