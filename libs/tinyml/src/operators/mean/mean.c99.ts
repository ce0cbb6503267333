import { CBackEnd } from '../operator';
import { zeroPointOf } from '../quantized';
import { meanAxes, meanFactor, MeanOptions } from './mean-factor';

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

export const meanC: CBackEnd<MeanOptions> = {
  functions: [MEAN_C],
  emit: (site, layer) => {
    const [input, output] = [site.input(0), site.output(0)];
    if (input.type !== 'int8') layer.refuse('16-bit values');
    const axes = [...new Set(meanAxes(site))].sort((a, b) => a - b);
    if (axes.some((axis, i) => i > 0 && axis !== axes[i - 1]! + 1))
      layer.refuse('axes that are not neighbours');
    const extents = (from: number, to?: number): number =>
      input.shape.slice(from, to).reduce((product, extent) => product * extent, 1);
    const number = input.count / output.count;
    const { multiplier, shift } = meanFactor(site, number);
    const constants = layer.structure('mean', 'fettle_mean_factor', {
      outer: extents(0, axes[0] ?? 0),
      number,
      inner: extents((axes.at(-1) ?? -1) + 1),
      input_offset: -zeroPointOf(site, input),
      multiplier,
      shift,
      output_offset: zeroPointOf(site, output),
    });
    return `fettle_mean(${constants}, ${layer.values(input)}, ${layer.values(output)});`;
  },
};
