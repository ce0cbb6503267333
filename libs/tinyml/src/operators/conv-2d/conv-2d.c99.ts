import { channelRescaling } from '../channel-rescaling';
import { rescalingFields, windowFields } from '../c-rescaling';
import { emitDense, FULLY_CONNECTED_C } from '../fully-connected/fully-connected.c99';
import { CBackEnd } from '../operator';
import { convolutionGeometry, ConvolutionGeometry, ConvolutionOptions } from './geometry';

const CONV_2D_C = `/* Filters are [channel][row][column][input channel]; taps beyond the input's edges add nothing. */
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
    const int8_t *filter = w;
    for (int32_t channel = 0; channel < layer->output_depth; channel++) {
      int32_t sum = layer->rescaling.biases[channel];
      for (int32_t fy = first_row; fy < last_row; fy++) {
        const int32_t line = (batch * rows->input + top + fy * rows->dilation) * columns->input + left;
        for (int32_t fx = first; fx < last; fx++) {
          const int8_t *pixel = x + (line + fx * columns->dilation) * layer->input_depth;
          const int8_t *tap = filter + (fy * columns->size + fx) * layer->input_depth;
          for (int32_t i = 0; i < layer->input_depth; i++) {
            sum = fettle_add(sum, (pixel[i] + layer->input_offset) * tap[i]);
          }
        }
      }
      *y++ = fettle_store(&layer->rescaling, sum, channel);
      filter += rows->size * columns->size * layer->input_depth;
    }
  }
}
`;

/** Every output is the product of one pixel with the filters: a fully connected layer over pixels. */
function isPointwise({ rows, columns }: ConvolutionGeometry): boolean {
  return [rows, columns].every(({ size, stride, before }) => size === 1 && stride === 1 && before === 0);
}

export const conv2dC: CBackEnd<ConvolutionOptions> = {
  functions: [FULLY_CONNECTED_C, CONV_2D_C],
  emit: (site, layer) => {
    const shape = convolutionGeometry(site);
    const [input, filter, output] = [site.input(0), site.input(1), site.output(0)];
    if (input.type !== 'int8') layer.refuse('16-bit values');
    if (filter.data === undefined) layer.refuse('computed filters');
    if (shape.filterDepth !== shape.inputDepth) layer.refuse('groups of channels');
    const { activation } = site.options;
    const operands = { input, filter, bias: site.optionalInput(2), output, activation };
    const rescaling = channelRescaling(site, operands, shape.outputDepth);
    if (isPointwise(shape)) {
      const rows = input.count / shape.inputDepth;
      return emitDense(layer, { rows, depth: shape.inputDepth, input, weights: filter, output, rescaling });
    }
    const constants = layer.structure('convolution', 'fettle_convolution', {
      batches: shape.batches,
      input_depth: shape.inputDepth,
      output_depth: shape.outputDepth,
      input_offset: rescaling.inputOffset,
      rows: windowFields(shape.rows),
      columns: windowFields(shape.columns),
      rescaling: rescalingFields(layer, rescaling),
    });
    const weights = layer.array('filters', 'int8_t', filter.values as Int8Array);
    return `fettle_conv_2d(${constants}, ${layer.values(input)}, ${weights}, ${layer.values(output)});`;
  },
};
