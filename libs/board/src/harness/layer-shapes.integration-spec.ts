import { createInterpreter } from '@fettle/tinyml';
import { chanceInput, oneLayer, OneLayer } from '../spec-builders/one-layer';
import { boardTarget } from '../targets/registry';
import { missingTools } from '../toolchain/tools';
import { runModelsOnBoard } from './run-models';

interface Window {
  readonly stride?: number;
  readonly dilation?: number;
  readonly padding?: 'SAME' | 'VALID';
  readonly activation?: 'NONE' | 'RELU' | 'RELU6';
}

const options = ({ stride = 1, dilation = 1, padding = 'SAME', activation = 'RELU' }: Window) => ({
  padding,
  activation,
  strideWidth: stride,
  strideHeight: stride,
  dilationWidth: dilation,
  dilationHeight: dilation,
});

const extent = (
  input: number,
  size: number,
  { stride = 1, dilation = 1, padding = 'SAME' }: Window,
): number =>
  padding === 'SAME'
    ? Math.ceil(input / stride)
    : Math.floor((input + stride - ((size - 1) * dilation + 1)) / stride);

type Extents = readonly [number, number, number];
type Size = readonly [number, number];

function conv(
  [height, width, depth]: Extents,
  [rows, columns]: Size,
  channels: number,
  window: Window = {},
): OneLayer {
  return {
    operator: 'CONV_2D',
    input: [1, height, width, depth],
    weights: [channels, rows, columns, depth],
    output: [1, extent(height, rows, window), extent(width, columns, window), channels],
    options: options(window),
  };
}

function depthwise([height, width, depth]: Extents, size: Size, times = 1, window: Window = {}): OneLayer {
  const [rows, columns] = size;
  return {
    operator: 'DEPTHWISE_CONV_2D',
    input: [1, height, width, depth],
    weights: [1, rows, columns, depth * times],
    output: [1, extent(height, rows, window), extent(width, columns, window), depth * times],
    options: options(window),
  };
}

function dense(rows: number, depth: number, units: number): OneLayer {
  return {
    operator: 'FULLY_CONNECTED',
    input: [rows, depth],
    weights: [units, depth],
    output: [rows, units],
    options: { activation: 'NONE', shuffled: false, keepDimensions: false },
  };
}

/** Layers of networks in the field, and what is odd about shapes, factors and weights. */
const LAYERS: Readonly<Record<string, OneLayer>> = {
  'ResNet, first': conv([12, 12, 3], [3, 3], 16),
  'ResNet, 16 to 32, stride 2': conv([8, 8, 16], [3, 3], 32, { stride: 2 }),
  'ResNet, shortcut, 1 x 1, stride 2': conv([8, 8, 16], [1, 1], 32, { stride: 2 }),
  'ResNet, 64 channels': conv([4, 4, 64], [3, 3], 64),
  'MobileNet, first, stride 2': conv([14, 14, 3], [3, 3], 8, { stride: 2, activation: 'RELU6' }),
  'MobileNet, depthwise': depthwise([8, 8, 8], [3, 3]),
  'MobileNet, depthwise, stride 2': depthwise([9, 9, 16], [3, 3], 1, { stride: 2 }),
  'MobileNet, pointwise': conv([6, 6, 8], [1, 1], 16),
  '1-D along rows': conv([1, 40, 6], [1, 5], 10),
  '1-D along columns, causal dilation': conv([40, 1, 4], [3, 1], 9, { dilation: 4 }),
  '1-D, stride 2, no padding': conv([1, 41, 2], [1, 8], 7, {
    stride: 2,
    padding: 'VALID',
    activation: 'NONE',
  }),
  '2-D, dilation': conv([9, 9, 5], [3, 3], 6, { dilation: 2 }),
  'depthwise, dilation': depthwise([9, 9, 4], [3, 3], 1, { dilation: 2 }),
  'depthwise, long window': depthwise([20, 3, 12], [10, 4], 1, { padding: 'SAME' }),
  'depthwise, six channels': depthwise([5, 6, 6], [3, 3]),
  'depthwise, two filters a channel': depthwise([6, 5, 4], [3, 3], 2),
  'depthwise, one channel, eight filters': depthwise([10, 7, 1], [4, 3], 8, { stride: 2 }),
  groups: { ...conv([5, 5, 8], [3, 3], 6), weights: [6, 3, 3, 4] },
  'a window that hangs over both edges': conv([2, 2, 3], [5, 5], 4),
  'one value, one unit': dense(1, 1, 1),
  'rows of odd length': dense(3, 7, 5),
  'units that do not fill a block': dense(2, 16, 6),
  'factors above one half': { ...dense(1, 12, 8), weightScale: 0.9 },
  'factors above one': { ...conv([4, 4, 4], [3, 3], 4), weightScale: 1.9 },
  'weights of -128': { ...dense(1, 24, 8), fullRange: true },
  'an input zero point above zero': { ...conv([6, 6, 4], [3, 3], 8), inputZero: 117 },
  'sums near their bound': { ...dense(1, 500, 8), inputZero: 127 },
};

for (const [title, name] of [
  ['SIMD', 'cortex-m4'],
  ['portable C', 'cortex-m3'],
] as const) {
  const target = boardTarget(name);
  const missing = missingTools(target);
  if (missing.length > 0) console.warn(`SKIPPED: layers by ${title}; not there: ${missing.join(', ')}`);

  (missing.length === 0 ? it : it.skip)(
    `layers of many shapes have the interpreter's bytes by ${title}`,
    async () => {
      const layers = Object.entries(LAYERS).map(([what, layer], i) => ({
        what,
        name: `l${i}`,
        model: oneLayer(layer, i + 1),
        inputs: [1, 2].map((seed) => chanceInput(layer.input, 100 * i + seed)),
      }));
      const { models } = await runModelsOnBoard({
        target,
        models: layers.map((layer) => ({
          ...layer,
          inputs: layer.inputs.map((input) => new Uint8Array(input.buffer)),
        })),
      });
      const wrong = layers
        .filter(({ model, inputs }, i) => {
          const interpreter = createInterpreter(model, 'tflm');
          return inputs.some((input, run) => {
            const [output] = interpreter.run([input]);
            return !models[i]!.runs[run]!.outputs.equals(Buffer.from((output as Int8Array).slice().buffer));
          });
        })
        .map(({ what }) => what);
      expect(wrong).toEqual([]);
    },
    60_000,
  );
}
