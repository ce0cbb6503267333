import { seededRandom } from '@fettle/kernel';
import { initialNetwork, type Network, parameterCount, train } from '@fettle/training';
import { quantile } from '../quantile';
import { LOADS, type TrainingLoad } from './models';
import { loadTfjs, trainWithTfjs } from './tfjs-rival';
import { type Clocks, timed, type Times } from './timed';

export interface TrainingFigures {
  readonly parameters: number;
  /** Samples times epochs. */
  readonly samples: number;
  /** One training, on one thread unless `threads` says otherwise; the median of the runs. */
  readonly fettleMs: number;
  /** The same by TensorFlow.js on its `cpu` backend, in the same process, right after. */
  readonly tfjsMs: number;
  readonly ratio: number;
  /** Processor time of the same, all threads, compilers and collectors of garbage included: what a busy machine changes least. */
  readonly fettleCpuMs: number;
  readonly tfjsCpuMs: number;
  readonly cpuRatio: number;
  /** Mean loss of the last epoch, of one run. */
  readonly fettleFinalLoss: number;
  readonly tfjsFinalLoss: number;
  readonly threads: number;
}

export type TrainingBenchResult = Readonly<Record<string, TrainingFigures>>;

export interface TrainingBenchOptions extends Clocks {
  /** Counted runs of each side; the figures are medians. */
  readonly runs: number;
  /** Threads of ours at most; TensorFlow.js has one. */
  readonly workers: number;
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
  const { runs, onProgress, divisor = 1 } = options;
  const tfjs = await loadTfjs();
  const result: Record<string, TrainingFigures> = {};
  for (const name of options.only ?? Object.keys(LOADS)) {
    const load = LOADS[name]!({ divisor });
    const start = initialNetwork(load.spec, seededRandom(1));
    const warm = { ...LOADS[name]!({ divisor: divisor * 4 }), epochs: 1 };
    await trainHere(load, start, options.workers);
    await trainWithTfjs(tfjs, warm, start, options);
    const own: (Times & { loss: number; threads: number })[] = [];
    const rival: Trained[] = [];
    for (let run = 1; run <= runs; run++) {
      onProgress?.(`training: ${name}, run ${run} of ${runs}`);
      own.push(await timed(options, () => trainHere(load, start, options.workers)));
      rival.push(await trainWithTfjs(tfjs, load, start, options));
    }
    result[name] = {
      parameters: parameterCount(load.spec),
      samples: load.data.targets!.length * load.epochs,
      ...comparisonOf(own, rival),
      threads: own.at(-1)!.threads,
    };
  }
  return result;
}

type Trained = Times & { readonly loss: number };

function comparisonOf(own: readonly Trained[], rival: readonly Trained[]) {
  const fettleMs = median(own.map(({ ms }) => ms));
  const tfjsMs = median(rival.map(({ ms }) => ms));
  const fettleCpuMs = median(own.map(({ cpuMs }) => cpuMs));
  const tfjsCpuMs = median(rival.map(({ cpuMs }) => cpuMs));
  return {
    fettleMs,
    tfjsMs,
    ratio: tfjsMs / fettleMs,
    fettleCpuMs,
    tfjsCpuMs,
    cpuRatio: tfjsCpuMs / fettleCpuMs,
    fettleFinalLoss: own.at(-1)!.loss,
    tfjsFinalLoss: rival.at(-1)!.loss,
  };
}

async function trainHere(
  load: TrainingLoad,
  start: Network,
  workers: number,
): Promise<{ loss: number; threads: number }> {
  const { data, task, epochs, batchSize, learningRate } = load;
  const { inputs, shape } = data;
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
  return { loss: history.at(-1)!.loss, threads };
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
