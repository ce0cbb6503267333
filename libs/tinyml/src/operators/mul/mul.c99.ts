import { beforeZeroPoint, WITHIN_C } from '../c-clamping';
import { pairC, pairFunctionsC, pairParametersC } from '../c-elementwise';
import { ARENA_TYPES_C } from '../c-types';
import { clampOf, zeroPointOf } from '../quantized';
import { MulOptions, productFactor } from './product-factor';

const PRODUCT_FACTOR_C = `/* The range is before the zero point. */
typedef struct {
  int32_t a_zero;
  int32_t b_zero;
  int32_t multiplier;
  int32_t shift;
  int32_t y_zero;
  int32_t low;
  int32_t high;
} fettle_product;
`;

const PRODUCTS_C = pairFunctionsC(
  (type, width) => `/* Products, rescaled; y may be a or b. */
static inline void fettle_product_${width}(const fettle_product *layer, ${pairParametersC(type)})
{
  for (int32_t i = 0; i < count; i++) {
    const int32_t product = (*a - layer->a_zero) * (*b - layer->b_zero);
    const int32_t result = fettle_rescale(product, layer->multiplier, layer->shift);
    y[i] = (${type})(fettle_within(result, layer->low, layer->high) + layer->y_zero);
    a += a_step;
    b += b_step;
  }
}
`,
);

export const mulC = pairC<MulOptions>({
  name: 'fettle_product',
  functions: [ARENA_TYPES_C, WITHIN_C, PRODUCT_FACTOR_C, ...PRODUCTS_C],
  constants: (site, layer) => {
    const output = site.output(0);
    const zero = zeroPointOf(site, output);
    const [low, high] = beforeZeroPoint(clampOf(site, site.options.activation, output), zero);
    const { multiplier, shift } = productFactor(site);
    return layer.structure('product', 'fettle_product', {
      a_zero: zeroPointOf(site, site.input(0)),
      b_zero: zeroPointOf(site, site.input(1)),
      multiplier,
      shift,
      y_zero: zero,
      low,
      high,
    });
  },
});
