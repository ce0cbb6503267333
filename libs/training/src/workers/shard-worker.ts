import { parentPort, workerData } from 'node:worker_threads';
import { errorCode, errorMessage } from '@fettle/kernel';
import { ShardRunner } from './shard-runner';
import { COMMAND, CONTROL, type TeamMemory } from './team-memory';

/** What a thread is born with. */
export interface ShardWorkerData {
  readonly memory: TeamMemory;
  readonly thread: number;
  readonly threads: number;
}

/** Sleeps until the generation changes, does its part, says so; until it is told to stop. */
function serve({ memory, thread, threads }: ShardWorkerData): void {
  const { control } = memory;
  const runner = new ShardRunner(memory);
  parentPort!.postMessage('ready');
  for (let seen = 0; ;) {
    Atomics.wait(control, CONTROL.generation, seen);
    const generation = Atomics.load(control, CONTROL.generation);
    if (generation === seen) continue;
    seen = generation;
    if (control[CONTROL.command] === COMMAND.stop) return;
    runner.run(thread, threads);
    Atomics.add(control, CONTROL.done, 1);
    Atomics.notify(control, CONTROL.done);
  }
}

const data = workerData as ShardWorkerData;
try {
  serve(data);
} catch (error) {
  parentPort!.postMessage({ code: errorCode(error), message: errorMessage(error) });
  Atomics.store(data.memory.control, CONTROL.failed, 1);
  Atomics.add(data.memory.control, CONTROL.done, 1);
  Atomics.notify(data.memory.control, CONTROL.done);
}
