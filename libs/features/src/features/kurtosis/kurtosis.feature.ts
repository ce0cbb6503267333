import { CENTRAL } from '../../stages/stage';
import { Central, evenExponent } from '../../stages/central/central';
import { EVEN_EXPONENT_C } from '../../stages/central/central.c99';
import { quotient, scaledQuotient } from '../../arithmetic/integers';
import { scalarFeature } from '../scalar';

function kurtosisQ8(central: Central): number {
  const { count, second, fourth } = central;
  if (second === 0) return 0;
  const exponent = evenExponent(central);
  const variance = scaledQuotient(second, count, exponent);
  const square = variance * variance;
  return quotient(scaledQuotient(fourth, count, 2 * exponent + 8) + Math.floor(square / 2), square);
}

/** Not the excess over 3. 0 for a constant window; at most the number of samples. */
export const KURTOSIS = scalarFeature({
  name: 'kurtosis',
  title: 'fourth central moment over the squared second: 3 for a normal distribution',
  source: 'Dyer and Stewart 1978',
  unit: 'ratio',
  q: 8,
  stage: CENTRAL,
  of: ({ central }) => kurtosisQ8(central),
  part: {
    uses: [EVEN_EXPONENT_C],
    text: `/* Fourth moment over the squared second, 8 fractional bits; 0 for a constant window. */
static inline int32_t fettle_kurtosis(const fettle_central *c)
{
  if (c->second == 0) {
    return 0;
  }
  const int32_t exponent = fettle_even_exponent(c);
  const uint64_t variance = fettle_scaled_quotient(c->second, c->count, exponent);
  const uint64_t square = variance * variance;
  return (int32_t)((fettle_scaled_quotient(c->fourth, c->count, 2 * exponent + 8) + square / 2) / square);
}
`,
  },
  call: 'fettle_kurtosis(&central)',
});
