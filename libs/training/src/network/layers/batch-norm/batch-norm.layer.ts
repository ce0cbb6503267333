import { badSpec } from '../../errors';
import { constant } from '../initial-values';
import { type LayerKind, type LayerPass, sizeOf, type SpecOf } from '../layer';

/**
 * Each channel (last axis) shifted and scaled to mean 0 and variance 1, then by `gamma` and `beta` (Ioffe and Szegedy, 2015).
 * While training, by the statistics of the shard at hand ("ghost" batches: Hoffer, Hubara and Soudry, 2017), which makes the
 * result independent of how many threads share a batch; otherwise by running statistics (variance unbiased).
 */
export const batchNorm: LayerKind<SpecOf<'batch-norm'>> = {
  outputShape({ momentum = DEFAULTS.momentum, epsilon = DEFAULTS.epsilon }, input) {
    if (!(momentum >= 0 && momentum < 1)) throw badSpec(`momentum lies in [0, 1), not at ${momentum}`);
    if (!(epsilon > 0)) throw badSpec(`epsilon is above 0, not ${epsilon}`);
    return input;
  },
  parameters({ momentum = DEFAULTS.momentum }, input) {
    const shape = [input.at(-1)!];
    return {
      gamma: constant(shape, 1),
      beta: constant(shape, 0),
      mean: { ...constant(shape, 0), momentum },
      variance: { ...constant(shape, 1), momentum },
    };
  },
  multiplyAccumulates: (_spec, input) => sizeOf(input),
  build({ spec: { epsilon = DEFAULTS.epsilon }, input, maxCount, allocate }) {
    const channels = input.at(-1)!;
    const size = sizeOf(input);
    const state: State = {
      channels,
      epsilon,
      mean: allocate(channels),
      variance: allocate(channels),
      inverse: allocate(channels),
      normal: allocate(maxCount * size),
    };
    return {
      forward(pass) {
        const length = pass.count * size;
        if (pass.training) measure(state, pass.input, length);
        else copyRunning(state, pass.weights);
        normalise(state, pass, length);
      },
      backward(pass) {
        const places = (pass.count * size) / channels;
        reportStatistics(state, pass, places);
        propagate(state, pass, places);
      },
    };
  },
};

/** Keras's, but for the momentum: these batches are smaller and runs shorter. */
export const DEFAULTS = { momentum: 0.9, epsilon: 1e-3 } as const;

interface State {
  readonly channels: number;
  readonly epsilon: number;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  readonly inverse: Float32Array;
  readonly normal: Float32Array;
}

function measure(
  { channels, epsilon, mean, variance, inverse }: State,
  x: Float32Array,
  length: number,
): void {
  const places = length / channels;
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let at = c; at < length; at += channels) sum += x[at]!;
    const centre = sum / places;
    let squares = 0;
    for (let at = c; at < length; at += channels) squares += (x[at]! - centre) * (x[at]! - centre);
    mean[c] = centre;
    variance[c] = squares / places;
    inverse[c] = 1 / Math.sqrt(squares / places + epsilon);
  }
}

function copyRunning({ epsilon, mean, variance, inverse }: State, weights: LayerPass['weights']): void {
  mean.set(weights['mean']!);
  variance.set(weights['variance']!);
  for (let c = 0; c < inverse.length; c++) inverse[c] = 1 / Math.sqrt(variance[c]! + epsilon);
}

function normalise({ channels, mean, inverse, normal }: State, pass: LayerPass, length: number): void {
  const { input, output } = pass;
  const gamma = pass.weights['gamma']!;
  const beta = pass.weights['beta']!;
  for (let at = 0; at < length;) {
    for (let c = 0; c < channels; c++, at++) {
      const value = (input[at]! - mean[c]!) * inverse[c]!;
      normal[at] = value;
      output[at] = value * gamma[c]! + beta[c]!;
    }
  }
}

/** Leaves this shard's share of the batch's mean and unbiased variance where the running statistics are fed from. */
function reportStatistics({ channels, mean, variance }: State, pass: LayerPass, places: number): void {
  const means = pass.gradients['mean']!;
  const variances = pass.gradients['variance']!;
  const unbiased = places > 1 ? places / (places - 1) : 1;
  for (let c = 0; c < channels; c++) {
    means[c]! += mean[c]! * pass.share;
    variances[c]! += variance[c]! * unbiased * pass.share;
  }
}

function propagate({ channels, inverse, normal }: State, pass: LayerPass, places: number): void {
  const { outputGradient, inputGradient } = pass;
  const gamma = pass.weights['gamma']!;
  const gammaGradient = pass.gradients['gamma']!;
  const betaGradient = pass.gradients['beta']!;
  const length = places * channels;
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    let along = 0;
    for (let at = c; at < length; at += channels) {
      sum += outputGradient[at]!;
      along += outputGradient[at]! * normal[at]!;
    }
    gammaGradient[c]! += along;
    betaGradient[c]! += sum;
    if (inputGradient === undefined) continue;
    const factor = gamma[c]! * inverse[c]!;
    const flat = sum / places;
    const slope = along / places;
    for (let at = c; at < length; at += channels) {
      inputGradient[at] = factor * (outputGradient[at]! - flat - normal[at]! * slope);
    }
  }
}
