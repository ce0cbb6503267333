import { seededRandom } from '@fettle/kernel';
import { initialNetwork, predict } from '../network/network';
import type { LayerSpec, Network } from '../network/network.types';
import { noise, sines, spirals, xor } from '../spec-builders/datasets';
import type { Dataset } from './data/dataset';
import { evaluate } from './evaluate';
import type { TaskMetrics, TaskSpec } from './tasks/task.types';
import { train } from './train';
import type { EpochRecord, TrainOptions, TrainingProgress } from './train.types';

/** Learning takes a second or two by itself, more where many share the processor. */
jest.setTimeout(30_000);

function network(input: readonly number[], ...layers: LayerSpec[]): Network {
  return initialNetwork({ input, layers }, seededRandom(1));
}

const TWO_CLASSES = { kind: 'dense', units: 2, activation: 'softmax' } as const;
const CLASSIFIER = { kind: 'classifier' } as const;

function as<K extends TaskMetrics['kind']>(kind: K, metrics: TaskMetrics): Extract<TaskMetrics, { kind: K }> {
  if (metrics.kind !== kind) throw new Error(`metrics of a ${metrics.kind}`);
  return metrics as Extract<TaskMetrics, { kind: K }>;
}

/** Small, with everything in it that could depend on order or chance. */
function anyTraining(): TrainOptions {
  return {
    network: network(
      [8, 6, 1],
      { kind: 'conv-2d', filters: 4, size: [3, 3], padding: 'same' },
      { kind: 'batch-norm' },
      { kind: 'activation', activation: 'relu' },
      { kind: 'dropout', rate: 0.2 },
      { kind: 'global-average-pool' },
      { kind: 'dense', units: 3, activation: 'softmax' },
    ),
    data: noise(50, [8, 6, 1], 3, 5),
    validation: noise(21, [8, 6, 1], 3, 6),
    task: CLASSIFIER,
    epochs: 3,
    batchSize: 13,
    clipNorm: 0.5,
    classWeights: 'balanced',
    schedule: { kind: 'cosine', warmupShare: 0.1 },
    seed: 9,
  };
}

describe('training learns', () => {
  it('exclusive or, every case', async () => {
    const data = xor();
    const { network: learnt } = await train({
      network: network([2], { kind: 'dense', units: 8, activation: 'tanh' }, TWO_CLASSES),
      data,
      task: CLASSIFIER,
      epochs: 60,
      batchSize: 16,
      optimizer: { kind: 'adam', learningRate: 0.03 },
    });
    expect(as('classifier', evaluate(learnt, data, CLASSIFIER).metrics).accuracy).toBe(1);
  });

  it('two spirals, more than 97 % of points not seen', async () => {
    const { network: learnt } = await train({
      network: network(
        [2],
        { kind: 'dense', units: 32, activation: 'relu' },
        { kind: 'dense', units: 32, activation: 'relu' },
        TWO_CLASSES,
      ),
      data: spirals(600, 1),
      task: CLASSIFIER,
      epochs: 50,
      batchSize: 60,
      optimizer: { kind: 'adam', learningRate: 0.02, weightDecay: 1e-4 },
      schedule: { kind: 'cosine', warmupShare: 0.05 },
    });
    const metrics = as('classifier', evaluate(learnt, spirals(500, 2), CLASSIFIER).metrics);
    expect(metrics.accuracy).toBeGreaterThan(0.97);
    expect(metrics.macroF1).toBeGreaterThan(0.97);
  });

  it('the next value of a sine with a GRU, within 0.05', async () => {
    const { network: learnt } = await train({
      network: network([8, 1], { kind: 'gru', units: 8 }, { kind: 'dense', units: 1 }),
      data: sines(256, 8, 1),
      task: { kind: 'regressor' },
      epochs: 30,
      optimizer: { kind: 'adam', learningRate: 0.02 },
      schedule: { kind: 'cosine' },
      clipNorm: 1,
    });
    expect(
      as('regressor', evaluate(learnt, sines(200, 8, 2), { kind: 'regressor' }).metrics).rmse,
    ).toBeLessThan(0.05);
  });

  it('quantiles that cover what they say', async () => {
    const random = seededRandom(3);
    const make = (): Dataset => ({
      inputs: Float32Array.from({ length: 1000 }, () => random.next()),
      shape: [1],
      targets: Float32Array.from({ length: 1000 }, () => random.normal()),
    });
    const task: TaskSpec = { kind: 'forecaster', quantiles: [0.1, 0.5, 0.9] };
    const { network: learnt } = await train({
      network: network([1], { kind: 'dense', units: 3 }),
      data: make(),
      task,
      epochs: 30,
      optimizer: { kind: 'sgd', learningRate: 0.3, momentum: 0.9 },
      schedule: { kind: 'cosine' },
    });
    const { coverage } = as('forecaster', evaluate(learnt, make(), task).metrics);
    for (const [i, q] of [0.1, 0.5, 0.9].entries()) expect(Math.abs(coverage[i]! - q)).toBeLessThan(0.05);
  });

  it('to rebuild what it has seen better than what it has not', async () => {
    const random = seededRandom(4);
    const line = (bend: number): Dataset => ({
      inputs: Float32Array.from(
        Array.from({ length: 200 }, () => random.normal()).flatMap((x) => [
          x,
          2 * x + bend * x * x,
          -x,
          0.5 * x,
        ]),
      ),
      shape: [4],
    });
    const { network: learnt } = await train({
      network: network([4], { kind: 'dense', units: 1 }, { kind: 'dense', units: 4 }),
      data: line(0),
      task: { kind: 'autoencoder' },
      epochs: 40,
      optimizer: { kind: 'adam', learningRate: 0.02 },
    });
    const usual = as('autoencoder', evaluate(learnt, line(0), { kind: 'autoencoder' }).metrics);
    const strange = as('autoencoder', evaluate(learnt, line(1), { kind: 'autoencoder' }).metrics);
    expect(usual.p99).toBeLessThan(0.01);
    expect(strange.p95).toBeGreaterThan(20 * usual.p95);
  });
});

describe('a training', () => {
  it('gives the same bits for the same seed, others for another, and leaves its start alone', async () => {
    const start = structuredClone(anyTraining().network);
    const options = anyTraining();
    const one = await train(options);
    const two = await train(anyTraining());
    expect(two.network).toEqual(one.network);
    expect(two.history).toEqual(one.history);
    expect(options.network).toEqual(start);
    const other = await train({ ...anyTraining(), seed: 10 });
    expect(other.network.weights).not.toEqual(one.network.weights);
  });

  it('judges validation data as evaluate does', async () => {
    const options = anyTraining();
    const { network: learnt, history } = await train(options);
    const { loss, metrics } = evaluate(learnt, options.validation!, CLASSIFIER);
    expect(history.at(-1)!.validationLoss).toBeCloseTo(loss, 6);
    expect(history.at(-1)!.metrics).toEqual(metrics);
  });

  it('stops early once patience is over, and returns the best epoch, not the last', async () => {
    const validation = noise(40, [6], 2, 7);
    const records: EpochRecord[] = [];
    const result = await train({
      network: network([6], { kind: 'dense', units: 32, activation: 'relu' }, TWO_CLASSES),
      data: noise(40, [6], 2, 8),
      validation,
      task: CLASSIFIER,
      epochs: 100,
      optimizer: { kind: 'adam', learningRate: 0.02 },
      earlyStopping: { patience: 4 },
      onEpoch: (record) => records.push(record),
    });
    const losses = records.map(({ validationLoss }) => validationLoss!);
    expect(result.stopped).toBe('early');
    expect(result.best!.epoch).toBe(records.length - 4);
    expect(result.best!.validationLoss).toBe(Math.min(...losses));
    const { loss } = evaluate(result.network, validation, CLASSIFIER);
    expect(loss).toBeCloseTo(Math.min(...losses), 6);
    expect(loss).toBeLessThan(losses.at(-1)!);
  });

  it('takes no step longer than clipped gradients allow, and none for samples that count nothing', async () => {
    const start = network([2], TWO_CLASSES);
    const options: TrainOptions = {
      network: start,
      data: xor(),
      task: CLASSIFIER,
      epochs: 1,
      batchSize: 64,
      optimizer: { kind: 'sgd', learningRate: 1 },
    };
    const distance = (to: Network): number => {
      const changes = start.weights.flatMap((layer, i) =>
        Object.entries(layer).flatMap(([role, values]) =>
          Array.from(values, (value, at) => to.weights[i]![role]![at]! - value),
        ),
      );
      return Math.hypot(...changes);
    };
    expect(distance((await train(options)).network)).toBeGreaterThan(0.01);
    expect(distance((await train({ ...options, clipNorm: 0.01 })).network)).toBeCloseTo(0.01, 6);
    const nothing = { ...xor(), sampleWeights: new Float32Array(64) };
    expect(distance((await train({ ...options, data: nothing })).network)).toBe(0);
  });

  it('returns what was learnt when it is aborted, at once', async () => {
    const abort = new AbortController();
    const seen: TrainingProgress[] = [];
    const result = await train({
      ...anyTraining(),
      signal: abort.signal,
      onProgress: (progress) => {
        seen.push(progress);
        if (seen.length === 6) abort.abort();
      },
    });
    expect(result.stopped).toBe('aborted');
    expect(result.history).toHaveLength(1);
    expect(seen).toHaveLength(6);
    expect(seen[5]).toMatchObject({
      epoch: 2,
      step: 2,
      stepsPerEpoch: 4,
      samplesDone: 76,
      samplesInAll: 150,
    });
  });

  it('follows the batches with its running statistics', async () => {
    const random = seededRandom(6);
    const inputs = Float32Array.from({ length: 2000 }, () => 3 + 2 * random.normal());
    const { network: learnt } = await train({
      network: network([1], { kind: 'batch-norm' }, { kind: 'dense', units: 1 }),
      data: { inputs, shape: [1], targets: inputs.map((x) => x / 2) },
      task: { kind: 'regressor' },
      epochs: 4,
      batchSize: 64,
      optimizer: { kind: 'adam', learningRate: 0.05 },
    });
    expect(learnt.weights[0]!['mean']![0]).toBeCloseTo(3, 0);
    expect(Math.abs(learnt.weights[0]!['variance']![0]! - 4)).toBeLessThan(0.6);
  });

  it('weighs classes: the rare one is found when all count alike', async () => {
    const random = seededRandom(11);
    const targets = Float32Array.from({ length: 400 }, (_, i) => (i % 20 === 0 ? 1 : 0));
    const data: Dataset = {
      inputs: targets.map((label) => label + 0.7 * random.normal()),
      shape: [1],
      targets,
    };
    const recall = async (classWeights?: 'balanced'): Promise<number> => {
      const { network: learnt } = await train({
        network: network([1], TWO_CLASSES),
        data,
        task: CLASSIFIER,
        epochs: 30,
        optimizer: { kind: 'adam', learningRate: 0.05 },
        ...(classWeights === undefined ? {} : { classWeights }),
      });
      const { confusion } = as('classifier', evaluate(learnt, data, CLASSIFIER).metrics);
      return confusion[1]![1]! / 20;
    };
    expect(await recall('balanced')).toBeGreaterThan(0.6);
    expect(await recall()).toBeLessThan(0.4);
  });
});

describe('hooks', () => {
  it('passes see the weights that are put before them, and the master learns on', async () => {
    const seen: number[] = [];
    const options = { ...anyTraining(), epochs: 1 };
    const free = await train(options);
    const { network: learnt } = await train({
      ...options,
      hooks: {
        quantizeWeights(master, effective) {
          for (const [i, layer] of master.entries()) {
            for (const [role, values] of Object.entries(layer)) {
              for (const [at, value] of values.entries())
                effective[i]![role]![at] = Math.round(value * 4) / 4;
            }
          }
          seen.push(effective[0]!['kernel']![0]!);
        },
      },
    });
    expect(seen).toHaveLength(5);
    expect(learnt.weights).not.toEqual(free.network.weights);
    const kernel = learnt.weights[0]!['kernel']!;
    expect(kernel.some((value) => value !== Math.round(value * 4) / 4)).toBe(true);
  });

  it('tensors lie on their grids, and their ranges are those before', async () => {
    const ranges: { min: number; max: number }[] = [];
    const options = { ...anyTraining(), epochs: 1 };
    await train({
      ...options,
      hooks: { onRanges: (all) => void ranges.push(all[0]!, all[6]!) },
    });
    const inputs = options.data.inputs;
    expect(Math.min(...ranges.filter((_, i) => i % 2 === 0).map(({ min }) => min))).toBe(Math.min(...inputs));
    expect(Math.max(...ranges.filter((_, i) => i % 2 === 0).map(({ max }) => max))).toBe(Math.max(...inputs));
    const coarse = { scale: 0.5, zeroPoint: 0, least: -2, most: 2 };
    const plain = await train(options);
    const gridded = await train({ ...options, hooks: { tensorGrids: () => [coarse] } });
    const none = await train({ ...options, hooks: { tensorGrids: () => [] } });
    expect(gridded.history[0]!.loss).not.toBe(plain.history[0]!.loss);
    expect(none.network).toEqual(plain.network);
  });

  it('what is masked after each step stays 0', async () => {
    const steps: number[] = [];
    const { network: learnt } = await train({
      ...anyTraining(),
      hooks: {
        afterStep(weights, step) {
          weights[0]!['kernel']!.fill(0, 0, 9);
          steps.push(step);
        },
      },
    });
    expect([...learnt.weights[0]!['kernel']!.subarray(0, 9)]).toEqual(new Array(9).fill(0));
    expect(learnt.weights[0]!['kernel']![9]).not.toBe(0);
    expect(steps).toEqual(Array.from({ length: 12 }, (_, i) => i));
  });
});

describe('what cannot be learnt from is refused by name', () => {
  const good = (): TrainOptions => ({
    network: network([2], TWO_CLASSES),
    data: xor(),
    task: CLASSIFIER,
    epochs: 1,
  });
  const spoilt = (change: (data: Dataset) => Partial<Dataset>): Partial<TrainOptions> => ({
    data: { ...xor(), ...change(xor()) },
  });

  it.each<[string, string, Partial<TrainOptions>]>([
    ['TRAINING.NO_DATA', 'no samples', spoilt(() => ({ inputs: new Float32Array(0) }))],
    ['TRAINING.BAD_SHAPE', 'half a sample', spoilt(() => ({ inputs: new Float32Array(3) }))],
    ['TRAINING.BAD_SHAPE', 'samples of another shape', spoilt(() => ({ shape: [1, 2] }))],
    ['TRAINING.BAD_SHAPE', 'too few targets', spoilt(() => ({ targets: new Float32Array(3) }))],
    ['TRAINING.BAD_SHAPE', 'no targets', { data: { inputs: xor().inputs, shape: [2] } }],
    ['TRAINING.BAD_SHAPE', 'too few weights', spoilt(() => ({ sampleWeights: new Float32Array(3) }))],
    [
      'TRAINING.BAD_DATA',
      'NaN',
      spoilt(({ inputs }) => ({ inputs: inputs.map((x, i) => (i === 77 ? NaN : x)) })),
    ],
    [
      'TRAINING.BAD_DATA',
      'infinity',
      spoilt(({ inputs }) => ({ inputs: inputs.map((x, i) => (i === 7 ? Infinity : x)) })),
    ],
    [
      'TRAINING.BAD_DATA',
      'a class that there is not',
      spoilt(({ targets }) => ({ targets: targets!.map((x) => 2 * x) })),
    ],
    [
      'TRAINING.BAD_DATA',
      'spoilt validation data',
      { validation: { ...xor(), inputs: new Float32Array(128).fill(NaN) } },
    ],
    [
      'TRAINING.BAD_SHAPE',
      'weights of another network',
      { network: { ...network([2], TWO_CLASSES), weights: [{}] } },
    ],
    ['TRAINING.BAD_SPEC', 'no epochs', { epochs: 0 }],
    ['TRAINING.BAD_SPEC', 'half a batch', { batchSize: 0.5 }],
    ['TRAINING.BAD_SPEC', 'no threads', { workers: 0 }],
    ['TRAINING.BAD_SPEC', 'a task that there is not', { task: { kind: 'poet' } as unknown as TaskSpec }],
    ['TRAINING.BAD_SPEC', 'weights for other classes', { classWeights: [1, 2, 3] }],
    ['TRAINING.BAD_SPEC', 'a gradient of no length', { clipNorm: 0 }],
    ['TRAINING.BAD_SPEC', 'no patience', { earlyStopping: { patience: 0 } }],
    [
      'TRAINING.BAD_SPEC',
      'one class',
      { network: network([2], { kind: 'dense', units: 1, activation: 'softmax' }) },
    ],
  ])('%s: %s', async (code, _what, change) => {
    await expect(train({ ...good(), ...change })).rejects.toMatchObject({ code });
  });

  it('TRAINING.DIVERGED: a rate at which the loss is no number any more', async () => {
    const data: Dataset = {
      inputs: Float32Array.of(1e18, -1e18),
      shape: [1],
      targets: Float32Array.of(1, 2),
    };
    const options: TrainOptions = {
      network: network([1], { kind: 'dense', units: 1 }),
      data,
      task: { kind: 'regressor' },
      epochs: 20,
      optimizer: { kind: 'sgd', learningRate: 1e10 },
    };
    await expect(train(options)).rejects.toMatchObject({ code: 'TRAINING.DIVERGED' });
  });

  it('a trained network predicts what it was trained for', async () => {
    const { network: learnt } = await train(good());
    expect(predict(learnt, Float32Array.of(0, 1))).toHaveLength(2);
  });
});
