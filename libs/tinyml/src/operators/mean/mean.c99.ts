import { CBackEnd } from '../operator';
import { zeroPointOf } from '../quantized';
import { ReductionOptions, reductionOf } from '../reductions';
import { meanFactor } from './mean-factor';

const MEAN_C = `/* y[outer][inner] = mean of x[outer][0 to number - 1][inner], the division within the factor. */
static inline void fettle_mean(const fettle_mean_factor *layer, const int8_t *x, int8_t *y)
{
  for (int32_t place = 0; place < layer->outer * layer->inner; place++) {
    const int8_t *from = x + place / layer->inner * layer->number * layer->inner + place % layer->inner;
    int32_t sum = layer->number * layer->input_offset;
    for (int32_t i = 0; i < layer->number; i++) {
      sum += from[i * layer->inner];
    }
    const int32_t scaled = fettle_rescale(sum, layer->multiplier, layer->shift);
    y[place] = fettle_clamp(fettle_add(scaled, layer->output_offset), -128, 127);
  }
}
`;

const MEAN_APART_C = `/* The same over axes in two places: of x[outer][rows][middle][number / rows][inner], into y[outer][middle][inner]. */
static inline void fettle_mean_apart(const fettle_mean_factor *layer, int32_t rows, int32_t middle, const int8_t *x,
  int8_t *y)
{
  const int32_t columns = layer->number / rows;
  for (int32_t place = 0; place < layer->outer * middle * layer->inner; place++) {
    const int32_t group = place / layer->inner;
    const int32_t start = (group / middle * rows * middle + group % middle) * columns;
    const int8_t *from = x + start * layer->inner + place % layer->inner;
    int32_t sum = layer->number * layer->input_offset;
    for (int32_t row = 0; row < rows; row++) {
      for (int32_t column = 0; column < columns; column++) {
        sum += from[(row * middle * columns + column) * layer->inner];
      }
    }
    const int32_t scaled = fettle_rescale(sum, layer->multiplier, layer->shift);
    y[place] = fettle_clamp(fettle_add(scaled, layer->output_offset), -128, 127);
  }
}
`;

export const meanC: CBackEnd<ReductionOptions> = {
  functions: [MEAN_C, MEAN_APART_C],
  emit: (site, layer) => {
    const [input, output] = [site.input(0), site.output(0)];
    if (input.type !== 'int8') layer.refuse('16-bit values');
    const { outer, rows, middle, columns, inner } = reductionOf(site) ?? layer.refuse('axes in three places');
    const constants = layer.structure('mean', 'fettle_mean_factor', {
      outer,
      number: rows * columns,
      inner,
      input_offset: -zeroPointOf(site, input),
      ...meanFactor(site, rows * columns),
      output_offset: zeroPointOf(site, output),
    });
    const [x, y] = [layer.values(input), layer.values(output)];
    if (rows === 1) return `fettle_mean(${constants}, ${x}, ${y});`;
    return `fettle_mean_apart(${constants}, ${rows}, ${middle}, ${x}, ${y});`;
  },
};
