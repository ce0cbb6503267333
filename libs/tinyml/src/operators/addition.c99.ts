import { Precision } from '../arithmetic/arithmetic';
import { sameShape } from '../graph/shapes';
import { AdditionOptions, sumFactors } from './addition';
import { CBackEnd, Site } from './operator';
import { clampOf, zeroPointOf } from './quantized';

const SUM_C = `/* Each operand times 2^20 at a common scale, added or subtracted, and rescaled; y may be a or b. */
static inline void fettle_sum(const fettle_sum_factors *layer, const int8_t *a, const int8_t *b, int8_t *y)
{
  for (int32_t i = 0; i < layer->count; i++) {
    const int32_t left = (a[i] - layer->a_zero) * 1048576;
    const int32_t right = (b[i] - layer->b_zero) * 1048576;
    const int32_t scaled_left = fettle_rescale(left, layer->a_multiplier, layer->a_shift);
    const int32_t scaled_right = fettle_rescale(right, layer->b_multiplier, layer->b_shift);
    const int32_t sum = fettle_add(scaled_left, layer->sign * scaled_right);
    const int32_t scaled = fettle_rescale(sum, layer->output_multiplier, layer->output_shift);
    y[i] = fettle_clamp(fettle_add(scaled, layer->output_zero), layer->low, layer->high);
  }
}
`;

/** Sums (sign 1) and differences (-1) of operands of one shape; the factors in the precision the row gives. */
export function additionC(sign: 1 | -1, precision: (site: Site) => Precision): CBackEnd<AdditionOptions> {
  return {
    functions: [SUM_C],
    emit: (site, layer) => {
      const [a, b, output] = [site.input(0), site.input(1), site.output(0)];
      if (output.type !== 'int8') layer.refuse('16-bit values');
      if (!sameShape(a.shape, b.shape)) layer.refuse('broadcasting');
      const { fromA, fromB, toOutput } = sumFactors(site, precision(site));
      const [low, high] = clampOf(site, site.options.activation, output);
      const constants = layer.structure('sum', 'fettle_sum_factors', {
        count: output.count,
        sign,
        a_zero: zeroPointOf(site, a),
        a_multiplier: fromA.multiplier,
        a_shift: fromA.shift,
        b_zero: zeroPointOf(site, b),
        b_multiplier: fromB.multiplier,
        b_shift: fromB.shift,
        output_zero: zeroPointOf(site, output),
        output_multiplier: toOutput.multiplier,
        output_shift: toOutput.shift,
        low,
        high,
      });
      return `fettle_sum(${constants}, ${layer.values(a)}, ${layer.values(b)}, ${layer.values(output)});`;
    },
  };
}
