import { channelRescaling, ChannelRescaling } from '../channel-rescaling';
import { overlapShift } from '../c-overlap';
import { rescalingFields, windowFields } from '../c-rescaling';
import { clampAll, scalesSimply, scalingFields } from '../c-scaling';
import { emitGathered, GATHERED_CONV, gatheredBytes } from '../conv-2d/gathered';
import { CBackEnd, CLayer, Operand } from '../operator';
import { channelBlocks, channelMagnitudes, DEPTHWISE_BLOCKS_C } from './channel-blocks.c99';
import { depthwiseGeometry, DepthwiseGeometry, DepthwiseOptions } from './geometry';

const DEPTHWISE_CONV_2D_C = `/* Filters are [row][column][channel], output_depth / input_depth of them for each input channel. */
static inline void fettle_depthwise_conv_2d(const fettle_convolution *layer, const int8_t *x, const int8_t *w,
                                            int8_t *y)
{
  const fettle_window *rows = &layer->rows;
  const fettle_window *columns = &layer->columns;
  const int32_t times = layer->output_depth / layer->input_depth;
  for (int32_t place = 0; place < layer->batches * rows->output * columns->output; place++) {
    const int32_t batch = place / (rows->output * columns->output);
    const int32_t top = place / columns->output % rows->output * rows->stride - rows->before;
    const int32_t left = place % columns->output * columns->stride - columns->before;
    const int32_t first_row = fettle_first_inside(rows, top);
    const int32_t last_row = fettle_last_inside(rows, top);
    const int32_t first = fettle_first_inside(columns, left);
    const int32_t last = fettle_last_inside(columns, left);
    for (int32_t channel = 0; channel < layer->output_depth; channel++) {
      const int32_t input = times == 1 ? channel : channel / times;
      int32_t sum = layer->rescaling.biases[channel];
      for (int32_t fy = first_row; fy < last_row; fy++) {
        const int32_t line = (batch * rows->input + top + fy * rows->dilation) * columns->input + left;
        for (int32_t fx = first; fx < last; fx++) {
          const int32_t value = x[(line + fx * columns->dilation) * layer->input_depth + input];
          const int32_t weight = w[(fy * columns->size + fx) * layer->output_depth + channel];
          sum = fettle_add(sum, (value + layer->input_offset) * weight);
        }
      }
      *y++ = fettle_store(&layer->rescaling, sum, channel);
    }
  }
}
`;

export const depthwiseConv2dC: CBackEnd<DepthwiseOptions> = {
  functions: [...GATHERED_CONV, DEPTHWISE_BLOCKS_C, DEPTHWISE_CONV_2D_C],
  scratch: (site) => {
    const shape = depthwiseGeometry(site);
    return shape.inputDepth === 1 ? gatheredBytes(shape) : 0;
  },
  overlap: (site) => {
    const shape = depthwiseGeometry(site);
    return overlapShift({ ...shape, separable: shape.inputDepth === shape.outputDepth });
  },
  emit: (site, layer) => {
    const shape = depthwiseGeometry(site);
    const [input, filter, output] = [site.input(0), site.input(1), site.output(0)];
    if (input.type !== 'int8') layer.refuse('16-bit values');
    if (filter.data === undefined) layer.refuse('computed filters');
    const { activation } = site.options;
    const operands = { input, filter, bias: site.optionalInput(2), output, activation };
    const rescaling = channelRescaling(site, operands, shape.outputDepth);
    const weights = filter.values as Int8Array;
    return (
      emitOneChannel(layer, { shape, weights, rescaling, input, output }) ??
      emitBlocks(layer, { shape, weights, rescaling, input, output }) ??
      emitPlain(layer, { shape, weights, rescaling, input, output })
    );
  },
};

interface DepthwiseLayer {
  readonly shape: DepthwiseGeometry;
  /** [row][column][channel] */
  readonly weights: Int8Array;
  readonly rescaling: ChannelRescaling;
  readonly input: Operand;
  readonly output: Operand;
}

/** All filters look at the one input channel: a convolution, with filters [channel][row][column]. */
function emitOneChannel(layer: CLayer, depthwise: DepthwiseLayer): string | undefined {
  const { shape, weights } = depthwise;
  if (shape.inputDepth !== 1) return undefined;
  const taps = weights.length / shape.outputDepth;
  const filters = weights.map((_, at) => weights[(at % taps) * shape.outputDepth + Math.floor(at / taps)]!);
  return emitGathered(layer, { ...depthwise, weights: filters });
}

/** Four channels at a time, one filter for each. */
function emitBlocks(
  layer: CLayer,
  { shape, weights, rescaling, input, output }: DepthwiseLayer,
): string | undefined {
  const { batches, inputDepth: depth, outputDepth } = shape;
  const blocks = layer.specialised && depth === outputDepth ? channelBlocks(weights, depth) : undefined;
  if (blocks === undefined || !scalesSimply(rescaling, channelMagnitudes(weights, depth))) return undefined;
  const constants = layer.structure('depthwise', 'fettle_depthwise_blocks', {
    batches,
    depth,
    input_offset: rescaling.inputOffset,
    rows: windowFields(shape.rows),
    columns: windowFields(shape.columns),
    scaling: scalingFields(layer, rescaling),
  });
  const filters = layer.array('filters', 'FETTLE_ALIGNED int8_t', blocks);
  const to = layer.values(output);
  const call = `fettle_depthwise_by_blocks(${constants}, ${layer.values(input)}, ${filters}, ${to});`;
  return call + clampAll(rescaling, to, output.count);
}

function emitPlain(layer: CLayer, { shape, weights, rescaling, input, output }: DepthwiseLayer): string {
  const constants = layer.structure('convolution', 'fettle_convolution', {
    batches: shape.batches,
    input_depth: shape.inputDepth,
    filter_depth: 1,
    output_depth: shape.outputDepth,
    input_offset: rescaling.inputOffset,
    rows: windowFields(shape.rows),
    columns: windowFields(shape.columns),
    rescaling: rescalingFields(layer, rescaling),
  });
  const filters = layer.array('filters', 'int8_t', weights);
  return `fettle_depthwise_conv_2d(${constants}, ${layer.values(input)}, ${filters}, ${layer.values(output)});`;
}
