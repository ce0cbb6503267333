import { seededRandom } from '@fettle/kernel';
import { initialNetwork } from '../../network/network';
import { LayerSpec, Network, NetworkSpec } from '../../network/network.types';

const dense: LayerSpec = { kind: 'dense', units: 3, activation: 'softmax' };
const image = (...layers: LayerSpec[]): NetworkSpec => ({ input: [6, 5, 4], layers });
const series = (...layers: LayerSpec[]): NetworkSpec => ({ input: [8, 3], layers });
const vector = (...layers: LayerSpec[]): NetworkSpec => ({ input: [10], layers });

/** Small networks that have every kind of layer, activation, padding and place between them. */
export const SAMPLE_NETWORKS: Readonly<Record<string, NetworkSpec>> = {
  'dense, relu, softmax': vector({ kind: 'dense', units: 8, activation: 'relu' }, dense),
  'dense, tanh, linear': vector(
    { kind: 'dense', units: 8, activation: 'tanh' },
    { kind: 'dense', units: 10 },
  ),
  'dense, sigmoid': vector(
    { kind: 'dense', units: 6, activation: 'relu6' },
    { kind: 'dense', units: 1, activation: 'sigmoid' },
  ),
  'conv-1d, batch norm, relu': series(
    { kind: 'conv-1d', filters: 6, size: 3, padding: 'same' },
    { kind: 'batch-norm' },
    { kind: 'activation', activation: 'relu' },
    { kind: 'max-pool', size: [1, 2] },
    { kind: 'conv-1d', filters: 4, size: 3, stride: 2, activation: 'relu' },
    { kind: 'flatten' },
    dense,
  ),
  'conv-2d, average pool': image(
    { kind: 'conv-2d', filters: 5, size: [3, 3], stride: [2, 1], padding: 'same', activation: 'relu' },
    { kind: 'average-pool', size: [2, 2], padding: 'same' },
    { kind: 'dropout', rate: 0.5 },
    { kind: 'flatten' },
    dense,
  ),
  'depthwise, pointwise, global pool': image(
    { kind: 'depthwise-conv-2d', size: [3, 3], padding: 'same' },
    { kind: 'batch-norm' },
    { kind: 'activation', activation: 'relu6' },
    { kind: 'conv-2d', filters: 6, size: [1, 1], activation: 'relu' },
    { kind: 'global-average-pool' },
    dense,
  ),
  'norm of its own, activations of their own': image(
    { kind: 'batch-norm' },
    { kind: 'average-pool', size: [2, 2] },
    { kind: 'activation', activation: 'relu' },
    { kind: 'reshape', shape: [12, 2] },
    { kind: 'max-pool', size: [1, 2] },
    { kind: 'activation', activation: 'relu6' },
    { kind: 'flatten' },
    { kind: 'batch-norm' },
    { kind: 'dense', units: 4, activation: 'sigmoid' },
    { kind: 'activation', activation: 'tanh' },
  ),
  gru: series({ kind: 'gru', units: 5 }, dense),
  'gru over gru': series(
    { kind: 'gru', units: 4, returnSequences: true },
    { kind: 'activation', activation: 'tanh' },
    { kind: 'gru', units: 3 },
    { kind: 'dense', units: 2 },
  ),
  'gru that gives a series': series({ kind: 'gru', units: 4, returnSequences: true }),
};

/** The network of this name with weights by chance, batch norms far from neutral. */
export function sampleNetwork(name: string, seed = 1): Network {
  const random = seededRandom(seed);
  const network = initialNetwork(SAMPLE_NETWORKS[name]!, random);
  const jitter = (values: Float32Array | undefined, middle: number, spread: number): void => {
    values?.forEach((_, i) => (values[i] = middle + spread * random.normal()));
  };
  for (const { gamma, beta, mean, variance, bias, recurrentBias } of network.weights) {
    jitter(gamma, 1, 0.2);
    jitter(beta, 0, 0.3);
    jitter(mean, 0, 0.3);
    variance?.forEach((_, i) => (variance[i] = 0.5 + random.next()));
    jitter(bias, 0, 0.1);
    jitter(recurrentBias, 0, 0.1);
  }
  return network;
}

/** `count` samples of this size, normal values. */
export function normalSamples(count: number, size: number, seed = 2): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count * size }, () => random.normal());
}
