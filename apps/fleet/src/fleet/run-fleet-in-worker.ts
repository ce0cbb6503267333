import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode } from '@fettle/kernel';
import type { FleetOptions, FleetProgress } from './fleet-options';

/** What crosses to the worker: options without what cannot be copied. */
export type WorkerOptions = Omit<FleetOptions, 'clock' | 'signal' | 'onProgress'>;

/** What comes back. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly progress: FleetProgress }
  | { readonly kind: 'done'; readonly progress: FleetProgress }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };

/**
 * What `runFleet` does, in a thread of its own by the machine's wall clock, so that physics and frame coding take no time
 * from the services of this process. Needs the built package (a worker cannot load TypeScript).
 * Rejects with the fleet's own error codes, or `FLEET.WORKER_DIED`.
 */
export function runFleetInWorker(options: Omit<FleetOptions, 'clock'>): Promise<FleetProgress> {
  const { signal, onProgress, ...rest } = options;
  const worker = new Worker(join(__dirname, 'fleet-worker.js'), { workerData: rest satisfies WorkerOptions });
  const stop = (): void => worker.postMessage('stop');
  return new Promise<FleetProgress>((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') onProgress?.(message.progress);
      else if (message.kind === 'done') resolve(message.progress);
      else reject(new AppError(message.code, message.message));
    });
    worker.on('error', (cause) =>
      reject(new AppError('FLEET.WORKER_DIED', 'the fleet broke down', { cause })),
    );
    worker.on('exit', () => reject(new AppError('FLEET.WORKER_DIED', 'the fleet ended by itself')));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  }).finally(() => signal.removeEventListener('abort', stop));
}
