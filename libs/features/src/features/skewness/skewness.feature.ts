import { CENTRAL } from '../../stages/stage';
import { Central, evenExponent } from '../../stages/central/central';
import { EVEN_EXPONENT_C } from '../../stages/central/central.c99';
import { SQUARE_ROOT_C } from '../../arithmetic/integers.c99';
import { quotient, scaledQuotient, squareRoot } from '../../arithmetic/integers';
import { scalarFeature } from '../scalar';

function skewnessQ8(central: Central): number {
  const { count, second, third } = central;
  if (second === 0) return 0;
  const exponent = evenExponent(central);
  const variance = scaledQuotient(second, count, exponent);
  const cube = variance * squareRoot(variance * 65536);
  const size = scaledQuotient(Math.abs(third), count, (exponent * 3) / 2 + 16);
  const rounded = quotient(size + Math.floor(cube / 2), cube);
  return third < 0 ? -rounded | 0 : rounded;
}

/** 0 for a constant window. */
export const SKEWNESS = scalarFeature({
  name: 'skewness',
  title: 'third central moment over the 1.5th power of the second',
  source: 'ISO 3534-1',
  unit: 'signedRatio',
  q: 8,
  stage: CENTRAL,
  of: ({ central }) => skewnessQ8(central),
  part: {
    uses: [EVEN_EXPONENT_C, SQUARE_ROOT_C],
    text: `/* Third moment over the 1.5th power of the second, 8 fractional bits; 0 for a constant window. */
static inline int32_t fettle_skewness(const fettle_central *c)
{
  if (c->second == 0) {
    return 0;
  }
  const int32_t exponent = fettle_even_exponent(c);
  const uint64_t variance = fettle_scaled_quotient(c->second, c->count, exponent);
  const uint64_t cube = variance * fettle_square_root(variance << 16);
  const uint64_t third = (uint64_t)(c->third < 0 ? -c->third : c->third);
  const int32_t size =
    (int32_t)((fettle_scaled_quotient(third, c->count, exponent * 3 / 2 + 16) + cube / 2) / cube);
  return c->third < 0 ? -size : size;
}
`,
  },
  call: 'fettle_skewness(&central)',
});
