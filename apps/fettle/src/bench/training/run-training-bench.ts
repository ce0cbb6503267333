import { seededRandom } from '@fettle/kernel';
import { initialNetwork, type Network, parameterCount, train } from '@fettle/training';
import { quantile } from '../quantile';
import { LOADS, type TrainingLoad } from './models';
import { loadTfjs, trainWithTfjs } from './tfjs-rival';

export interface TrainingFigures {
  readonly parameters: number;
  /** Samples times epochs. */
  readonly samples: number;
  /** One training, on one thread unless `threads` says otherwise; the median of the runs. */
  readonly fettleMs: number;
  /** The same by TensorFlow.js on its `cpu` backend, in the same process, right after. */
  readonly tfjsMs: number;
  readonly ratio: number;
  /** Mean loss of the last epoch, of one run. */
  readonly fettleFinalLoss: number;
  readonly tfjsFinalLoss: number;
  readonly threads: number;
}

export type TrainingBenchResult = Readonly<Record<string, TrainingFigures>>;

export interface TrainingBenchOptions {
  /** Counted runs of each side; the figures are medians. */
  readonly runs: number;
  /** Threads of ours at most; TensorFlow.js has one. */
  readonly workers: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly onProgress?: (text: string) => void;
  /** Loads, all when absent. */
  readonly only?: readonly string[];
  /** Samples are divided by this; default 1. */
  readonly divisor?: number;
}

/**
 * Trains the same models from the same weights here and with TensorFlow.js, in turns. Both sides have trained before they are
 * measured, so that both run compiled: ours the load once, theirs a quarter of it, which is more time and as many passes through
 * its loops. Rejects with `BENCH.RIVAL_MISSING`.
 */
export async function runTrainingBench(options: TrainingBenchOptions): Promise<TrainingBenchResult> {
  const { runs, now, onProgress, divisor = 1 } = options;
  const tfjs = await loadTfjs();
  const result: Record<string, TrainingFigures> = {};
  for (const name of options.only ?? Object.keys(LOADS)) {
    const load = LOADS[name]!({ divisor });
    const start = initialNetwork(load.spec, seededRandom(1));
    const warm = { ...LOADS[name]!({ divisor: divisor * 4 }), epochs: 1 };
    await trainHere(load, start, options);
    await trainWithTfjs(tfjs, warm, start, now);
    const own: Awaited<ReturnType<typeof trainHere>>[] = [];
    const rival: Awaited<ReturnType<typeof trainWithTfjs>>[] = [];
    for (let run = 1; run <= runs; run++) {
      onProgress?.(`training: ${name}, run ${run} of ${runs}`);
      own.push(await trainHere(load, start, options));
      rival.push(await trainWithTfjs(tfjs, load, start, now));
    }
    const fettleMs = median(own.map(({ ms }) => ms));
    const tfjsMs = median(rival.map(({ ms }) => ms));
    result[name] = {
      parameters: parameterCount(load.spec),
      samples: load.data.targets!.length * load.epochs,
      fettleMs,
      tfjsMs,
      ratio: tfjsMs / fettleMs,
      fettleFinalLoss: own.at(-1)!.loss,
      tfjsFinalLoss: rival.at(-1)!.loss,
      threads: own.at(-1)!.threads,
    };
  }
  return result;
}

async function trainHere(
  load: TrainingLoad,
  start: Network,
  { now, workers }: TrainingBenchOptions,
): Promise<{ ms: number; loss: number; threads: number }> {
  const { data, task, epochs, batchSize, learningRate } = load;
  const { inputs, shape } = data;
  const before = now();
  const { history, threads } = await train({
    network: start,
    data: task.kind === 'autoencoder' ? { inputs, shape } : data,
    task,
    epochs,
    batchSize,
    optimizer: { kind: 'adam', learningRate },
    workers,
    // One shard to a thread: on one thread batch norms see the whole batch, as the rival's do.
    shards: workers,
  });
  return { ms: now() - before, loss: history.at(-1)!.loss, threads };
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
