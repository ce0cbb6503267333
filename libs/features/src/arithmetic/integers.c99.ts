import { CPart } from '../c/c-part';

export const BIT_LENGTH_C: CPart = {
  text: `/* Bits of a value; 0 for 0. */
static inline int32_t fettle_bit_length(uint64_t value)
{
  int32_t bits = 0;
  for (int32_t step = 32; step > 0; step >>= 1) {
    if ((value >> step) != 0) {
      value >>= step;
      bits += step;
    }
  }
  return bits + (value != 0 ? 1 : 0);
}
`,
};

export const SCALED_QUOTIENT_C: CPart = {
  text: `/* value * 2^shift / divisor, cut; the shift may be negative. */
static inline uint64_t fettle_scaled_quotient(uint64_t value, uint32_t divisor, int32_t shift)
{
  const uint64_t whole = value / divisor;
  if (shift < 0) {
    return whole >> -shift;
  }
  return (whole << shift) + ((value % divisor) << shift) / divisor;
}
`,
};

export const SQUARE_ROOT_C: CPart = {
  uses: [BIT_LENGTH_C],
  text: `/* Largest integer whose square is not above the value; digit by digit. */
static inline uint32_t fettle_square_root(uint64_t value)
{
  uint64_t root = 0;
  uint64_t bit = (uint64_t)1 << (fettle_bit_length(value | 1u) & ~1);
  while (bit != 0) {
    if (value >= root + bit) {
      value -= root + bit;
      root = (root >> 1) + bit;
    } else {
      root >>= 1;
    }
    bit >>= 2;
  }
  return (uint32_t)root;
}
`,
};

export const ROUNDED_ROOT_C: CPart = {
  uses: [SQUARE_ROOT_C],
  text: `/* The nearest integer to the root. */
static inline int32_t fettle_rounded_root(uint64_t value)
{
  return (int32_t)((fettle_square_root(4u * value) + 1u) >> 1);
}
`,
};

export const SQUARE_ROOT_32_C: CPart = {
  text: `/* The same of 32 bits, in 32-bit arithmetic. */
static inline uint32_t fettle_square_root_32(uint32_t value)
{
  uint32_t root = 0;
  uint32_t bit = (uint32_t)1 << 30;
  while (bit > value) {
    bit >>= 2;
  }
  while (bit != 0) {
    if (value >= root + bit) {
      value -= root + bit;
      root = (root >> 1) + bit;
    } else {
      root >>= 1;
    }
    bit >>= 2;
  }
  return root;
}
`,
};
