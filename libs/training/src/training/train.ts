import { type Random, seededRandom } from '@fettle/kernel';
import { multiplyAccumulatesOf, outputSizeOf } from '../network/shapes';
import { mixSeeds } from '../network/program';
import { layoutOf, viewsOf, type WeightLayout, writeWeights } from '../network/weight-layout';
import { learningRateOf, optimizerKindOf } from '../optimizers/registry';
import { checkSchedule, scheduleFactor } from '../optimizers/schedule';
import { startTeam, type Team } from '../workers/team';
import { allocateTeamMemory, type TeamMemory, targetWidthOf } from '../workers/team-memory';
import { BestEpoch } from './best-epoch';
import { checkOptions, diverged, prepareData, withClassWeights } from './prepare';
import { Stepper } from './step';
import { lossOfTask, taskKindOf } from './tasks/registry';
import type { EpochRecord, TrainOptions, TrainResult } from './train.types';

/** Multiplications of a batch below which waking threads costs more than it brings (measured: some 0.1 ms a step). */
const LEAST_WORK = 1_000_000;

/** Multiplications after which the event loop gets its turn. */
const WORK_PER_TURN = 4_000_000;

/**
 * Trains a network. The same options give the same bits, on any machine with the same engine and for any number of `workers`.
 * The network given is not changed. Rejects with `TRAINING.BAD_SPEC`, `TRAINING.BAD_SHAPE`, `TRAINING.TOO_LARGE`,
 * `TRAINING.NO_DATA`, `TRAINING.BAD_DATA` before it begins, `TRAINING.DIVERGED` when the loss is no number any more, and
 * `TRAINING.WORKERS_NOT_BUILT` or `TRAINING.WORKER_FAILED` for threads. An aborted signal is no error: see `stopped`.
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const session = prepare(options);
  const team = await startTeam(session.memory, session.threads);
  try {
    return await new Training(options, session, team).run();
  } finally {
    await team.close();
  }
}

interface Session {
  readonly layout: WeightLayout;
  readonly memory: TeamMemory;
  readonly stepper: Stepper;
  readonly threads: number;
  readonly batchSize: number;
  /** Multiplications of one sample. */
  readonly work: number;
}

function prepare(options: TrainOptions): Session {
  const { network, task, hooks = {}, optimizer = { kind: 'adam' } } = options;
  const { spec } = network;
  const loss = lossOfTask(task);
  checkOptions(options, loss);
  checkSchedule(options.schedule ?? { kind: 'constant' });
  const layout = layoutOf(spec);
  const moving = optimizerKindOf(optimizer).build(optimizer, layout);
  const data = withClassWeights(
    prepareData('training data', options.data, spec, task),
    spec,
    options.classWeights,
  );
  const validation = options.validation && prepareData('validation data', options.validation, spec, task);
  const batchSize = Math.min(options.batchSize ?? 32, data.count);
  const shards = Math.min(options.shards ?? 4, batchSize);
  const work = multiplyAccumulatesOf(spec).reduce((sum, each) => sum + each, 0);
  const threads = work * batchSize < LEAST_WORK ? 1 : Math.min(options.workers ?? 1, shards);
  const memory = allocateTeamMemory({
    spec,
    loss,
    shards,
    batchSize,
    train: data,
    validation,
    grids: hooks.tensorGrids !== undefined,
    ranges: hooks.onRanges !== undefined,
    shared: threads > 1,
  });
  const stepper = new Stepper(layout, memory, moving, hooks, options.clipNorm ?? Infinity);
  writeWeights(layout, network.weights, stepper.master);
  memory.weights.set(stepper.master);
  return { layout, memory, stepper, threads, batchSize, work };
}

/** One training, from its first step to its last. */
class Training {
  private readonly random: Random;
  private readonly stepsPerEpoch: number;
  private readonly history: EpochRecord[] = [];
  private readonly best: BestEpoch;
  private step = 0;
  private workSinceTurn = 0;

  constructor(
    private readonly options: TrainOptions,
    private readonly session: Session,
    private readonly team: Team,
  ) {
    this.random = seededRandom(options.seed ?? 1);
    this.stepsPerEpoch = Math.ceil(session.memory.train.count / session.batchSize);
    this.best = new BestEpoch(options.earlyStopping);
  }

  async run(): Promise<TrainResult> {
    for (let epoch = 1; epoch <= this.options.epochs; epoch++) {
      const loss = await this.runEpoch(epoch);
      if (loss === undefined) return this.result('aborted');
      const record = await this.recordOf(epoch, loss);
      this.history.push(record);
      this.options.onEpoch?.(record);
      if (this.best.add(record, this.session.stepper.master)) return this.result('early');
    }
    return this.result('finished');
  }

  /** The epoch's mean loss; undefined where the signal ended it. */
  private async runEpoch(epoch: number): Promise<number | undefined> {
    const { memory, batchSize } = this.session;
    const { count } = memory.train;
    shuffle(memory.order, this.random.fork(`epoch ${epoch}`));
    let sum = 0;
    for (let start = 0; start < count; start += batchSize) {
      if (this.options.signal?.aborted === true) return undefined;
      const batch = Math.min(batchSize, count - start);
      sum += await this.runStep(start, batch);
      if (!Number.isFinite(sum)) throw diverged(epoch, start / batchSize + 1);
      this.report(epoch, start + batch, sum);
      await this.giveTurn(batch);
    }
    return sum / count;
  }

  /** The batch's sum of losses before the step. */
  private async runStep(start: number, count: number): Promise<number> {
    const { memory, stepper } = this.session;
    stepper.beforePasses();
    await this.team.train({ start, count, seed: mixSeeds(this.options.seed ?? 1, this.step) | 0 });
    const shards = Math.ceil(count / memory.rows);
    let sum = 0;
    for (let shard = 0; shard < shards; shard++) sum += memory.sums[shard]!;
    stepper.afterPasses(shards, this.learningRateAt(this.step), this.step);
    this.step++;
    return sum;
  }

  private learningRateAt(step: number): number {
    const { optimizer = { kind: 'adam' }, schedule = { kind: 'constant' }, epochs } = this.options;
    return learningRateOf(optimizer) * scheduleFactor(schedule, step, epochs * this.stepsPerEpoch);
  }

  private async recordOf(epoch: number, loss: number): Promise<EpochRecord> {
    const { memory, stepper } = this.session;
    const { validation, outputs, sums, spec } = memory;
    const learningRate = this.learningRateAt(this.step - 1);
    if (validation === undefined) return { epoch, loss, learningRate };
    stepper.beforePasses();
    await this.team.evaluate();
    const { task } = this.options;
    const metrics = taskKindOf(task).metrics(task, {
      count: validation.count,
      outputs,
      width: outputSizeOf(spec),
      targets: validation.targets,
      targetWidth: targetWidthOf(spec, memory.loss),
    });
    const chunks = Math.ceil(validation.count / memory.rows);
    const sum = sums.subarray(0, chunks).reduce((total, each) => total + each, 0);
    return { epoch, loss, validationLoss: sum / validation.count, metrics, learningRate };
  }

  private report(epoch: number, done: number, sum: number): void {
    if (this.options.onProgress === undefined) return;
    const { count } = this.session.memory.train;
    const before = this.history.at(-1)?.validationLoss;
    this.options.onProgress({
      epoch,
      epochs: this.options.epochs,
      step: Math.ceil(done / this.session.batchSize),
      stepsPerEpoch: this.stepsPerEpoch,
      loss: sum / done,
      ...(before === undefined ? {} : { validationLoss: before }),
      learningRate: this.learningRateAt(this.step - 1),
      samplesDone: (epoch - 1) * count + done,
      samplesInAll: this.options.epochs * count,
    });
  }

  /** Lets timers, signals and sockets of this process have their turn now and then. */
  private async giveTurn(samples: number): Promise<void> {
    this.workSinceTurn += samples * this.session.work;
    if (this.workSinceTurn < WORK_PER_TURN) return;
    this.workSinceTurn = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }

  private result(stopped: TrainResult['stopped']): TrainResult {
    const { layout, stepper, threads } = this.session;
    const flat = Float32Array.from(this.best.weights ?? stepper.master);
    const network = { spec: this.options.network.spec, weights: viewsOf(layout, flat) };
    return { network, history: this.history, best: this.best.record, stopped, threads };
  }
}

/** The same random source gives the same order, whatever the order was before. */
function shuffle(order: Int32Array, random: Random): void {
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
}
