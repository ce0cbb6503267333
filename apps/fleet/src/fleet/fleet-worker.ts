import { parentPort, workerData } from 'node:worker_threads';
import { errorCode, errorMessage, systemClock } from '@fettle/kernel';
import type { WorkerMessage, WorkerOptions } from './run-fleet-in-worker';
import { runFleet } from './run-fleet';

/** The far side of `runFleetInWorker`: runs the fleet that it was given, ends when told `stop`. */
async function main(): Promise<void> {
  const stop = new AbortController();
  const tell = (message: WorkerMessage): void => parentPort?.postMessage(message);
  parentPort?.on('message', () => stop.abort());
  try {
    const options = workerData as WorkerOptions;
    const progress = await runFleet({
      ...options,
      clock: systemClock,
      signal: stop.signal,
      onProgress: (now) => tell({ kind: 'progress', progress: now }),
    });
    tell({ kind: 'done', progress });
  } catch (error) {
    tell({ kind: 'failed', code: errorCode(error), message: errorMessage(error) });
  } finally {
    parentPort?.close();
  }
}

void main();
