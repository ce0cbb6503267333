import { AdditionOptions, sumFactors } from './addition';
import { beforeZeroPoint, WITHIN_C } from './c-clamping';
import { pairC, pairFunctionsC, pairParametersC } from './c-elementwise';
import { ARENA_TYPES_C } from './c-types';
import { CBackEnd } from './operator';
import { clampOf, zeroPointOf } from './quantized';

const SUM_FACTORS_C = `/* Each operand times unit at a common scale; sign: 1 to add, -1 to subtract; the range is before the zero point. */
typedef struct {
  int32_t unit;
  int32_t sign;
  int32_t a_zero;
  int32_t a_multiplier;
  int32_t a_shift;
  int32_t b_zero;
  int32_t b_multiplier;
  int32_t b_shift;
  int32_t y_multiplier;
  int32_t y_shift;
  int32_t y_zero;
  int32_t low;
  int32_t high;
} fettle_sum;
`;

const SUMS_C = pairFunctionsC(
  (type, width) => `/* Sums or differences, rescaled; y may be a or b. */
static inline void fettle_sum_${width}(const fettle_sum *layer, ${pairParametersC(type)})
{
  for (int32_t i = 0; i < count; i++) {
    const int32_t left = (*a - layer->a_zero) * layer->unit;
    const int32_t right = (*b - layer->b_zero) * layer->unit;
    const int32_t scaled = fettle_rescale(right, layer->b_multiplier, layer->b_shift);
    const int32_t sum = fettle_rescale(left, layer->a_multiplier, layer->a_shift) + layer->sign * scaled;
    const int32_t result = fettle_rescale(sum, layer->y_multiplier, layer->y_shift);
    y[i] = (${type})(fettle_within(result, layer->low, layer->high) + layer->y_zero);
    a += a_step;
    b += b_step;
  }
}
`,
);

/** Sums (sign 1) and differences (-1), broadcasting. */
export function additionC(sign: 1 | -1): CBackEnd<AdditionOptions> {
  return pairC({
    name: 'fettle_sum',
    functions: [ARENA_TYPES_C, WITHIN_C, SUM_FACTORS_C, ...SUMS_C],
    constants: (site, layer) => {
      const [a, b, output] = [site.input(0), site.input(1), site.output(0)];
      const { spare, fromA, fromB, toOutput } = sumFactors(site);
      const zero = zeroPointOf(site, output);
      const [low, high] = beforeZeroPoint(clampOf(site, site.options.activation, output), zero);
      return layer.structure('sum', 'fettle_sum', {
        unit: 2 ** spare,
        sign,
        a_zero: zeroPointOf(site, a),
        a_multiplier: fromA.multiplier,
        a_shift: fromA.shift,
        b_zero: zeroPointOf(site, b),
        b_multiplier: fromB.multiplier,
        b_shift: fromB.shift,
        y_multiplier: toOutput.multiplier,
        y_shift: toOutput.shift,
        y_zero: zero,
        low,
        high,
      });
    },
  });
}
