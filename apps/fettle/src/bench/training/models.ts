import { seededRandom } from '@fettle/kernel';
import type { Dataset, LayerSpec, NetworkSpec, TaskSpec } from '@fettle/training';

/** One training that both sides do: the same layers, starting weights where they agree in form, batches, optimizer, epochs. */
export interface TrainingLoad {
  readonly spec: NetworkSpec;
  readonly task: TaskSpec;
  readonly data: Dataset;
  readonly batchSize: number;
  readonly epochs: number;
  readonly learningRate: number;
}

/** How much of each load there is; tests take less. */
export interface LoadSize {
  /** Samples are divided by this. */
  readonly divisor: number;
}

/** Of every load that has classes. */
export const CLASSES = 4;

const NORM_AND_RELU: readonly LayerSpec[] = [
  { kind: 'batch-norm' },
  { kind: 'activation', activation: 'relu' },
];

/** Every load, one row each; small, since the rival takes up to 0.2 s a sample. */
export const LOADS: Readonly<Record<string, (size: LoadSize) => TrainingLoad>> = {
  'dense-autoencoder': ({ divisor }) => ({
    spec: {
      input: [320],
      layers: [
        ...[128, 128, 8, 128, 128].flatMap((units): LayerSpec[] => [
          { kind: 'dense', units },
          ...NORM_AND_RELU,
        ]),
        { kind: 'dense', units: 320 },
      ],
    },
    task: { kind: 'autoencoder' },
    data: mixtures(128 / divisor, [320]),
    batchSize: 32,
    epochs: 2,
    learningRate: 1e-3,
  }),
  'ds-cnn': ({ divisor }) => ({
    spec: {
      input: [25, 10, 1],
      layers: [
        { kind: 'conv-2d', filters: 32, size: [10, 4], stride: [2, 2], padding: 'same' },
        ...NORM_AND_RELU,
        ...[1, 2].flatMap((): LayerSpec[] => [
          { kind: 'depthwise-conv-2d', size: [3, 3], padding: 'same' },
          ...NORM_AND_RELU,
          { kind: 'conv-2d', filters: 32, size: [1, 1] },
          ...NORM_AND_RELU,
        ]),
        { kind: 'global-average-pool' },
        { kind: 'dense', units: CLASSES, activation: 'softmax' },
      ],
    },
    task: { kind: 'classifier' },
    data: mixtures(32 / divisor, [25, 10, 1]),
    batchSize: 16,
    epochs: 1,
    learningRate: 3e-3,
  }),
  'conv-1d': ({ divisor }) => ({
    spec: {
      input: [128, 3],
      layers: [
        { kind: 'conv-1d', filters: 16, size: 5, stride: 2, activation: 'relu' },
        { kind: 'conv-1d', filters: 32, size: 5, stride: 2, activation: 'relu' },
        { kind: 'global-average-pool' },
        { kind: 'dense', units: CLASSES, activation: 'softmax' },
      ],
    },
    task: { kind: 'classifier' },
    data: mixtures(64 / divisor, [128, 3]),
    batchSize: 32,
    epochs: 1,
    learningRate: 3e-3,
  }),
  gru: ({ divisor }) => ({
    spec: {
      input: [32, 4],
      layers: [
        { kind: 'gru', units: 32 },
        { kind: 'dense', units: CLASSES, activation: 'softmax' },
      ],
    },
    task: { kind: 'classifier' },
    data: mixtures(128 / divisor, [32, 4]),
    batchSize: 32,
    epochs: 1,
    learningRate: 3e-3,
  }),
};

/** Samples of some classes, each a wave of its own with noise on it, with the class as target. */
function mixtures(count: number, shape: readonly number[]): Dataset {
  const random = seededRandom(21);
  const size = shape.reduce((product, length) => product * length, 1);
  const inputs = new Float32Array(count * size);
  const targets = Float32Array.from({ length: count }, () => random.below(CLASSES));
  for (let i = 0; i < inputs.length; i++) {
    const label = targets[Math.floor(i / size)]!;
    inputs[i] = Math.sin((i % size) * (0.05 + 0.04 * label)) + 0.3 * random.normal();
  }
  return { inputs, shape, targets };
}
