import { rescalingFields } from '../c-rescaling';
import { clampAll, CLAMP_ALL_C } from '../c-scaling';
import { biasOf, ChannelRescaling } from '../channel-rescaling';
import { CBackEnd, CLayer, Operand, Site } from '../operator';
import { clampOf, zeroPointOf } from '../quantized';
import { denseBlocks, DENSE_BLOCKS } from './dense-blocks.c99';
import { denseFactors, DenseOptions, denseSize } from './dense';

/** Also a 1 x 1 convolution: its rows are pixels. */
const FULLY_CONNECTED_C = `/* y[row][unit] = sum of x[row][i] * w[unit][i]; what the input's zero point adds is in the biases already. */
static inline void fettle_fully_connected(const fettle_dense *layer, const int8_t *x, const int8_t *w, int8_t *y)
{
  for (int32_t row = 0; row < layer->rows; row++) {
    const int8_t *weights = w;
    for (int32_t unit = 0; unit < layer->units; unit++) {
      int32_t sum = layer->rescaling.biases[unit];
      for (int32_t i = 0; i < layer->depth; i++) {
        sum = fettle_add(sum, x[i] * weights[i]);
      }
      *y++ = fettle_store(&layer->rescaling, sum, unit);
      weights += layer->depth;
    }
    x += layer->depth;
  }
}
`;

/** What `emitDense` compiles: rows of `depth` inputs, each by every unit's weights. */
export interface DenseLayer {
  readonly rows: number;
  readonly depth: number;
  readonly input: Operand;
  readonly weights: Operand;
  readonly output: Operand;
  readonly rescaling: Pick<
    ChannelRescaling,
    'multipliers' | 'shifts' | 'inputOffset' | 'outputOffset' | 'biases' | 'low' | 'high'
  >;
}

/** The functions that `emitDense` calls. */
export const DENSE_C: readonly string[] = [...DENSE_BLOCKS, CLAMP_ALL_C, FULLY_CONNECTED_C];

/** The call: by blocks of weights where their bounds allow it. */
export function emitDense(layer: CLayer, dense: DenseLayer): string {
  const { rescaling, rows } = dense;
  const blocks = denseBlocks(layer, { ...dense, weights: dense.weights.values as Int8Array });
  if (blocks === undefined) return emitPlainDense(layer, dense);
  const constants = layer.structure('dense', 'fettle_dense_blocks', blocks.fields);
  const output = layer.values(dense.output);
  const call = `fettle_dense_by_blocks(${constants}, ${layer.values(dense.input)}, ${blocks.weights}, ${output});`;
  return call + clampAll(rescaling, output, rows * rescaling.biases.length);
}

/** The call, with what the input's zero point adds to each sum folded into its bias (both wrap as int32). */
function emitPlainDense(layer: CLayer, dense: DenseLayer): string {
  const { rows, depth, input, weights, output, rescaling } = dense;
  const values = weights.values as Int8Array;
  const biases = Int32Array.from(rescaling.biases, (bias, unit) => {
    let sum = 0;
    for (let i = 0; i < depth; i++) sum += values[unit * depth + i]!;
    return Number(BigInt.asIntN(32, BigInt(bias) + BigInt(sum) * BigInt(rescaling.inputOffset)));
  });
  const constants = layer.structure('dense', 'fettle_dense', {
    rows,
    units: biases.length,
    depth,
    rescaling: rescalingFields(layer, { ...rescaling, biases }),
  });
  const weightArray = layer.array('weights', 'int8_t', values);
  return `fettle_fully_connected(${constants}, ${layer.values(input)}, ${weightArray}, ${layer.values(output)});`;
}

export const fullyConnectedC: CBackEnd<DenseOptions> = {
  functions: DENSE_C,
  emit: (site: Site<DenseOptions>, layer) => {
    const { batches, units, depth } = denseSize(site);
    const [input, weights, output] = [site.input(0), site.input(1), site.output(0)];
    if (input.type !== 'int8') layer.refuse('16-bit values');
    if (weights.data === undefined) layer.refuse('computed weights');
    if (weights.quantization!.zeroPoints.some((zero) => zero !== 0))
      layer.refuse('weights with a zero point');
    const factors = denseFactors(site, units);
    const [low, high] = clampOf(site, site.options.activation, output);
    const rescaling = {
      multipliers: Int32Array.from(factors, ({ multiplier }) => multiplier),
      shifts: Int32Array.from(factors, ({ shift }) => shift),
      inputOffset: -zeroPointOf(site, input),
      outputOffset: zeroPointOf(site, output),
      biases: biasOf(site, site.optionalInput(2), units, false),
      low,
      high,
    };
    return emitDense(layer, { rows: batches, depth, input, weights, output, rescaling });
  },
};
