import { channelRescaling } from '../channel-rescaling';
import { overlapShift } from '../c-overlap';
import { rescalingFields, windowFields } from '../c-rescaling';
import { DENSE_C, emitDense } from '../fully-connected/fully-connected.c99';
import { CBackEnd, CLayer } from '../operator';
import { emitGathered, GATHERED_CONV, gatheredBytes, GatheredLayer } from './gathered';
import { convolutionGeometry, ConvolutionGeometry, ConvolutionOptions } from './geometry';

const CONV_2D_C = `/* Filters are [channel][row][column][input channel of its group]; taps beyond the input's edges add nothing. */
static inline void fettle_conv_2d(const fettle_convolution *layer, const int8_t *x, const int8_t *w, int8_t *y)
{
  const fettle_window *rows = &layer->rows;
  const fettle_window *columns = &layer->columns;
  for (int32_t place = 0; place < layer->batches * rows->output * columns->output; place++) {
    const int32_t batch = place / (rows->output * columns->output);
    const int32_t top = place / columns->output % rows->output * rows->stride - rows->before;
    const int32_t left = place % columns->output * columns->stride - columns->before;
    const int32_t first_row = fettle_first_inside(rows, top);
    const int32_t last_row = fettle_last_inside(rows, top);
    const int32_t first = fettle_first_inside(columns, left);
    const int32_t last = fettle_last_inside(columns, left);
    const int32_t per_group = layer->output_depth / (layer->input_depth / layer->filter_depth);
    const int8_t *filter = w;
    for (int32_t channel = 0; channel < layer->output_depth; channel++) {
      const int32_t group = channel / per_group * layer->filter_depth;
      int32_t sum = layer->rescaling.biases[channel];
      for (int32_t fy = first_row; fy < last_row; fy++) {
        const int32_t line = (batch * rows->input + top + fy * rows->dilation) * columns->input + left;
        for (int32_t fx = first; fx < last; fx++) {
          const int8_t *pixel = x + (line + fx * columns->dilation) * layer->input_depth + group;
          const int8_t *tap = filter + (fy * columns->size + fx) * layer->filter_depth;
          for (int32_t i = 0; i < layer->filter_depth; i++) {
            sum = fettle_add(sum, (pixel[i] + layer->input_offset) * tap[i]);
          }
        }
      }
      *y++ = fettle_store(&layer->rescaling, sum, channel);
      filter += rows->size * columns->size * layer->filter_depth;
    }
  }
}
`;

/** Every output is the product of one pixel with the filters: a fully connected layer over pixels. */
function isPointwise({ rows, columns }: ConvolutionGeometry): boolean {
  return [rows, columns].every(({ size, stride, before }) => size === 1 && stride === 1 && before === 0);
}

function isGrouped({ filterDepth, inputDepth }: ConvolutionGeometry): boolean {
  return filterDepth !== inputDepth;
}

export const conv2dC: CBackEnd<ConvolutionOptions> = {
  functions: [...DENSE_C, ...GATHERED_CONV, CONV_2D_C],
  scratch: (site) => {
    const shape = convolutionGeometry(site);
    return isPointwise(shape) || isGrouped(shape) ? 0 : gatheredBytes(shape);
  },
  overlap: (site) => overlapShift({ ...convolutionGeometry(site), separable: false }),
  emit: (site, layer) => {
    const shape = convolutionGeometry(site);
    const [input, filter, output] = [site.input(0), site.input(1), site.output(0)];
    if (input.type !== 'int8') layer.refuse('16-bit values');
    if (filter.data === undefined) layer.refuse('computed filters');
    const { activation } = site.options;
    const operands = { input, filter, bias: site.optionalInput(2), output, activation };
    const rescaling = channelRescaling(site, operands, shape.outputDepth);
    const weights = filter.values as Int8Array;
    if (isGrouped(shape)) return emitPlain(layer, { shape, weights, rescaling, input, output });
    if (isPointwise(shape)) {
      const rows = input.count / shape.inputDepth;
      return emitDense(layer, { rows, depth: shape.inputDepth, input, weights: filter, output, rescaling });
    }
    return (
      emitGathered(layer, { shape, weights, rescaling, input, output }) ??
      emitPlain(layer, { shape, weights, rescaling, input, output })
    );
  },
};

interface PlainConvolution extends GatheredLayer {
  readonly shape: ConvolutionGeometry;
}

function emitPlain(layer: CLayer, { shape, weights, rescaling, input, output }: PlainConvolution): string {
  const constants = layer.structure('convolution', 'fettle_convolution', {
    batches: shape.batches,
    input_depth: shape.inputDepth,
    filter_depth: shape.filterDepth,
    output_depth: shape.outputDepth,
    input_offset: rescaling.inputOffset,
    rows: windowFields(shape.rows),
    columns: windowFields(shape.columns),
    rescaling: rescalingFields(layer, rescaling),
  });
  const filters = layer.array('filters', 'int8_t', weights);
  return `fettle_conv_2d(${constants}, ${layer.values(input)}, ${filters}, ${layer.values(output)});`;
}
