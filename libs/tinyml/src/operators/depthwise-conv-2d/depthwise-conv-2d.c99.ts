import { channelRescaling } from '../channel-rescaling';
import { rescalingFields, windowFields } from '../c-rescaling';
import { CBackEnd } from '../operator';
import { depthwiseGeometry, DepthwiseOptions } from './geometry';

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
  functions: [DEPTHWISE_CONV_2D_C],
  emit: (site, layer) => {
    const shape = depthwiseGeometry(site);
    const [input, filter, output] = [site.input(0), site.input(1), site.output(0)];
    if (input.type !== 'int8') layer.refuse('16-bit values');
    if (filter.data === undefined) layer.refuse('computed filters');
    const { activation } = site.options;
    const operands = { input, filter, bias: site.optionalInput(2), output, activation };
    const rescaling = channelRescaling(site, operands, shape.outputDepth);
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
    return `fettle_depthwise_conv_2d(${constants}, ${layer.values(input)}, ${weights}, ${layer.values(output)});`;
  },
};
