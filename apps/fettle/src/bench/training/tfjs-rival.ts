import type * as core from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import { AppError } from '@fettle/kernel';
import type { LayerSpec, Network, Pair } from '@fettle/training';
import { CLASSES, type TrainingLoad } from './models';
import { type Clocks, timed, type Times } from './timed';

/** Development dependencies of the workspace, loaded when they are measured and never otherwise. */
const PACKAGES = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-layers',
] as const;

export interface Tfjs {
  readonly core: typeof core;
  readonly layers: typeof layers;
}

/** TensorFlow.js on its JavaScript backend. Rejects with `BENCH.RIVAL_MISSING` where it is not installed. */
export async function loadTfjs(): Promise<Tfjs> {
  try {
    const [tensors, , models] = (await Promise.all(PACKAGES.map((name) => import(name)))) as [
      typeof core,
      unknown,
      typeof layers,
    ];
    tensors.enableProdMode();
    await tensors.setBackend('cpu');
    return { core: tensors, layers: models };
  } catch (cause) {
    throw new AppError(
      'BENCH.RIVAL_MISSING',
      `this benchmark measures itself against ${PACKAGES.join(', ')}, which are development dependencies: npm install`,
      { cause },
    );
  }
}

/** Trains the same network from the same weights; the times of that alone, and the last epoch's mean loss. */
export async function trainWithTfjs(
  tfjs: Tfjs,
  load: TrainingLoad,
  start: Network,
  clocks: Clocks,
): Promise<Times & { loss: number }> {
  const model = buildModel(tfjs, load, start);
  const { data, batchSize, epochs, task } = load;
  const count = data.targets!.length;
  const x = tfjs.core.tensor(data.inputs, [count, ...data.shape]);
  const labels = tfjs.core.tensor1d(Int32Array.from(data.targets!), 'int32');
  const y = task.kind === 'autoencoder' ? x : tfjs.core.oneHot(labels, CLASSES);
  const fit = () => model.fit(x, y, { batchSize, epochs, shuffle: true, verbose: 0, yieldEvery: 'never' });
  const trained = await timed(clocks, async () => ({
    loss: (await fit()).history['loss']!.at(-1) as number,
  }));
  model.dispose();
  tfjs.core.dispose([x, y, labels]);
  return trained;
}

function buildModel(
  { core: tensors, layers: models }: Tfjs,
  load: TrainingLoad,
  start: Network,
): layers.Sequential {
  const model = models.sequential();
  for (const [i, layer] of load.spec.layers.entries()) {
    model.add(layerOf(models, layer, load.spec.input, i === 0));
  }
  const loss = load.task.kind === 'autoencoder' ? 'meanSquaredError' : 'categoricalCrossentropy';
  model.compile({ optimizer: tensors.train.adam(load.learningRate), loss });
  for (const [i, layer] of load.spec.layers.entries()) {
    const values = weightsFor(tensors, layer, start.weights[i]!);
    if (values.length > 0) model.layers[i]!.setWeights(values);
    tensors.dispose(values);
  }
  return model;
}

type Layer = Parameters<layers.Sequential['add']>[0];

function layerOf(models: typeof layers, layer: LayerSpec, shape: readonly number[], first: boolean): Layer {
  const input = first ? { inputShape: [...shape] } : {};
  const axes = shape.length - 1;
  const activation = 'activation' in layer ? (layer.activation ?? 'linear') : 'linear';
  const pair = (value: Pair | undefined): [number, number] =>
    value === undefined ? [1, 1] : [value[0], value[1]];
  switch (layer.kind) {
    case 'dense':
      return models.layers.dense({ ...input, units: layer.units, activation });
    case 'conv-1d':
      return models.layers.conv1d({
        ...input,
        filters: layer.filters,
        kernelSize: layer.size,
        strides: layer.stride ?? 1,
        padding: layer.padding ?? 'valid',
        activation,
      });
    case 'conv-2d':
      return models.layers.conv2d({
        ...input,
        filters: layer.filters,
        kernelSize: pair(layer.size),
        strides: pair(layer.stride),
        padding: layer.padding ?? 'valid',
        activation,
      });
    case 'depthwise-conv-2d':
      return models.layers.depthwiseConv2d({
        ...input,
        kernelSize: pair(layer.size),
        strides: pair(layer.stride),
        padding: layer.padding ?? 'valid',
        activation,
      });
    case 'batch-norm':
      return models.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-3 });
    case 'activation':
      return models.layers.activation({ activation: layer.activation });
    case 'global-average-pool':
      return axes === 1 ? models.layers.globalAveragePooling1d({}) : models.layers.globalAveragePooling2d({});
    case 'gru':
      return models.layers.gru({
        ...input,
        units: layer.units,
        recurrentActivation: 'sigmoid',
        recurrentInitializer: 'glorotUniform',
      });
    default:
      throw new AppError('BENCH.UNKNOWN_LAYER', `no benchmark translates a ${layer.kind}`);
  }
}

/** Our arrays in their order: kernels with the outputs last. A GRU of theirs resets before the product and starts by itself. */
function weightsFor(
  tensors: typeof core,
  layer: LayerSpec,
  weights: Readonly<Record<string, Float32Array>>,
): core.Tensor[] {
  const vector = (role: string): core.Tensor => tensors.tensor1d(weights[role]!);
  const outputsLast = (shape: number[]): core.Tensor[] => {
    const axes = shape.map((_, axis) => (axis + 1) % shape.length);
    return [tensors.transpose(tensors.tensor(weights['kernel']!, shape), axes), vector('bias')];
  };
  const outputs = weights['bias']?.length ?? 0;
  const each = (weights['kernel']?.length ?? 0) / outputs;
  switch (layer.kind) {
    case 'dense':
      return outputsLast([outputs, each]);
    case 'conv-1d':
      return outputsLast([outputs, layer.size, each / layer.size]);
    case 'conv-2d':
      return outputsLast([outputs, ...layer.size, each / layer.size[0] / layer.size[1]]);
    case 'depthwise-conv-2d':
      return [tensors.tensor(weights['kernel']!, [...layer.size, outputs, 1]), vector('bias')];
    case 'batch-norm':
      return ['gamma', 'beta', 'mean', 'variance'].map(vector);
    default:
      return [];
  }
}
