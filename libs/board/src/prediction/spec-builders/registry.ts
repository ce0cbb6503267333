import { seededRandom } from '@fettle/kernel';
import type { Model } from '@fettle/tinyml';
import { initialNetwork, type LayerSpec, quantize } from '@fettle/training';
import { Layers } from './layers';
import { NetworkBuilder } from './network-builder';

/** A network by the number that its weights are chance from. */
type Build = (seed: number) => Model;

/** As `fettle model train` exports it. */
function gru(steps: number, channels: number, units: number, recurrent: 'unrolled' | 'streaming'): Build {
  return (seed) => {
    const random = seededRandom(seed);
    const layers: LayerSpec[] = [
      { kind: 'gru', units },
      { kind: 'dense', units: 5, activation: 'softmax' },
    ];
    const samples = Float32Array.from({ length: 24 * steps * channels }, () => random.normal());
    return quantize(initialNetwork({ input: [steps, channels], layers }, random), samples, { recurrent })
      .model;
  };
}

/** A network on a builder of its own. */
const built =
  (build: (layers: Layers) => Model): Build =>
  (seed) =>
    build(new Layers(new NetworkBuilder(seed)));

/** Activities from a motion sensor: the last state of an LSTM. */
const activityLstm = built((layers) => {
  const input = layers.builder.input(1, 20, 6);
  const states = layers.lstm(input, 18);
  const last = layers.slice(states, [0, 19, 0], [1, 20, 18]);
  const output = layers.softmax(layers.dense(layers.dense(layers.reshape(last, 1, 18), 16, 'RELU'), 6));
  return layers.builder.model([input], [output]);
});

/** From a code to a picture. */
const decoder = built((layers) => {
  const input = layers.builder.input(1, 12);
  let value = layers.reshape(layers.dense(input, 4 * 5 * 10, 'RELU'), 1, 4, 5, 10);
  value = layers.map('LEAKY_RELU', layers.transposeConv(value, 9, 3, 2));
  value = layers.map('LEAKY_RELU', layers.transposeConv(value, 6, 4, 2));
  value = layers.conv(layers.resize(value, 32, 40), 6, 3);
  return layers.builder.model(
    [input],
    [layers.map('LOGISTIC', layers.conv(value, 1, 3, 1, { activation: 'NONE' }))],
  );
});

/** A keyword spotter that takes a frame at a time. */
const streaming = built((layers) => {
  const input = layers.builder.input(1, 1, 1, 20);
  let value = layers.conv(layers.remember(input, 3), 14, 3);
  for (const frames of [5, 9]) {
    const newest = layers.slice(value, [0, 0, 0, 0], [1, 1, 1, 14]);
    const kept = layers.remember(newest, frames);
    value = layers.conv(layers.depthwise(layers.pad(kept, 0, 0, 1, 1, 0, 0, 0, 0), [frames, 1]), 14, 1);
  }
  return layers.builder.model([input], [layers.softmax(layers.dense(layers.greatest(value), 7))]);
});

/** Blocks whose channels are weighed by what they all come to. */
const squeezing = built((layers) => {
  const input = layers.builder.input(1, 24, 18, 3);
  let value = layers.conv(input, 12, 3, 2, { activation: 'NONE' });
  for (const stride of [1, 2]) {
    const wide = layers.conv(layers.map('HARD_SWISH', value), 24, 1);
    const deep = layers.depthwise(wide, [3, 3], stride);
    const squeezed = layers.dense(layers.dense(layers.mean(deep), 6, 'RELU'), 24);
    const weights = layers.reshape(layers.map('LOGISTIC', squeezed), 1, 1, 1, 24);
    const narrow = layers.conv(layers.pair('MUL', deep, weights), 12, 1, 1, { activation: 'NONE' });
    value = stride === 1 ? layers.pair('ADD', value, narrow) : narrow;
  }
  const pooled = layers.reshape(layers.mean(value), 1, 12);
  return layers.builder.model([input], [layers.softmax(layers.dense(pooled, 4))]);
});

/** Half of the channels pass by, and all are shuffled, as in ShuffleNet. */
const shuffling = built((layers) => {
  const input = layers.builder.input(1, 16, 16, 1);
  let value = layers.conv(input, 16, 3, 2);
  for (let block = 0; block < 2; block++) {
    const [kept, changed] = layers.split(value, 3, 2) as readonly [number, number];
    const deep = layers.conv(layers.depthwise(layers.conv(changed, 8, 1), [3, 3]), 8, 1);
    const back = layers.map('QUANTIZE', deep, layers.builder.storedAs(kept));
    const apart = layers.reshape(layers.join([kept, back], 3), 1, 64, 2, 8);
    value = layers.reshape(layers.transpose(apart, 0, 1, 3, 2), 1, 8, 8, 16);
  }
  return layers.builder.model([input], [layers.dense(layers.greatest(value), 3)]);
});

/** Real numbers in and out, with a residual network of vectors between. */
const realNumbers = built((layers) => {
  const { builder } = layers;
  const input = builder.apply('DEQUANTIZE', [builder.input(1, 40)], [1, 40], {}, { type: 'float32' });
  let value = layers.dense(layers.map('QUANTIZE', input, { scale: 0.03, zero: 5 }), 32, 'RELU');
  for (let block = 0; block < 2; block++) {
    value = layers.pair('ADD', value, layers.map('TANH', layers.dense(value, 32)));
  }
  return builder.model([0], [layers.map('DEQUANTIZE', layers.dense(value, 8))]);
});

/** Networks by name, of realistic shapes; none of them was measured for the tables that predictions are made from. */
export const HELD_OUT: Readonly<Record<string, Build>> = {
  'an unrolled GRU': gru(10, 6, 14, 'unrolled'),
  'a GRU with state': gru(16, 3, 20, 'streaming'),
  'an LSTM with state': activityLstm,
  'an upsampling decoder': decoder,
  'a streaming keyword spotter': streaming,
  'squeeze and excitation': squeezing,
  'shuffled channels': shuffling,
  'real numbers in and out': realNumbers,
};
